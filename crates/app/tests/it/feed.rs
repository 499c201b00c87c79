//! The stream of facts: whole, ordered, and never faster than the window.

use frontdesk_app::view::feed::{Destination, Fact, FeedMessage};
use frontdesk_domain::{
    address::{Address, PhoneNumber},
    id::ChatId,
    slot::{SlotColour, SlotNumber},
    time::Timestamp,
};
use frontdesk_store::{NewAccount, NewChat, NewContact, Peer, StoreError, WriteTx};

use crate::support::{Desk, NOW, Window};

#[tokio::test(start_paused = true)]
async fn what_a_command_changed_reaches_the_window_as_a_numbered_batch() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    let mut window = Window::open(&app);
    let snapshot = window.snapshot().await;
    let slot = SlotNumber::ALL[0];
    assert_eq!(
        snapshot.slots[0].colour,
        SlotColour::Teal,
        "as the world left it"
    );

    app.set_slot_colour(slot, SlotColour::Rose).await.unwrap();
    let (seq, facts) = window.batch().await;
    assert_eq!(seq, 1, "the first batch after a snapshot at 0");
    assert!(
        matches!(&facts[..], [Fact::Slot { slot }] if slot.colour == SlotColour::Rose),
        "exactly what changed: {facts:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_row_that_one_commit_touches_often_is_told_once() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    let mut window = Window::open(&app);
    let chat = window.snapshot().await.inbox.rows[0].id;

    let touches = app.store().unwrap().write(move |tx| {
        for muted in [None, Some(NOW), None, Some(Timestamp(NOW.0 + 1))] {
            tx.set_chat_muted(chat, muted)?;
        }
        Ok(())
    });
    touches.await.unwrap();
    let (_, facts) = window.batch().await;
    let rows = facts
        .iter()
        .filter(|fact| matches!(fact, Fact::Chat { .. }))
        .count();
    assert_eq!(rows, 1, "four changes of one row are one row: {facts:?}");
    assert!(window.is_quiet().await, "and nothing is told twice");
}

#[tokio::test(start_paused = true)]
async fn a_window_that_does_not_acknowledge_is_not_buried() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    let mut window = Window::open(&app);
    let chat = window.snapshot().await.inbox.rows[0].id;

    let mut received = 0;
    for round in 0..20 {
        app.set_chat_pinned(chat, round % 2 == 0).await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    while !window.is_quiet().await {
        received += 1;
    }
    // `is_quiet` swallows what it hears: eight batches came, then silence.
    assert_eq!(
        received, 8,
        "what it cannot keep up with is collected, not queued"
    );

    app.ack_feed(8);
    let (seq, facts) = window.batch().await;
    assert_eq!(seq, 9, "no number is left out");
    assert!(
        facts
            .iter()
            .any(|fact| matches!(fact, Fact::Chat { row } if !row.pinned)),
        "the newest state, once: {facts:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn too_much_at_once_tells_the_window_to_start_over() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    let mut window = Window::open(&app);
    window.snapshot().await;
    app.store().unwrap().write(flood).await.unwrap();
    assert_eq!(
        window.next().await,
        FeedMessage::Resync,
        "5,000 pieces are not told piece by piece"
    );

    let mut again = Window::open(&app);
    let snapshot = again.snapshot().await;
    assert!(
        snapshot.inbox.next.is_some(),
        "the new snapshot begins with the first stretch"
    );
}

#[tokio::test(start_paused = true)]
async fn the_badge_follows_the_unread_count_even_without_a_window() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    let mut window = Window::open(&app);
    let snapshot = window.snapshot().await;
    assert_eq!(snapshot.unread, 12, "the muted group does not count");
    drop(window);

    let chat = snapshot.inbox.rows[0].id;
    app.mark_chat_read(chat).await.unwrap();
    let mut window = Window::open(&app);
    assert_eq!(window.snapshot().await.unread, 10, "two messages fewer");
    window.is_quiet().await;
    assert_eq!(
        desk.desktop.unread(),
        10,
        "the desktop shows the same number"
    );
}

#[tokio::test(start_paused = true)]
async fn a_click_outside_the_window_is_told_to_it() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    let mut window = Window::open(&app);
    window.snapshot().await;
    app.show(Destination::Chat { chat: ChatId(3) });
    let (_, facts) = window.batch().await;
    assert_eq!(
        facts,
        [Fact::Show {
            what: Destination::Chat { chat: ChatId(3) }
        }],
        "the window opens what was clicked"
    );
}

/// 2,500 people and a chat with each.
fn flood(tx: &mut WriteTx<'_>) -> Result<(), StoreError> {
    let reached_at = |number: u32| Address {
        phone: Some(PhoneNumber::parse(&format!("1555{number:07}")).unwrap()),
        lid: None,
    };
    let shop = NewAccount {
        address: reached_at(9_990_000),
        display_name: "Flood".to_owned(),
        linked_at: None,
    };
    let account = tx.insert_account(&shop, NOW)?;
    for number in 8_880_000..8_882_500 {
        let person = NewContact {
            address: reached_at(number),
            ..NewContact::default()
        };
        let peer = Peer::Contact(tx.insert_contact(&person, NOW)?);
        tx.insert_chat(
            &NewChat {
                account,
                peer,
                title: String::new(),
            },
            NOW,
        )?;
    }
    Ok(())
}
