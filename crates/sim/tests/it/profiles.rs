//! What a real client asks about people, and about itself.

use crate::rig::{BOUND_MS, Door, MAYA, OTTO, Rig, SHOP};
use frontdesk_sim::{Business, Cmd, Condition, Content, NewAccount, PollSpec};
use wa_rs::{Jid, types::events::Event};

const FLORIST: &str = "15550009999";

async fn with_florist() -> Rig {
    let rig = Rig::new().await;
    let mut florist = NewAccount::new(FLORIST, "Petal & Stem");
    florist.picture = true;
    florist.about = "Fresh every morning".to_owned();
    florist.business = Some(Business {
        description: "Flowers and plants".to_owned(),
        category: "Florist".to_owned(),
        ..Business::default()
    });
    rig.handle.create_contact(florist).await.expect("a florist");
    rig
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_learns_who_somebody_is() {
    let rig = with_florist().await;
    let device = rig.linked(Door::InProcess).await;
    let florist = Jid::pn(FLORIST);
    let contacts = device.client.contacts();
    let found = contacts
        .is_on_whatsapp(&[florist.clone(), Jid::pn("15550000000")])
        .await
        .expect("answered");
    let known: Vec<_> = found.iter().map(|result| result.is_registered).collect();
    assert_eq!(
        known,
        [true, false],
        "one is there and one is not: {found:?}"
    );
    let info = contacts
        .get_user_info(std::slice::from_ref(&florist))
        .await
        .expect("answered");
    let info = info.get(&florist).expect("the florist");
    assert_eq!(info.status.as_deref(), Some("Fresh every morning"));
    assert!(info.lid.is_some(), "number and LID belong together");
    let picture = contacts
        .get_profile_picture(&florist, false)
        .await
        .expect("answered")
        .expect("there is one");
    assert!(picture.url.contains("/v/sim/picture/"));
    let none = contacts
        .get_profile_picture(&Jid::pn(MAYA), true)
        .await
        .expect("answered");
    assert!(none.is_none(), "Maya shows no picture");
    let profile = device
        .client
        .get_business_profile(&florist)
        .await
        .expect("answered")
        .expect("a business");
    assert_eq!(profile.description, "Flowers and plants");
    let person = device
        .client
        .get_business_profile(&Jid::pn(MAYA))
        .await
        .expect("answered");
    assert!(person.is_none(), "Maya is no business");
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_changes_what_others_see_and_whom_it_hears() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let client = &device.client;
    client
        .profile()
        .set_status_text("Closed on Sundays")
        .await
        .expect("set");
    client
        .profile()
        .set_profile_picture(vec![9; 300])
        .await
        .expect("set");
    client.fetch_privacy_settings().await.expect("answered");
    // A client can only block somebody whose number and LID it knows.
    let first = rig
        .handle
        .contact_send(OTTO, SHOP, Content::Text("Hello".to_owned()))
        .await
        .expect("sent");
    let told = Condition::Delivered {
        msg: first,
        by: SHOP.to_owned(),
        device: Some(1),
    };
    rig.handle
        .wait_until(told, BOUND_MS)
        .await
        .expect("delivered");
    client
        .blocking()
        .block(&Jid::pn(OTTO))
        .await
        .expect("blocked");
    let list = client.blocking().get_blocklist().await.expect("answered");
    assert_eq!(list.len(), 1);
    let text = Content::Text("Not heard".to_owned());
    let unheard = rig
        .handle
        .contact_send(OTTO, SHOP, text)
        .await
        .expect("sent");
    let heard = rig
        .handle
        .contact_send(MAYA, SHOP, Content::Text("Heard".to_owned()))
        .await
        .expect("sent");
    let told = Condition::Delivered {
        msg: heard,
        by: SHOP.to_owned(),
        device: Some(1),
    };
    rig.handle
        .wait_until(told, BOUND_MS)
        .await
        .expect("delivered");
    let fate = rig.handle.receipts(&unheard).await.expect("known");
    assert!(
        fate.accepted && fate.devices.is_empty(),
        "accepted, and carried to nobody"
    );
    client
        .blocking()
        .unblock(&Jid::pn(OTTO))
        .await
        .expect("unblocked");
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_and_words_of_others_change_before_a_clients_eyes() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let contact = MAYA.to_owned();
    let picture = Cmd::ContactPicture {
        contact: contact.clone(),
        removed: false,
    };
    rig.handle.command(picture).await.expect("changed");
    device
        .until("the picture", |event| {
            matches!(event, Event::PictureUpdate(_)).then_some(())
        })
        .await;
    let about = Cmd::ContactAbout {
        contact,
        about: "Away".to_owned(),
    };
    rig.handle.command(about).await.expect("changed");
    device
        .until("the words", |event| {
            matches!(event, Event::UserAboutUpdate(_)).then_some(())
        })
        .await;
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clients_vote_is_read_by_who_asked() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let poll = Content::Poll(PollSpec {
        question: "When?".to_owned(),
        options: vec!["Today".to_owned(), "Tomorrow".to_owned()],
        choose: 1,
    });
    let id = rig
        .handle
        .contact_send(MAYA, SHOP, poll)
        .await
        .expect("asked");
    let secret = device
        .until("the poll", |event| match event {
            Event::Messages(batch) => batch
                .messages
                .iter()
                .find(|message| message.info.id == id)
                .and_then(|message| message.message.message_context_info.message_secret.clone()),
            _ => None,
        })
        .await;
    let maya = Jid::pn(MAYA);
    let choice = ["Tomorrow".to_owned()];
    device
        .client
        .polls()
        .vote(&maya, &id, &maya, &secret, &choice)
        .await
        .expect("voted");
    let heard = Condition::Received {
        by: MAYA.to_owned(),
        text: None,
        kind: Some("vote".to_owned()),
    };
    rig.handle.wait_until(heard, BOUND_MS).await.expect("heard");
    let inbox = rig.handle.inbox(MAYA).await.expect("Maya");
    let poll = inbox
        .iter()
        .find(|message| message.id == id)
        .expect("the poll");
    assert_eq!(poll.votes.get(SHOP).map(Vec::as_slice), Some(&choice[..]));
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_time_lock_stops_new_conversations_and_no_others() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let text = Content::Text("I write first".to_owned());
    rig.handle
        .contact_send(MAYA, SHOP, text)
        .await
        .expect("sent");
    let free = device
        .client
        .mex()
        .fetch_reachout_timelock()
        .await
        .expect("answered");
    assert_eq!(free.is_active, Some(false));
    let lock = Cmd::LockNewChats {
        phone: SHOP.to_owned(),
        seconds: 600,
    };
    rig.handle.command(lock).await.expect("locked");
    let state = device
        .client
        .mex()
        .fetch_reachout_timelock()
        .await
        .expect("answered");
    assert_eq!(state.is_active, Some(true));
    for (number, refused) in [(OTTO, true), (MAYA, false)] {
        let sent = device
            .client
            .send_text(&Jid::pn(number), "Hello")
            .await
            .expect("sent");
        let error = device
            .until("the server's word", |event| match event {
                Event::ServerAck(ack) => (ack.id == sent.message_id).then(|| ack.error.clone()),
                _ => None,
            })
            .await;
        assert_eq!(error.is_some(), refused, "{number}: {error:?}");
    }
    rig.assert_clean();
}
