//! Writing, cancelling, answers, refusals, breaks and kills in random order: no
//! message is lost, none has two ids, none overtakes, none that was taken back
//! arrives.

use std::collections::{BTreeMap, BTreeSet};

use frontdesk_domain::{
    id::{ChatId, MessageId, WireId},
    network::{Outgoing, OutgoingBody, SendError},
    receipt::Delivery,
};

use super::rig::{Rig, slot};

const SEEDS: u64 = 6;
const STEPS: usize = 30;
/// Enough to answer everything that can wait.
const ROUNDS: usize = 60;

/// Numbers without any order to them, the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound).unwrap()).unwrap()
    }
}

/// What really happened, told by the server's end and the person at the window.
#[derive(Default)]
struct Truth {
    /// Everything that was written: its row, its chat, its words.
    written: Vec<(MessageId, ChatId, String)>,
    /// Taken back with success, and how many handings-over came before.
    cancelled: BTreeMap<String, usize>,
    /// What the server took, in order.
    accepted: Vec<(WireId, String)>,
    answered: BTreeSet<(WireId, usize)>,
}

/// Everything that was ever handed to a client, in order.
fn handed(rig: &Rig) -> Vec<Outgoing> {
    rig.script
        .puppets()
        .iter()
        .flat_map(frontdesk_testkit::network::Puppet::sent)
        .collect()
}

fn text(message: &Outgoing) -> String {
    match &message.body {
        OutgoingBody::Text { text, .. } => text.clone(),
        other => panic!("only texts are sent here: {other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_lost_doubled_or_overtaken_whatever_happens() {
    for seed in 1..=SEEDS {
        let mut dice = Dice(seed * 7_919);
        let mut rig = Rig::online().await;
        let mut chats = Vec::new();
        for number in ["+1 555 000 2222", "+1 555 000 3333"] {
            let chat = rig.app.chat_with(slot(), number.to_owned()).await;
            chats.push(chat.unwrap());
        }
        let mut truth = Truth::default();
        for step in 0..STEPS {
            match dice.below(16) {
                0..=4 => {
                    let chat = chats[dice.below(2)];
                    let words = format!("{seed}/{step}");
                    let row = rig.say(chat, &words).await;
                    truth.written.push((row.id, chat, words));
                }
                5 => cancel_one(&rig, &mut truth, &mut dice).await,
                6 | 7 => answer_one(&rig, &mut truth, None).await,
                8 => {
                    let code = [463, 475, 503, 400][dice.below(4)];
                    answer_one(&rig, &mut truth, Some(code)).await;
                }
                9 => rig.later(5_000).await,
                10 => rig.reconnect().await,
                11 | 12 => {
                    // Something may be taken back while there is no connection.
                    rig.disconnect().await;
                    cancel_one(&rig, &mut truth, &mut dice).await;
                    rig.later(5_000).await;
                    rig.connect().await;
                }
                13 | 14 => {
                    // It may have left, or not; nobody knows, so nobody can take
                    // it back.
                    rig.client().will_not_send(SendError::Unknown);
                    let words = format!("{seed}/{step}");
                    let row = rig.say(chats[0], &words).await;
                    truth.written.push((row.id, chats[0], words));
                    rig.settle().await;
                    cancel_one(&rig, &mut truth, &mut dice).await;
                }
                _ => {
                    rig = rig.restart().await;
                    rig.connect().await;
                }
            }
        }
        finish(&rig, &mut truth).await;
        check(&rig, &truth, &chats, seed).await;
    }
}

async fn cancel_one(rig: &Rig, truth: &mut Truth, dice: &mut Dice) {
    let place = dice.below(truth.written.len().max(1));
    let Some((id, _, words)) = truth.written.get(place).cloned() else {
        return;
    };
    if rig.app.message_cancel(id).await.is_ok() {
        truth.cancelled.insert(words, handed(rig).len());
    }
}

/// The server answers the oldest message it was handed on this connection and
/// has not answered.
async fn answer_one(rig: &Rig, truth: &mut Truth, refused: Option<u16>) {
    rig.settle().await;
    let before: usize = rig
        .script
        .puppets()
        .iter()
        .filter(|puppet| !puppet.is_alive())
        .map(|puppet| puppet.sent().len())
        .sum();
    let sent = rig.client().sent();
    let open = sent.iter().enumerate().find(|(place, message)| {
        !truth
            .answered
            .contains(&(message.id.clone(), before + place))
    });
    let Some((place, message)) = open else {
        return;
    };
    truth.answered.insert((message.id.clone(), before + place));
    let is_known = truth.accepted.iter().any(|(id, _)| *id == message.id);
    // A server that has a message does not refuse it afterwards.
    let refused = refused.filter(|_| !is_known);
    if refused.is_none() && !is_known {
        truth.accepted.push((message.id.clone(), text(message)));
    }
    rig.server_answers(&message.id, refused).await;
}

/// From now on everything goes well.
async fn finish(rig: &Rig, truth: &mut Truth) {
    for _ in 0..ROUNDS {
        for (id, _, _) in truth.written.clone() {
            // Only what is stuck can be retried.
            let _ = rig.app.message_retry(id).await;
        }
        rig.later(5_000).await;
        answer_one(rig, truth, None).await;
        answer_one(rig, truth, None).await;
    }
}

async fn check(rig: &Rig, truth: &Truth, chats: &[ChatId], seed: u64) {
    let mut ids: BTreeMap<String, BTreeSet<WireId>> = BTreeMap::new();
    for message in handed(rig) {
        ids.entry(text(&message)).or_default().insert(message.id);
    }
    for (words, ids) in &ids {
        assert_eq!(ids.len(), 1, "seed {seed}: {words} left under {ids:?}");
    }
    for (words, before) in &truth.cancelled {
        assert!(
            !truth.accepted.iter().any(|(_, accepted)| accepted == words),
            "seed {seed}: {words} was taken back and arrived"
        );
        let after = handed(rig).into_iter().skip(*before);
        assert!(
            after.into_iter().all(|message| text(&message) != *words),
            "seed {seed}: {words} was handed over after it was taken back"
        );
    }
    for chat in chats {
        let meant: Vec<&String> = truth
            .written
            .iter()
            .filter(|(_, to, words)| to == chat && !truth.cancelled.contains_key(words))
            .map(|(_, _, words)| words)
            .collect();
        let arrived: Vec<&String> = truth
            .accepted
            .iter()
            .map(|(_, words)| words)
            .filter(|words| meant.contains(words))
            .collect();
        assert_eq!(arrived, meant, "seed {seed}: all of it, in order");
        let rows = rig.thread(*chat).await;
        let shown: Vec<&String> = rows.iter().map(|row| &row.text).collect();
        assert_eq!(shown, meant, "seed {seed}: and so it is shown");
        assert!(
            rows.iter().all(|row| row.delivery == Some(Delivery::Sent)),
            "seed {seed}: as sent: {rows:#?}"
        );
    }
}
