//! Calls, as an account's linked devices see them: it rings, and then somebody
//! answers or declines on the phone, or on a device, or nobody does. No sound
//! is ever carried.

use crate::{
    clock::Millis,
    content::Draft,
    error::SimError,
    names::{AccountId, DeviceAddr},
    net::ConnId,
    wire::{
        Node, call as wire,
        jid::Naming,
        message::ack,
        proto::{encode, some, wa},
        read::Read,
    },
    world::{World, agenda::Task, log::Note, queue::Class},
};

/// How long it rings.
const RINGS_MS: Millis = 45_000;

/// One call.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) caller: AccountId,
    pub(crate) callee: AccountId,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Ringing,
    Answered,
    Over,
}

/// How a call goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// The caller hangs up.
    HungUp,
    /// Nobody came.
    RangOut,
    /// Taken on the phone.
    Answered,
    /// Declined on the phone, or on a linked device.
    Declined { by: u16 },
}

impl Turn {
    /// What the devices that rang are told.
    const fn reason(self) -> Option<&'static str> {
        match self {
            Self::HungUp => None,
            Self::RangOut => Some("timeout"),
            Self::Answered => Some("accepted_elsewhere"),
            Self::Declined { .. } => Some("rejected_elsewhere"),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::HungUp => "hung_up",
            Self::RangOut => "rang_out",
            Self::Answered => "answered",
            Self::Declined { .. } => "declined",
        }
    }
}

impl World {
    /// Somebody calls an account; returns the call's id.
    pub(crate) fn ring(
        &mut self,
        caller: AccountId,
        callee: AccountId,
        video: bool,
    ) -> Result<String, SimError> {
        let id = self.dice.hex::<16>();
        let blocked = self
            .account(callee)
            .is_some_and(|account| account.blocked.contains(&caller));
        let call = Call {
            caller,
            callee,
            stage: Stage::Ringing,
        };
        self.calls.insert(id.clone(), call);
        self.note_call(&id, "rings");
        self.later(RINGS_MS, Task::RingOut { call: id.clone() });
        if blocked {
            return Ok(id);
        }
        for to in self.companions(callee) {
            let key = wa::Message {
                call: some(wa::message::Call {
                    call_key: Some(self.dice.bytes::<32>().to_vec()),
                    ..Default::default()
                }),
                ..Default::default()
            };
            let key = self.seal_for(caller, to, encode(&key), &Draft::default())?;
            let Some((naming, creator, number)) = self.caller_at(caller, callee) else {
                continue;
            };
            let number = (naming == Naming::Lid).then_some(number);
            let offer = wire::offer(&id, creator, number, video, key.node());
            self.tell_call(caller, to, offer);
        }
        Ok(id)
    }

    /// A call goes on, unless it is over already.
    pub(crate) fn turn_call(&mut self, id: &str, turn: Turn) -> Result<(), SimError> {
        let unknown = || SimError::UnknownCall(id.to_owned());
        let call = self.calls.get_mut(id).ok_or_else(unknown)?;
        let before = call.stage;
        let (caller, callee) = (call.caller, call.callee);
        match (before, turn) {
            (Stage::Over, _) | (Stage::Answered, Turn::RangOut | Turn::Answered) => return Ok(()),
            (Stage::Ringing, Turn::Answered) => call.stage = Stage::Answered,
            (Stage::Ringing | Stage::Answered, _) => call.stage = Stage::Over,
        }
        self.note_call(id, turn.name());
        // The devices stopped ringing when it was answered.
        if before == Stage::Answered {
            return Ok(());
        }
        let except = if let Turn::Declined { by } = turn {
            by
        } else {
            0
        };
        for to in self.companions(callee) {
            if to.device == except {
                continue;
            }
            if let Some((_, creator, _)) = self.caller_at(caller, callee) {
                let over = wire::terminate(id, creator, turn.reason());
                self.tell_call(caller, to, over);
            }
        }
        Ok(())
    }

    /// It rang long enough.
    pub(crate) fn ring_out(&mut self, id: &str) {
        // A call that somebody took or ended meanwhile stays as it is.
        let _ = self.turn_call(id, Turn::RangOut);
    }

    /// A device does something about a call.
    pub(crate) fn client_call(&mut self, conn: ConnId, stanza: &Node) {
        let Some(by) = self.addr_of(conn) else {
            return;
        };
        let request = stanza.text("id").unwrap_or_default();
        let Some(action) = stanza.parts().first() else {
            return self.unhandled(stanza);
        };
        let word = ack("call", &request, stanza.address("to"), self.now)
            .attr("type", action.tag.as_ref())
            .build();
        self.send(conn, word);
        let call = action.text("call-id").unwrap_or_default();
        match action.tag.as_ref() {
            "reject" => {
                // What rings no more needs no refusal.
                let _ = self.turn_call(&call, Turn::Declined { by: by.device });
            }
            "terminate" => {
                let _ = self.turn_call(&call, Turn::HungUp);
            }
            "offer" => self.nobody_answers(by, stanza, &call),
            "preaccept" | "accept" | "transport" | "relaylatency" | "mute_v2" | "heartbeat"
            | "video" => {}
            _ => self.unhandled(stanza),
        }
    }

    /// People in this network take no calls: whoever is called declines.
    fn nobody_answers(&mut self, by: DeviceAddr, stanza: &Node, call: &str) {
        let callee = stanza.address("to").and_then(|to| self.resolve(&to));
        let Some(callee) = callee.map(|addr| addr.account) else {
            return;
        };
        let Some(naming) = self.account(by.account).map(|account| account.naming) else {
            return;
        };
        let creator = self
            .account(by.account)
            .map(|account| account.device_jid(by.device, naming));
        if let Some(creator) = creator {
            self.tell_call(callee, by, wire::reject(call, creator));
        }
    }

    fn tell_call(&mut self, from: AccountId, to: DeviceAddr, action: Node) {
        let naming = self.own_naming(to.account);
        let Some((from, name)) = self
            .account(from)
            .map(|account| (account.jid(naming), account.name.clone()))
        else {
            return;
        };
        let order = self.stanza_id();
        let stanza = wire::call(from, &order, self.now, &name, action);
        self.deliver(to, Class::Call, stanza);
    }

    /// How the callee's devices see the caller: by which naming, under which
    /// address, with which number.
    fn caller_at(
        &self,
        caller: AccountId,
        callee: AccountId,
    ) -> Option<(Naming, wa_rs::Jid, wa_rs::Jid)> {
        let naming = self.own_naming(callee);
        let caller = self.account(caller)?;
        Some((naming, caller.jid(naming), caller.jid(Naming::Number)))
    }

    fn note_call(&mut self, id: &str, what: &str) {
        let Some(call) = self.calls.get(id) else {
            return;
        };
        let (from, to) = (self.number_of(call.caller), self.number_of(call.callee));
        self.note(Note::Call {
            call: id.to_owned(),
            from,
            to,
            what: what.to_owned(),
        });
    }
}
