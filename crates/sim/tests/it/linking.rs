//! Linking and unlinking, with the real engine.

use crate::rig::{BOUND_MS, Door, Rig, SHOP, assertion};
use frontdesk_sim::{Cmd, Condition, LinkRefusal, NewAccount, SimError, StreamFault};
use wa_rs::{pair_code::PairCodeOptions, types::events::Event};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_links_by_qr_over_both_doors() {
    for door in [Door::InProcess, Door::Socket] {
        let rig = Rig::new().await;
        let device = rig.linked(door).await;
        let devices = rig.handle.devices(SHOP).await.expect("the shop");
        assert_eq!(devices.len(), 1, "{door:?}: exactly one device is linked");
        assert_eq!(device.client.pn().expect("linked").user.as_str(), SHOP);
        rig.assert_clean();
        device.shut_down().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_links_by_code_after_a_wrong_one() {
    let rig = Rig::new().await;
    let options = PairCodeOptions {
        phone_number: SHOP.to_owned(),
        ..Default::default()
    };
    let mut device = rig.arrive(Door::InProcess, Some(options)).await;
    let code = device
        .until("a code", |event| match event {
            Event::PairingCode(code) => Some(code.code.clone()),
            _ => None,
        })
        .await;
    let asked = Condition::CodeAsked {
        phone: SHOP.to_owned(),
    };
    rig.handle.wait_until(asked, BOUND_MS).await.expect("asked");
    let wrong = rig.handle.phone_enter_code(SHOP, "ZZZZ-ZZZZ").await;
    assert_eq!(
        wrong,
        Err(SimError::LinkRefused(LinkRefusal::WrongCode)),
        "the key agreement must fail with another code"
    );
    device.number = rig
        .handle
        .phone_enter_code(SHOP, &code)
        .await
        .expect("the right code");
    device.connected().await;
    rig.online(SHOP, &device).await;
    assert_eq!(rig.handle.unhandled(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_refuses_codes_it_cannot_know() {
    let rig = Rig::new().await;
    let device = rig.arrive(Door::InProcess, None).await;
    let qr = device.qr().await;
    let refused = |outcome, refusal| {
        assert_eq!(outcome, Err(SimError::LinkRefused(refusal)));
    };
    refused(
        rig.handle.phone_scan_qr(SHOP, "not a code").await,
        LinkRefusal::NotACode,
    );
    let other = qr.replacen("2@", "2@0", 1);
    refused(
        rig.handle.phone_scan_qr(SHOP, &other).await,
        LinkRefusal::UnknownRef,
    );
    refused(
        rig.handle.phone_enter_code(SHOP, "ABCD-EFGH").await,
        LinkRefusal::NoRequest,
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_demands_a_passkey_says_so_on_the_screen() {
    let rig = Rig::new().await;
    let mut guarded = NewAccount::new("15550004444", "Guarded");
    guarded.passkey = true;
    rig.handle.create_phone(guarded).await.expect("a phone");
    let device = rig.arrive(Door::InProcess, None).await;
    let qr = device.qr().await;
    let outcome = rig.handle.phone_scan_qr("15550004444", &qr).await;
    assert_eq!(outcome, Err(SimError::LinkRefused(LinkRefusal::Passkey)));
    device
        .until("the demand for a passkey", |event| {
            matches!(event, Event::PairPasskeyRequest(_)).then_some(())
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_and_the_same_code_on_both_sides_link_a_device() {
    const GUARDED: &str = "15550004444";
    let rig = Rig::new().await;
    let mut guarded = NewAccount::new(GUARDED, "Guarded");
    guarded.passkey = true;
    rig.handle.create_phone(guarded).await.expect("a phone");
    let refused = |refusal| Err(SimError::LinkRefused(refusal));
    let none = rig.handle.phone_compare_code(GUARDED, "1111-1111").await;
    assert_eq!(none, refused(LinkRefusal::NoRequest), "nobody asked yet");

    let mut device = rig.arrive(Door::InProcess, None).await;
    for same in [false, true] {
        let qr = device.qr().await;
        let demanded = rig.handle.phone_scan_qr(GUARDED, &qr).await;
        assert_eq!(demanded, refused(LinkRefusal::Passkey));
        let challenge = device.passkey_challenge().await;
        let stolen = device
            .client
            .send_passkey_response(assertion(b"another challenge"))
            .await;
        assert!(stolen.is_err(), "an answer to another question is refused");
        device
            .client
            .send_passkey_response(assertion(&challenge))
            .await
            .expect("the answer fits");
        let code = device.passkey_code().await;
        if !same {
            let other = rig.handle.phone_compare_code(GUARDED, "1111-1111").await;
            assert_eq!(other, refused(LinkRefusal::WrongCode));
            // The owner starts again, on a fresh screen.
            device.shut_down().await;
            device = rig.arrive(Door::InProcess, None).await;
            continue;
        }
        let (confirmed, compared) = tokio::join!(
            device.client.send_passkey_confirmation(),
            rig.handle.phone_compare_code(GUARDED, &code)
        );
        confirmed.expect("confirmed on the screen");
        device.number = compared.expect("and on the phone");
    }
    device.connected().await;
    rig.online(GUARDED, &device).await;
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_for_a_code_can_be_throttled() {
    let rig = Rig::new().await;
    let fault = Cmd::IqFault {
        xmlns: "md".to_owned(),
        error: Some(429),
        times: 1,
    };
    rig.handle.command(fault).await.expect("a fault");
    let options = PairCodeOptions {
        phone_number: SHOP.to_owned(),
        ..Default::default()
    };
    let device = rig.arrive(Door::InProcess, Some(options)).await;
    device
        .until("the refusal", |event| {
            matches!(event, Event::PairingCodeError(_)).then_some(())
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_has_room_for_four_devices() {
    let rig = Rig::new().await;
    let mut devices = Vec::new();
    for _ in 0..4 {
        devices.push(rig.linked(Door::InProcess).await);
    }
    let fifth = rig.arrive(Door::InProcess, None).await;
    let outcome = rig.handle.phone_scan_qr(SHOP, &fifth.qr().await).await;
    assert_eq!(outcome, Err(SimError::LinkRefused(LinkRefusal::Full)));
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_that_the_phone_unlinks_is_logged_out() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::Socket).await;
    rig.handle
        .phone_unlink(SHOP, device.number)
        .await
        .expect("unlinked");
    device
        .until("the logout", |event| {
            matches!(event, Event::LoggedOut(_)).then_some(())
        })
        .await;
    assert!(rig.handle.devices(SHOP).await.expect("shop").is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_that_logs_out_leaves_the_account() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    device.client.logout().await;
    let gone = Condition::Linked {
        phone: SHOP.to_owned(),
        count: 0,
    };
    rig.handle.wait_until(gone, BOUND_MS).await.expect("gone");
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn logins_and_streams_fail_as_ordered() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let fail = |reason, code, expire| Cmd::FailLogin {
        phone: SHOP.to_owned(),
        device: 1,
        reason,
        code,
        expire,
        times: 1,
    };
    rig.handle
        .command(fail(402, Some(101), Some(3600)))
        .await
        .expect("ordered");
    rig.handle
        .stream_error(SHOP, device.number, StreamFault::Restart)
        .await
        .expect("connected");
    device
        .until("the ban", |event| {
            matches!(event, Event::TemporaryBan(_)).then_some(())
        })
        .await;

    let device = rig.restart(device).await;
    rig.online(SHOP, &device).await;
    rig.handle
        .stream_error(SHOP, device.number, StreamFault::Replaced)
        .await
        .expect("connected");
    device
        .until("the replacement", |event| {
            matches!(event, Event::StreamReplaced(_)).then_some(())
        })
        .await;

    let mut device = device;
    for reason in [401, 403, 500] {
        device = rig.restart(device).await;
        rig.online(SHOP, &device).await;
        rig.handle
            .command(fail(reason, None, None))
            .await
            .expect("ordered");
        rig.handle
            .stream_error(SHOP, device.number, StreamFault::Restart)
            .await
            .expect("connected");
        device
            .until("the refusal", |event| match event {
                Event::LoggedOut(_) => (reason != 500).then_some(()),
                Event::ConnectFailure(_) => (reason == 500).then_some(()),
                _ => None,
            })
            .await;
    }

    let device = rig.restart(device).await;
    rig.online(SHOP, &device).await;
    rig.handle
        .command(fail(405, None, None))
        .await
        .expect("ordered");
    rig.handle
        .stream_error(SHOP, device.number, StreamFault::Restart)
        .await
        .expect("connected");
    device
        .until("the outdated client", |event| {
            matches!(event, Event::ClientOutdated(_)).then_some(())
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rotated_server_key_sends_the_client_through_the_whole_handshake() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    rig.handle
        .command(Cmd::RotateServerKey)
        .await
        .expect("rotated");
    let since = rig.handle.last_event();
    let device = rig.restart(device).await;
    let back = Condition::Event {
        event: "active".to_owned(),
        since,
    };
    rig.handle.wait_until(back, BOUND_MS).await.expect("back");
    device.connected().await;
    rig.assert_clean();
}
