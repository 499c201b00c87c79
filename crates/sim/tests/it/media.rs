//! Files over the media host, with a real client.

use crate::rig::{BOUND_MS, Device, Door, MAYA, Rig, SHOP};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as URL_SAFE_NO_PAD};
use frontdesk_sim::{Cmd, Condition, Content, FileSpec, MediaFaults, Sim, SimConfig};
use sha2::{Digest, Sha256};
use std::{net::SocketAddr, sync::Arc};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, RootCertStore,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
    },
};
use wa_rs::{
    Jid, MediaReuploadRequest, types::events::Event, wacore::media_retry::MediaRetryResult,
    waproto::whatsapp as wa,
};

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
async fn a_phone_uploads_again_what_has_expired_unless_it_lost_it() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let id = rig
        .handle
        .contact_send(MAYA, SHOP, Content::Image(FileSpec::default()))
        .await
        .expect("sent");
    let mut picture = image(&device, &id).await;
    let path = picture.direct_path.clone().expect("a path");
    let expired = Cmd::MediaExpire {
        path: path.clone(),
        status: 410,
    };
    rig.handle.command(expired).await.expect("expired");
    device
        .client
        .download(&picture)
        .await
        .expect_err("it is gone from the host");

    let key = picture.media_key.clone().expect("a key");
    let chat = Jid::pn(MAYA);
    let ask = |key| MediaReuploadRequest {
        msg_id: &id,
        chat_jid: &chat,
        media_key: key,
        is_from_me: false,
        participant: None,
    };
    let again = device.client.media_reupload().request(&ask(&key)).await;
    let Ok(MediaRetryResult::Success { direct_path }) = again else {
        panic!("the phone still has it: {again:?}");
    };
    assert_ne!(direct_path, path, "it lies somewhere else now");
    picture.direct_path = Some(direct_path);
    picture.url = None;
    let bytes = device.client.download(&picture).await.expect("downloaded");
    assert!(bytes.starts_with(b"\x89PNG"), "and it is the same picture");

    let wrong = device.client.media_reupload().request(&ask(&[7; 32])).await;
    assert!(
        matches!(wrong, Ok(MediaRetryResult::DecryptionError)),
        "who does not have the key cannot ask: {wrong:?}"
    );
    let lost = Cmd::PhoneLoseFile { msg: id.clone() };
    rig.handle.command(lost).await.expect("lost");
    let none = device.client.media_reupload().request(&ask(&key)).await;
    assert!(
        matches!(none, Ok(MediaRetryResult::NotFound)),
        "nobody has it any more: {none:?}"
    );
    rig.assert_clean();
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

/// One request over any stream; returns the status line and the body.
async fn http<S>(mut stream: S, head: &str, body: &[u8]) -> (String, Vec<u8>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let request = format!(
        "{head} HTTP/1.1\r\nHost: sim\r\nContent-Length: {}\r\nConnection: close\r\n",
        body.len()
    );
    // A range stands behind the target in these tests.
    let request = match request.split_once(" range=") {
        Some((target, rest)) => {
            let (range, rest) = rest.split_once(' ').expect("a range");
            format!("{target} {}Range: bytes={range}\r\n", rest)
        }
        None => request,
    };
    stream.write_all(request.as_bytes()).await.expect("asked");
    stream.write_all(b"\r\n").await.expect("asked");
    stream.write_all(body).await.expect("sent");
    stream.flush().await.expect("sent");
    let mut answer = Vec::new();
    // A cut body ends the stream early, which is what some tests want.
    let _ = stream.read_to_end(&mut answer).await;
    let end = answer
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .expect("a head");
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    (head, answer[end + 4..].to_vec())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parts_of_a_file_can_be_fetched_and_a_cut_upload_goes_on() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let connect = || TcpStream::connect(rig.media_door());
    let id = rig
        .handle
        .contact_send(MAYA, SHOP, Content::Image(FileSpec::default()))
        .await
        .expect("sent");
    let picture = image(&device, &id).await;
    let path = picture.direct_path.expect("a path");
    let stream = connect().await.expect("open");
    let (_, whole) = http(stream, &format!("GET {path}"), b"").await;
    let stream = connect().await.expect("open");
    let (head, part) = http(stream, &format!("GET {path} range=10-19"), b"").await;
    assert!(head.starts_with("HTTP/1.1 206"), "{head}");
    assert_eq!(
        part,
        &whole[10..20],
        "exactly the bytes that were asked for"
    );

    // The upload's permission is what the client was told.
    let conn = device
        .client
        .refresh_media_conn(true)
        .await
        .expect("a permission");
    let file = vec![5_u8; 4_000];
    let token = URL_SAFE_NO_PAD.encode(Sha256::digest(&file));
    let target = format!(
        "POST /mms/document/{token}?auth={}&token={token}",
        conn.auth
    );
    let cut = MediaFaults {
        cut_after: Some(1_500),
        ..MediaFaults::default()
    };
    rig.handle.command(Cmd::Media(cut)).await.expect("ordered");
    let stream = connect().await.expect("open");
    let (head, _) = http(stream, &target, &file).await;
    assert!(head.starts_with("HTTP/1.1 503"), "{head}");
    rig.handle
        .command(Cmd::Media(MediaFaults::default()))
        .await
        .expect("healed");
    let stream = connect().await.expect("open");
    let (_, answer) = http(stream, &format!("{target}&resume=1"), b"").await;
    assert!(
        String::from_utf8_lossy(&answer).contains("\"1500\""),
        "what had arrived is kept"
    );
    let stream = connect().await.expect("open");
    let (head, answer) = http(
        stream,
        &format!("{target}&file_offset=1500"),
        &file[1_500..],
    )
    .await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(String::from_utf8_lossy(&answer).contains("direct_path"));
    let stream = connect().await.expect("open");
    let (head, _) = http(stream, "POST /mms/document/x?auth=wrong", b"x").await;
    assert!(head.starts_with("HTTP/1.1 401"), "{head}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_secure_door_is_trusted_by_its_own_authority_and_by_no_other() {
    let mut sim = Sim::start(SimConfig::default()).expect("a network");
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    let door = sim.open_media_tls(any).await.expect("a door");
    let other = sim.open_media_tls(any).await.expect("another door");
    for (ca, trusted) in [(&door.ca_pem, true), (&other.ca_pem, false)] {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(ca.as_bytes()) {
            roots
                .add(certificate.expect("a certificate"))
                .expect("an authority");
        }
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let stream = TcpStream::connect(door.address).await.expect("open");
        let name = ServerName::try_from("127.0.0.1").expect("a name");
        let secured = TlsConnector::from(Arc::new(config))
            .connect(name, stream)
            .await;
        assert_eq!(secured.is_ok(), trusted);
        if let Ok(stream) = secured {
            let (head, _) = http(stream, "GET /v/sim/image/none", b"").await;
            assert!(head.starts_with("HTTP/1.1 404"), "{head}");
        }
    }
}
