//! Ways to a link, and ways in which none comes to be.

use std::{sync::Arc, time::Duration};

use frontdesk_domain::{
    disconnect::{Close, LocalFault, SocketEnd},
    pairing::PairCodeAnswer,
    session::{Notice, Purpose},
};
use frontdesk_sim::{Cmd, Condition, LinkRefusal, NewAccount, SimError};

use crate::{
    ear::Heard,
    rig::{ACCOUNT, Rig, SHOP, linking, number},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_links_by_a_code_while_a_qr_code_is_shown() {
    let rig = Rig::new().await;
    let pairing = rig.pairing();
    pairing.qr().await;
    pairing.client.ask_pairing_code(number(SHOP));
    let code = code(&pairing.ear).await;
    rig.until(Condition::CodeAsked {
        phone: SHOP.to_owned(),
    })
    .await;
    let wrong = rig.sim.phone_enter_code(SHOP, "ZZZZ-ZZZZ").await;
    assert_eq!(
        wrong,
        Err(SimError::LinkRefused(LinkRefusal::WrongCode)),
        "another code opens nothing"
    );
    rig.sim.phone_enter_code(SHOP, &code).await.unwrap();
    rig.seat(&pairing).await;
    rig.back_online().await.stop().await;
    assert_eq!(rig.sim.unhandled(), Vec::<String>::new(), "not understood");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_code_takes_the_place_of_the_first() {
    let rig = Rig::new().await;
    let pairing = rig.pairing();
    pairing.qr().await;
    pairing.client.ask_pairing_code(number(SHOP));
    let first = code(&pairing.ear).await;
    pairing.client.ask_pairing_code(number(SHOP));
    let second = pairing
        .ear
        .until("another code", |heard| match heard {
            Heard::Code(code) if *code != first => Some(code.clone()),
            _ => None,
        })
        .await;
    rig.sim.phone_enter_code(SHOP, &second).await.unwrap();
    rig.seat(&pairing).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_pairing_code_names_the_servers_answer() {
    let rig = Rig::new().await;
    let pairing = rig.pairing();
    pairing.qr().await;
    for (error, answer) in [
        (429, PairCodeAnswer::TooMany),
        (400, PairCodeAnswer::BadRequest),
    ] {
        rig.command(Cmd::IqFault {
            xmlns: "md".to_owned(),
            error: Some(error),
            times: 1,
        })
        .await;
        pairing.client.ask_pairing_code(number(SHOP));
        pairing
            .ear
            .notice(Notice::PairCodeRefused {
                answer,
                back_off: None,
            })
            .await;
    }
    pairing.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_that_demands_a_passkey_says_so() {
    let rig = Rig::new().await;
    let mut guarded = NewAccount::new("15550004444", "Guarded");
    guarded.passkey = true;
    rig.sim.create_phone(guarded).await.unwrap();
    let pairing = rig.pairing();
    let qr = pairing.qr().await;
    let outcome = rig.sim.phone_scan_qr("15550004444", &qr).await;
    assert_eq!(outcome, Err(SimError::LinkRefused(LinkRefusal::Passkey)));
    pairing.ear.notice(Notice::PasskeyDemanded).await;
    pairing.stop().await;
    assert_eq!(pairing.ear.notices().last(), Some(&Notice::Stopped));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_business_tells_its_name_when_it_is_linked() {
    let rig = Rig::new().await;
    let mut bakery = NewAccount::new("15550005555", "Bakery");
    bakery.business = Some(frontdesk_sim::Business::default());
    rig.sim.create_phone(bakery).await.unwrap();
    let pairing = rig.pairing();
    let qr = pairing.qr().await;
    rig.sim.phone_scan_qr("15550005555", &qr).await.unwrap();
    let (account, business) = pairing
        .ear
        .until("the link", |heard| match heard {
            Heard::Linked(account, business) => Some((account.clone(), business.clone())),
            _ => None,
        })
        .await;
    assert_eq!(account.phone, number("15550005555"));
    assert!(business.is_some(), "it is a business");
}

/// The clock stands still from the first code on, so six codes take no time.
#[tokio::test(flavor = "current_thread")]
async fn after_six_codes_the_series_is_over() {
    let rig = Rig::new().await;
    let pairing = rig.pairing();
    pairing.qr().await;
    tokio::time::pause();
    const SERIES: Duration = Duration::from_secs(1_000);
    let exhausted = Heard::Notice(Notice::QrExhausted);
    pairing
        .ear
        .until_within(SERIES, "the end of the series", |heard| {
            (*heard == exhausted).then_some(())
        })
        .await;
    tokio::time::resume();
    let codes = pairing.ear.all();
    let codes = codes.iter().filter(|heard| matches!(heard, Heard::Qr(_)));
    assert_eq!(codes.count(), 6, "one code per reference");
    assert_eq!(
        pairing.ear.ended().await,
        Close::Socket(SocketEnd::Clean),
        "the engine hangs up"
    );
    pairing.ear.notice(Notice::Stopped).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_pairing_begins_with_fresh_keys() {
    let rig = Rig::new().await;
    let first = rig.pairing();
    let before = first.qr().await;
    first.stop().await;
    let second = rig.pairing();
    let after = second.qr().await;
    second.stop().await;
    let keys = |qr: &str| qr.split(',').skip(1).map(str::to_owned).collect::<Vec<_>>();
    for (before, after) in keys(&before).iter().zip(keys(&after).iter()).take(3) {
        assert_ne!(before, after, "no key of an abandoned link is used again");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_without_keys_ends_before_it_dials() {
    let rig = Rig::new().await;
    let client = rig.log_in();
    assert_eq!(client.ear.ended().await, Close::Here(LocalFault::NoKeys));
    client.ear.notice(Notice::Stopped).await;
    assert_eq!(
        client.ear.notices().len(),
        2,
        "nothing was dialled: {:?}",
        client.ear.notices()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_is_linked_is_never_linked_over() {
    let rig = Rig::new().await;
    rig.link().await;
    let wrong = rig.start(ACCOUNT, Purpose::Pair);
    assert_eq!(wrong.ear.ended().await, Close::Here(LocalFault::Store));
    wrong.stop().await;
    rig.back_online().await.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_state_stands_still_while_it_is_held_and_goes_on_as_the_account() {
    let rig = Rig::new().await;
    let pairing = rig.pairing();
    pairing.qr().await;
    let held = pairing.client.hold_state().await;
    let store = rig.store.clone();
    let before = store.dump().unwrap();
    // Everything that the link wants to write waits.
    let scan = tokio::spawn({
        let sim = rig.sim.clone();
        let qr = pairing.qr().await;
        async move { sim.phone_scan_qr(SHOP, &qr).await }
    });
    assert_eq!(
        store.dump().unwrap(),
        before,
        "nothing is written meanwhile"
    );
    store
        .write(|tx| tx.signal_mut(linking()).hand_over(ACCOUNT))
        .await
        .unwrap();
    held.go_on_as(ACCOUNT);
    scan.await.unwrap().unwrap();
    pairing.ear.notice(Notice::Stopped).await;
    let dump = store.dump().unwrap();
    assert!(
        !dump.contains(&format!("account_id={} ", linking().0)),
        "nothing is left under the id of the link"
    );
    rig.back_online().await.stop().await;
}

async fn code(ear: &Arc<crate::ear::RecordingEar>) -> String {
    ear.until("a pairing code", |heard| match heard {
        Heard::Code(code) => Some(code.clone()),
        _ => None,
    })
    .await
}
