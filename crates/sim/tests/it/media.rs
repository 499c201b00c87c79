//! Files over the media host, with a real client.

use crate::rig::{BOUND_MS, Device, Door, MAYA, Rig, SHOP};
use frontdesk_sim::{Cmd, Condition, Content, FileSpec, MediaFaults};
use wa_rs::{Jid, types::events::Event, waproto::whatsapp as wa};

async fn image(device: &Device, id: &str) -> wa::message::ImageMessage {
    device
        .until("the picture", |event| match event {
            Event::Messages(batch) => batch
                .messages
                .iter()
                .find(|message| message.info.id == id)
                .and_then(|message| message.message.image_message.as_option().cloned()),
            _ => None,
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_is_downloaded_and_another_uploaded() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::Socket).await;
    let id = rig
        .handle
        .contact_send(MAYA, SHOP, Content::Image(FileSpec::default()))
        .await
        .expect("sent");
    let picture = image(&device, &id).await;
    let bytes = device.client.download(&picture).await.expect("downloaded");
    assert!(
        bytes.starts_with(b"\x89PNG"),
        "the plaintext is the picture"
    );

    let upload = device
        .client
        .upload(
            bytes,
            wa_rs::wacore::download::MediaType::Image,
            Default::default(),
        )
        .await
        .expect("uploaded");
    let message = wa_rs::media::image_message(upload, Default::default());
    device
        .client
        .send_message(&Jid::pn(MAYA), message)
        .await
        .expect("sent");
    let heard = Condition::Received {
        by: MAYA.to_owned(),
        text: None,
        kind: Some("image".to_owned()),
    };
    rig.handle.wait_until(heard, BOUND_MS).await.expect("heard");
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_host_misbehaves_as_ordered() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let id = rig
        .handle
        .contact_send(MAYA, SHOP, Content::Image(FileSpec::default()))
        .await
        .expect("sent");
    let picture = image(&device, &id).await;
    let path = picture.direct_path.clone().expect("a path");
    for faults in [
        MediaFaults {
            fail_download: Some(404),
            ..MediaFaults::default()
        },
        MediaFaults {
            fail_download: Some(410),
            ..MediaFaults::default()
        },
        MediaFaults {
            corrupt: true,
            ..MediaFaults::default()
        },
        MediaFaults {
            cut_after: Some(100),
            ..MediaFaults::default()
        },
    ] {
        rig.handle
            .command(Cmd::Media(faults.clone()))
            .await
            .expect("ordered");
        let outcome = device.client.download(&picture).await;
        assert!(outcome.is_err(), "{faults:?} must not look like success");
    }
    rig.handle
        .command(Cmd::Media(MediaFaults::default()))
        .await
        .expect("healed");
    device
        .client
        .download(&picture)
        .await
        .expect("it works again");
    let expire = Cmd::MediaExpire { path, status: 410 };
    rig.handle.command(expire).await.expect("expired");
    device
        .client
        .download(&picture)
        .await
        .expect_err("an expired file is gone");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_survives_a_withdrawn_permission() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let kind = wa_rs::wacore::download::MediaType::Document;
    device
        .client
        .upload(vec![7; 2_000], kind, Default::default())
        .await
        .expect("uploaded");
    rig.handle
        .command(Cmd::MediaRenewAuth)
        .await
        .expect("renewed");
    device
        .client
        .upload(vec![8; 2_000], kind, Default::default())
        .await
        .expect("the client asks for a new permission");
    rig.assert_clean();
}
