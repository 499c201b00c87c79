//! Ends that are asked for from here.

use std::{sync::Arc, time::Duration};

use frontdesk_domain::session::Notice;
use frontdesk_sim::{Condition, NetAct};
use tokio::runtime::Handle;

use crate::rig::{BOUND, DEVICE, MAYA, Rig, SHOP, Started, chat_with, text};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_logout_is_told_to_the_server() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    client.client.log_out();
    client.ear.notice(Notice::LogoutDone { told: true }).await;
    rig.until(Condition::Linked {
        phone: SHOP.to_owned(),
        count: 0,
    })
    .await;
    client.stop().await;
    assert_eq!(client.ear.notices().last(), Some(&Notice::Stopped));
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_is_stopped_says_so_and_nothing_else() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    client.stop().await;
    client.stop().await;
    let notices = client.ear.notices();
    assert!(
        !notices
            .iter()
            .any(|notice| matches!(notice, Notice::Ended(_))),
        "the end was asked for: {notices:?}"
    );
    assert_eq!(notices.last(), Some(&Notice::Stopped));
    let before = rig.store.dump().unwrap();
    rig.says(MAYA, "Anybody there?").await;
    assert_eq!(
        rig.store.dump().unwrap(),
        before,
        "nothing is written any more"
    );
    rig.back_online().await.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_can_be_stopped_at_any_moment_of_its_beginning() {
    let rig = Rig::new().await;
    rig.link().await;
    for moment in 0..6 {
        let client = rig.log_in();
        for _ in 0..moment * 3 {
            tokio::task::yield_now().await;
        }
        client.stop().await;
        assert_eq!(client.ear.notices().last(), Some(&Notice::Stopped));
    }
    let client = rig.back_online().await;
    let id = client.send(&rig, chat_with(MAYA), text("Still here")).await;
    assert_eq!(client.ear.acknowledged(&id).await, None, "whole");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_is_dropped_at_once_leaves_the_link_whole() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    rig.sim.net(SHOP, DEVICE, NetAct::Stall).await.unwrap();
    client.client.abort();
    let gone = tokio::time::timeout(Duration::from_secs(4), client.client.stop()).await;
    assert!(gone.is_ok(), "no flush is waited for");
    let again = rig.back_online().await;
    let id = again.send(&rig, chat_with(MAYA), text("Back")).await;
    assert_eq!(
        again.ear.acknowledged(&id).await,
        None,
        "the keys are whole"
    );
    again.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_nobody_holds_any_more_stops() {
    let rig = Rig::new().await;
    let started = rig.online().await;
    let ear = Arc::clone(&started.ear);
    drop(started);
    let stopped = tokio::time::timeout(BOUND, ear.notice(Notice::Stopped)).await;
    assert!(stopped.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_is_gone_leaves_nothing_behind() {
    let rig = Rig::new().await;
    let Started { client, ear } = rig.online().await;
    let id = rig.says(MAYA, "One of many").await;
    ear.arrival(&id).await;
    client.stop().await;
    drop(client);
    // Every part of a client holds the ear.
    let alone = async {
        while Arc::strong_count(&ear) > 1 {
            tokio::task::yield_now().await;
        }
    };
    let alone = tokio::time::timeout(BOUND, alone).await;
    assert!(
        alone.is_ok(),
        "{} parts are left",
        Arc::strong_count(&ear) - 1
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_are_cut_again_and_again_leave_nothing_running() {
    const TIMES: usize = 40;
    let rig = Rig::new().await;
    rig.link().await;
    let tasks = || Handle::current().metrics().num_alive_tasks();
    let cut = async |time: usize| {
        let client = rig.back_online().await;
        rig.until(Condition::Online {
            phone: SHOP.to_owned(),
            device: DEVICE,
        })
        .await;
        let act = if time.is_multiple_of(2) {
            NetAct::Drop
        } else {
            NetAct::Reset
        };
        rig.sim.net(SHOP, DEVICE, act).await.unwrap();
        client.ear.notice(Notice::Stopped).await;
    };
    // What is made once is made by now.
    for time in 0..4 {
        cut(time).await;
    }
    let before = tasks();
    for time in 0..TIMES {
        cut(time).await;
    }
    let at_rest = async {
        while tasks() > before {
            tokio::task::yield_now().await;
        }
    };
    let at_rest = tokio::time::timeout(Duration::from_secs(10), at_rest).await;
    assert!(at_rest.is_ok(), "{before} tasks became {}", tasks());
    rig.assert_clean();
}
