//! What the store remembers about links: why they ended, what happened to them.

use frontdesk_domain::{
    address::{Address, Lid},
    disconnect::Cause,
    session::{EventKind, LinkEvent, LogoutReason},
    slot::SlotNumber,
    time::Timestamp,
};
use frontdesk_store::{Change, NewAccount, Store, StoreError};

use crate::kit::{NOW, Profile, phone, shop};

fn event(at: i64, kind: EventKind) -> LinkEvent {
    LinkEvent {
        at: Timestamp(at),
        kind,
        cause: None,
        code: None,
        lasted: None,
    }
}

fn ats(store: &Store, slot: SlotNumber) -> Vec<i64> {
    let rows = store.read(|tx| tx.link_events(slot, 5_000)).unwrap();
    rows.iter().map(|row| row.event.at.0).collect()
}

#[test]
fn a_timeline_gives_back_what_happened_newest_first_and_slot_by_slot() {
    let profile = Profile::new();
    let store = profile.create();
    let [one, two, _] = SlotNumber::ALL;
    let lost = LinkEvent {
        cause: Some(Cause::ServerBusy),
        code: Some(503),
        lasted: Some(61_000),
        ..event(2, EventKind::Lost)
    };
    let mut commits = store.subscribe();
    store
        .write(move |tx| {
            tx.insert_link_event(one, &event(1, EventKind::Linked))?;
            tx.insert_link_event(two, &event(9, EventKind::Online))?;
            tx.insert_link_event(one, &lost)
        })
        .wait()
        .unwrap();
    let rows = store.read(|tx| tx.link_events(one, 10)).unwrap();
    let events: Vec<_> = rows.iter().map(|row| row.event).collect();
    assert_eq!(
        events,
        [lost, event(1, EventKind::Linked)],
        "every field comes back, of this slot alone"
    );
    assert_eq!(
        commits.try_recv().unwrap().changes,
        [Change::Timeline(one), Change::Timeline(two)],
        "each slot is told once"
    );
}

#[test]
fn a_timeline_keeps_its_newest_thousand_lines_and_leaves_the_others_alone() {
    let profile = Profile::new();
    let store = profile.create();
    let [one, two, _] = SlotNumber::ALL;
    store
        .write(move |tx| {
            tx.insert_link_event(two, &event(7, EventKind::Linked))?;
            for at in 0..1_003 {
                tx.insert_link_event(one, &event(at, EventKind::Lost))?;
            }
            Ok(())
        })
        .wait()
        .unwrap();
    let kept = ats(&store, one);
    assert_eq!(
        kept.len(),
        1_000,
        "a link that flaps does not fill the disk"
    );
    assert_eq!(
        (kept[0], kept[999]),
        (1_002, 3),
        "the oldest made room for the newest"
    );
    assert_eq!(ats(&store, two), [7], "the other slot's line is untouched");
}

#[test]
fn an_account_is_linked_or_says_why_it_is_not() {
    let profile = Profile::new();
    let store = profile.create();
    let account = shop(&store);
    let told = |store: &Store| {
        let account = store.read(|tx| tx.account(account)).unwrap().unwrap();
        (account.linked_at, account.logout_reason)
    };
    for reason in [
        LogoutReason::Here,
        LogoutReason::OnPhone,
        LogoutReason::WhileAway,
    ] {
        store
            .write(move |tx| tx.set_account_linked(account, NOW))
            .wait()
            .unwrap();
        assert_eq!(told(&store), (Some(NOW), None), "linked, so no reason");
        store
            .write(move |tx| tx.set_account_logged_out(account, reason))
            .wait()
            .unwrap();
        assert_eq!(told(&store), (None, Some(reason)), "over, and why");
    }
    store.close().unwrap();
    let store = profile.open().unwrap();
    assert_eq!(
        told(&store),
        (None, Some(LogoutReason::WhileAway)),
        "the reason outlives the program"
    );
}

#[test]
fn what_an_account_tells_of_itself_is_kept() {
    let profile = Profile::new();
    let store = profile.create();
    let account = shop(&store);
    let address = Address {
        phone: Some(phone("+1 555 000 9999")),
        lid: Some(Lid("9001".to_owned())),
    };
    let kept = address.clone();
    store
        .write(move |tx| {
            tx.set_account_name(account, "Corner shop")?;
            tx.set_account_phone_seen(account, NOW)?;
            tx.set_account_address(account, &kept)
        })
        .wait()
        .unwrap();
    let account = store.read(|tx| tx.account(account)).unwrap().unwrap();
    assert_eq!(account.display_name, "Corner shop", "its name");
    assert_eq!(account.phone_seen_at, Some(NOW), "its phone's sign of life");
    assert_eq!(account.address, address, "its number and LID");
}

#[test]
fn two_accounts_never_have_one_number() {
    let profile = Profile::new();
    let store = profile.create();
    let first = shop(&store);
    let address = store.read(|tx| tx.account(first)).unwrap().unwrap().address;
    let taken = address.clone();
    let other = NewAccount {
        address: Address {
            phone: None,
            lid: Some(Lid("9002".to_owned())),
        },
        display_name: String::new(),
        linked_at: None,
    };
    let refused = store
        .write(move |tx| {
            let other = tx.insert_account(&other, NOW)?;
            tx.set_account_address(other, &taken)
        })
        .wait();
    assert!(
        matches!(refused, Err(StoreError::Conflict { .. })),
        "whoever links must free the number first: {refused:?}"
    );
}
