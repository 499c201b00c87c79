//! The program killed in the middle of everything: afterwards a slot is linked
//! or cleanly unlinked, never half.

use frontdesk_domain::{
    disconnect::{Close, StreamWord},
    link::LinkState,
    session::Notice,
    slot::SlotNumber,
};

use frontdesk_testkit::network::Call;

use super::bench::{Bench, ONE, THREE, TWO, shop, slot, until};

/// What the kill found and what the next start made of it.
async fn killed(name: &str, bench: Bench) -> String {
    let before = bench.keys();
    let bench = bench.kill().await;
    never_half(name, &bench).await;
    let cards = bench.cards().await;
    let cards: Vec<&str> = cards.lines().take(2).collect();
    format!(
        "{name}\n  keys {before:?}, then {:?}\n  {}\n",
        bench.keys(),
        cards.join("\n  ")
    )
}

/// Keys stand where a link is, and nowhere else.
async fn never_half(name: &str, bench: &Bench) {
    let slots = bench.snapshot().await.slots;
    let mut linked: Vec<i64> = Vec::new();
    for shown in &slots {
        match (&shown.link, &shown.account) {
            (LinkState::Empty | LinkState::LoggedOut { .. }, _) => {}
            (_, Some(account)) => linked.push(account.id.0),
            (link, None) => panic!("{name}: a link without an account: {link:?}"),
        }
    }
    linked.sort_unstable();
    assert_eq!(bench.keys(), linked, "{name}: keys are where links are");
}

