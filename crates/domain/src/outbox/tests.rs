//! The queue's rules, one by one and in any state it can be in.

use proptest::prelude::*;

use super::*;

const NOW: Timestamp = Timestamp(1_000_000);

fn ready(id: i64, chat: i64) -> Queued {
    Queued {
        id: OutboxId(id),
        chat: ChatId(chat),
        state: QueueState::Ready {
            not_before: Timestamp(0),
        },
    }
}

fn with(one: Queued, state: QueueState) -> Queued {
    Queued { state, ..one }
}

#[test]
fn what_was_queued_first_leaves_first() {
    let queue = [ready(1, 7), ready(2, 7), ready(3, 8)];
    assert_eq!(
        next(&queue, &Limits::default(), NOW),
        Next::Send(OutboxId(1)),
        "the queue is in order"
    );
}

#[test]
fn a_chat_waits_for_its_own_and_not_for_others() {
    let flying = QueueState::InFlight { since: NOW };
    let queue = [with(ready(1, 7), flying), ready(2, 7), ready(3, 8)];
    assert_eq!(
        next(&queue, &Limits::default(), NOW),
        Next::Send(OutboxId(3)),
        "one in flight for each chat"
    );
    let queue = [with(ready(1, 7), QueueState::Stuck), ready(2, 7)];
    assert_eq!(
        next(&queue, &Limits::default(), NOW),
        Next::Idle,
        "what is stuck is not overtaken"
    );
}

#[test]
fn an_answer_that_never_came_brings_the_same_one_again() {
    let queue = [with(ready(1, 7), QueueState::InFlight { since: NOW })];
    let limits = Limits::default();
    assert_eq!(
        next(&queue, &limits, NOW),
        Next::WaitUntil(Timestamp(1_060_000)),
        "a minute for the answer"
    );
    assert_eq!(
        next(&queue, &limits, Timestamp(1_060_000)),
        Next::Send(OutboxId(1)),
        "the same id counts once at the server"
    );
}

#[test]
fn a_pause_that_the_server_asked_for_holds_everything() {
    let limits = Limits {
        paused_until: Some(Timestamp(2_000_000)),
        ..Limits::default()
    };
    assert_eq!(
        next(&[ready(1, 7)], &limits, NOW),
        Next::WaitUntil(Timestamp(2_000_000)),
        "not earlier"
    );
    assert_eq!(next(&[], &limits, NOW), Next::Idle, "nothing waits");
    assert_eq!(
        next(&[ready(1, 7)], &limits, Timestamp(2_000_000)),
        Next::Send(OutboxId(1)),
        "the pause is over"
    );
}

#[test]
fn every_refusal_has_a_reason_and_a_next_step() {
    let mut table = String::new();
    for code in [400, 421, 429, 463, 475, 479, 503] {
        for attempt in [1, 5] {
            let verdict = refused(code, attempt);
            let step = match verdict {
                Verdict::Stuck(stuck, _) => format!("{:?}", stuck.step()),
                Verdict::Again(_) | Verdict::WhenConnected => "-".to_owned(),
            };
            table.push_str(&format!("{code} #{attempt}: {verdict:?}, {step}\n"));
        }
    }
    insta::assert_snapshot!(table, @r"
    400 #1: Stuck(Refused { code: 400 }, 0), Discard
    400 #5: Stuck(Refused { code: 400 }, 0), Discard
    421 #1: Stuck(Refused { code: 421 }, 0), Discard
    421 #5: Stuck(Refused { code: 421 }, 0), Discard
    429 #1: Stuck(TooFast, 300000), WaitThenRetry
    429 #5: Stuck(TooFast, 300000), WaitThenRetry
    463 #1: Stuck(NewChatsLocked, 0), UsePhone
    463 #5: Stuck(NewChatsLocked, 0), UsePhone
    475 #1: Stuck(NewChatsUsedUp, 0), WaitThenRetry
    475 #5: Stuck(NewChatsUsedUp, 0), WaitThenRetry
    479 #1: Stuck(NotAccepted, 0), Discard
    479 #5: Stuck(NotAccepted, 0), Discard
    503 #1: Again(4000), -
    503 #5: Stuck(ServerBusy, 0), Retry
    ");
}

fn any_state() -> impl Strategy<Value = QueueState> {
    prop_oneof![
        (0_i64..2_000_000).prop_map(|t| QueueState::Ready {
            not_before: Timestamp(t)
        }),
        (0_i64..2_000_000).prop_map(|t| QueueState::InFlight {
            since: Timestamp(t)
        }),
        Just(QueueState::Stuck),
    ]
}

proptest! {
    #[test]
    fn nothing_overtakes_and_the_limit_holds(
        states in prop::collection::vec((0_i64..4, any_state()), 0..30),
        in_flight in 1_usize..5,
    ) {
        let queue: Vec<Queued> = states
            .into_iter()
            .enumerate()
            .map(|(id, (chat, state))| Queued {
                id: OutboxId(i64::try_from(id).unwrap()),
                chat: ChatId(chat),
                state,
            })
            .collect();
        let limits = Limits { in_flight, ..Limits::default() };
        if let Next::Send(id) = next(&queue, &limits, NOW) {
            let place = queue.iter().position(|one| one.id == id).unwrap();
            let sent = queue[place];
            prop_assert!(
                queue[..place].iter().all(|earlier| earlier.chat != sent.chat),
                "nothing of the same chat is left behind"
            );
            let flying = queue
                .iter()
                .filter(|one| matches!(one.state, QueueState::InFlight { .. }))
                .count();
            prop_assert!(
                flying < in_flight || matches!(sent.state, QueueState::InFlight { .. }),
                "the limit holds"
            );
        }
    }
}