#[tokio::test(start_paused = true)]
async fn a_kill_at_every_step_of_a_pairing_leaves_a_link_or_none() {
    let mut seen = String::new();

    let bench = Bench::new().await;
    bench.app.connect_slot(slot(ONE)).await.unwrap();
    seen += &killed("asked for", bench).await;

    let bench = Bench::new().await;
    bench.offer(ONE).await;
    seen += &killed("a code is shown", bench).await;

    let bench = Bench::new().await;
    bench.offer(ONE).await;
    bench.pairing(ONE).is_accepted_by(&shop(1)).await.unwrap();
    seen += &killed("the keys are signed, nobody was told", bench).await;

    let bench = Bench::new().await;
    bench.offer(ONE).await;
    let client = bench.pairing(ONE);
    client.will_not_hold();
    client.is_linked_by(&shop(1)).await.unwrap();
    until("asked to stand still", || {
        client.calls().contains(&Call::HoldState)
    })
    .await;
    seen += &killed("told, and about to be tied to the account", bench).await;

    let bench = Bench::new().await;
    bench.offer(ONE).await;
    bench.pairing(ONE).is_linked_by(&shop(1)).await.unwrap();
    bench.settle().await;
    seen += &killed("tied to the account", bench).await;

    let bench = Bench::new().await;
    bench.offer(ONE).await;
    bench.pairing(ONE).is_linked_by(&shop(1)).await.unwrap();
    bench.settle().await;
    bench.client(ONE).will_not_stop();
    bench.client(ONE).ends(Close::Stream(StreamWord::Code(515)));
    bench.settle().await;
    seen += &killed("the stream restarts", bench).await;

    let bench = Bench::linked(&[ONE]).await;
    seen += &killed("online", bench).await;

    insta::assert_snapshot!(seen, @r"
    asked for
      keys [], then []
      1 nobody: empty [Connect]
      2 nobody: empty [Connect]
    a code is shown
      keys [-1], then []
      1 nobody: empty [Connect]
      2 nobody: empty [Connect]
    the keys are signed, nobody was told
      keys [-1], then [1]
      1 +15550001111: connecting, try 1
      2 nobody: empty [Connect]
    told, and about to be tied to the account
      keys [-1], then [1]
      1 +15550001111: connecting, try 1
      2 nobody: empty [Connect]
    tied to the account
      keys [1], then [1]
      1 +15550001111: connecting, try 1
      2 nobody: empty [Connect]
    the stream restarts
      keys [1], then [1]
      1 +15550001111: connecting, try 1
      2 nobody: empty [Connect]
    online
      keys [1], then [1]
      1 +15550001111: connecting, try 1
      2 nobody: empty [Connect]
    ");
}

#[tokio::test(start_paused = true)]
async fn a_kill_at_every_step_of_an_unlinking_leaves_no_link() {
    let mut seen = String::new();

    let bench = Bench::linked(&[ONE]).await;
    bench.app.unlink_slot(slot(ONE)).await.unwrap();
    bench.settle().await;
    seen += &killed("the server is being told", bench).await;

    let bench = Bench::linked(&[ONE]).await;
    bench.client(ONE).will_not_stop();
    bench.app.unlink_slot(slot(ONE)).await.unwrap();
    bench.settle().await;
    bench.client(ONE).notice(Notice::LogoutDone { told: true });
    bench.settle().await;
    seen += &killed("told, and the client is still stopping", bench).await;

    let bench = Bench::linked(&[ONE]).await;
    bench.client(ONE).will_not_stop();
    bench.client(ONE).ends(Close::Stream(StreamWord::Removed));
    bench.settle().await;
    seen += &killed("removed on the phone, the client is still stopping", bench).await;

    let bench = Bench::linked(&[ONE]).await;
    bench.client(ONE).ends(Close::Stream(StreamWord::Removed));
    bench.settle().await;
    seen += &killed("removed on the phone", bench).await;

    insta::assert_snapshot!(seen, @r"
    the server is being told
      keys [1], then []
      1 +15550001111: logged out, Here [Connect]
      2 nobody: empty [Connect]
    told, and the client is still stopping
      keys [1], then []
      1 +15550001111: logged out, Here [Connect]
      2 nobody: empty [Connect]
    removed on the phone, the client is still stopping
      keys [1], then []
      1 +15550001111: logged out, OnPhone [Connect]
      2 nobody: empty [Connect]
    removed on the phone
      keys [], then []
      1 +15550001111: logged out, OnPhone [Connect]
      2 nobody: empty [Connect]
    ");
}

/// Slot 1 is linked, and its number was just linked in slot 2.
async fn conflict() -> Bench {
    let bench = Bench::linked(&[ONE]).await;
    bench.offer(TWO).await;
    bench.pairing(TWO).is_linked_by(&shop(1)).await.unwrap();
    bench.settle().await;
    bench
}

#[tokio::test(start_paused = true)]
async fn a_kill_at_every_step_of_a_move_leaves_the_number_in_one_slot() {
    let mut seen = String::new();

    let bench = conflict().await;
    seen += &killed("asked whether to move", bench).await;

    let bench = conflict().await;
    bench.app.use_number_here(slot(TWO)).await.unwrap();
    bench.settle().await;
    seen += &killed("the old link is being ended", bench).await;

    let bench = conflict().await;
    let old = bench.client(ONE);
    old.will_not_stop();
    bench.app.use_number_here(slot(TWO)).await.unwrap();
    bench.settle().await;
    old.notice(Notice::LogoutDone { told: true });
    bench.settle().await;
    seen += &killed("the old client is still stopping", bench).await;

    let bench = conflict().await;
    let (old, client) = (bench.client(ONE), bench.pairing(TWO));
    client.will_not_hold();
    bench.app.use_number_here(slot(TWO)).await.unwrap();
    bench.settle().await;
    old.notice(Notice::LogoutDone { told: true });
    until("asked to stand still", || {
        client.calls().contains(&Call::HoldState)
    })
    .await;
    seen += &killed("the old link is gone, the new one not tied yet", bench).await;

    let bench = conflict().await;
    let old = bench.client(ONE);
    bench.app.use_number_here(slot(TWO)).await.unwrap();
    bench.settle().await;
    old.notice(Notice::LogoutDone { told: true });
    bench.settle().await;
    seen += &killed("moved", bench).await;

    insta::assert_snapshot!(seen, @r"
    asked whether to move
      keys [-2, 1], then [1]
      1 +15550001111: connecting, try 1
      2 nobody: empty [Connect]
    the old link is being ended
      keys [-2, 1], then [1]
      1 nobody: empty [Connect]
      2 +15550001111: connecting, try 1
    the old client is still stopping
      keys [-2, 1], then [1]
      1 nobody: empty [Connect]
      2 +15550001111: connecting, try 1
    the old link is gone, the new one not tied yet
      keys [-2], then [1]
      1 nobody: empty [Connect]
      2 +15550001111: connecting, try 1
    moved
      keys [1], then [1]
      1 nobody: empty [Connect]
      2 +15550001111: connecting, try 1
    ");
}

#[tokio::test(start_paused = true)]
async fn a_move_that_a_kill_cut_short_is_finished_and_says_what_the_phone_may_still_list() {
    let bench = conflict().await;
    bench.app.use_number_here(slot(TWO)).await.unwrap();
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 nobody: unlinking
    2 +15550001111: authenticated
    3 nobody: empty [Connect]
    ");
    let bench = bench.kill().await;
    bench.client(TWO).comes_up();
    bench.settle().await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 nobody: empty [Connect]
    2 +15550001111: online
    3 nobody: empty [Connect]
    ");
    insta::assert_snapshot!(bench.timeline(TWO).await, @r"
    +0 s Linked
    +0 s UnlinkedHereOnly
    +0 s Linked
    +0 s Online
    ");
}

#[tokio::test(start_paused = true)]
async fn a_kill_after_the_old_link_was_removed_on_the_phone_still_moves_the_number() {
    let bench = conflict().await;
    bench.client(ONE).will_not_stop();
    bench.client(ONE).ends(Close::Stream(StreamWord::Removed));
    bench.settle().await;
    bench.app.use_number_here(slot(TWO)).await.unwrap();
    bench.settle().await;
    assert_eq!(bench.keys(), [-2, 1], "the old client is still stopping");
    let bench = bench.kill().await;
    never_half("removed on the phone", &bench).await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 nobody: empty [Connect]
    2 +15550001111: connecting, try 1
    3 nobody: empty [Connect]
    ");
    insta::assert_snapshot!(bench.timeline(TWO).await, @"+0 s Linked");
}

#[tokio::test(start_paused = true)]
async fn a_kill_while_two_slots_take_one_number_leaves_it_in_one() {
    let bench = conflict().await;
    bench.offer(THREE).await;
    bench.pairing(THREE).is_linked_by(&shop(1)).await.unwrap();
    bench.settle().await;
    for number in [TWO, THREE] {
        bench.app.use_number_here(slot(number)).await.unwrap();
        bench.settle().await;
    }
    assert_eq!(bench.keys(), [-3, 1], "the last word counts");
    let bench = bench.kill().await;
    never_half("two slots took it", &bench).await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 nobody: empty [Connect]
    2 nobody: empty [Connect]
    3 +15550001111: connecting, try 1
    ");
}

#[tokio::test(start_paused = true)]
async fn a_kill_while_another_number_waits_for_an_answer_keeps_the_one_before() {
    let bench = Bench::linked(&[ONE]).await;
    bench.app.unlink_slot(slot(ONE)).await.unwrap();
    bench.settle().await;
    bench.client(ONE).notice(Notice::LogoutDone { told: true });
    bench.later(3_000).await;
    bench.offer(ONE).await;
    bench.pairing(ONE).is_linked_by(&shop(3)).await.unwrap();
    bench.settle().await;
    let bench = bench.kill().await;
    never_half("undecided", &bench).await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: logged out, Here [Connect]
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
    insta::assert_snapshot!(bench.timeline(ONE).await, @r"
    -4 s Linked
    -3 s Online
    -3 s Unlinked
    +0 s UnlinkedHereOnly, Cancelled
    ");
}

#[tokio::test(start_paused = true)]
async fn keys_without_a_slot_get_a_free_one_and_never_vanish() {
    let bench = Bench::linked(&[ONE]).await;
    let store = bench.app.store().unwrap();
    let empty = store.write(|tx| tx.set_slot_account(SlotNumber::ALL[0], None));
    empty.await.unwrap();
    let bench = bench.kill().await;
    never_half("another hand emptied the slot", &bench).await;
    insta::assert_snapshot!(bench.cards().await, @r"
    1 +15550001111: connecting, try 1
    2 nobody: empty [Connect]
    3 nobody: empty [Connect]
    ");
}
