//! Getting stanzas to companions: at once, or when they come back, and again
//! until they confirm.

use crate::{
    names::DeviceAddr,
    net::ConnId,
    wire::{Node, read::Read, stream},
    world::{
        World,
        agenda::Task,
        conn::{Drain, Session},
        log::Note,
        queue::{Class, Pending},
    },
};

impl World {
    /// Queues a stanza for a companion and sends it if the companion listens.
    pub(crate) fn deliver(&mut self, to: DeviceAddr, class: Class, stanza: Node) {
        let Some(companion) = self.companion_mut(to) else {
            return;
        };
        companion.queue.push(class, stanza);
        if let Some(conn) = companion.conn {
            self.pump(conn);
        }
    }

    /// Sends a stanza that is worth nothing later: typing, presence.
    pub(crate) fn mention(&mut self, to: DeviceAddr, stanza: Node) {
        let conn = self.companion(to).and_then(|companion| companion.conn);
        let Some(conn) = conn else {
            return;
        };
        let listens = self
            .conns
            .get(&conn)
            .and_then(|conn| conn.device())
            .is_some_and(|session| session.active && session.drain.is_none());
        if listens && !self.faults.held.contains(&to) {
            self.send(conn, stanza);
        }
    }

    /// The companion asks for what waits.
    pub(crate) fn activate(&mut self, id: ConnId) {
        let primer = self.config.offline_primer;
        let patience = self.config.offline_patience_ms;
        let Some(addr) = self.addr_of(id) else {
            return;
        };
        let Some(companion) = self.companion(addr) else {
            return;
        };
        let total = companion.queue.len();
        let count = |class| companion.queue.count(class);
        let preview = stream::offline_preview(
            total,
            count(Class::Message),
            count(Class::Notification),
            count(Class::Receipt),
            count(Class::Call),
        );
        let phone = self
            .account(addr.account)
            .map(|account| account.number.clone())
            .unwrap_or_default();
        self.note(Note::Active {
            phone,
            device: addr.device,
            waiting: total,
        });
        if let Some(Session::Device(session)) =
            self.conns.get_mut(&id).map(|conn| &mut conn.session)
        {
            session.active = true;
            session.drain = Some(Drain {
                credit: primer,
                sent: 0,
            });
        }
        if total > 0 {
            self.send(id, preview);
            if total > primer {
                self.later(patience, Task::DrainOn { conn: id });
            }
        }
        self.pump(id);
        self.after_activation(addr);
    }

    /// The companion asks for that many more of what waits.
    pub(crate) fn grant_batch(&mut self, id: ConnId, count: usize) {
        if let Some(Session::Device(session)) =
            self.conns.get_mut(&id).map(|conn| &mut conn.session)
            && let Some(drain) = &mut session.drain
        {
            drain.credit = drain.credit.saturating_add(count);
        }
        self.pump(id);
    }

    /// The client did not ask for more in time: send the rest.
    pub(crate) fn drain_on(&mut self, id: ConnId) {
        self.grant_batch(id, usize::MAX);
    }

    /// Sends whatever may go out on that connection now.
    pub(crate) fn pump(&mut self, id: ConnId) {
        while let Some((to, pending, offline)) = self.next_pending(id) {
            if pending.class == Class::Message {
                self.ledger.sent(&pending.id, to);
                if pending.attempts > 1 {
                    self.note(Note::Redelivered {
                        id: pending.id,
                        device: to.to_string(),
                        attempt: pending.attempts,
                    });
                }
            }
            let mut stanza = pending.stanza;
            if offline {
                stanza.attrs.insert("offline", "0");
            }
            self.send(id, stanza);
        }
        self.finish_drain(id);
    }

    /// The companion confirmed a stanza.
    pub(crate) fn confirmed(
        &mut self,
        by: DeviceAddr,
        class: Class,
        id: &str,
        kind: Option<&str>,
        member: Option<&str>,
    ) -> Option<Pending> {
        self.companion_mut(by)?
            .queue
            .confirm(class, id, kind, member)
    }

    /// The companion behind a connection.
    pub(crate) fn addr_of(&self, id: ConnId) -> Option<DeviceAddr> {
        Some(self.conns.get(&id)?.device()?.addr)
    }

    fn next_pending(&mut self, id: ConnId) -> Option<(DeviceAddr, Pending, bool)> {
        let session = self.conns.get(&id)?.device()?.clone();
        let spent = session
            .drain
            .as_ref()
            .is_some_and(|drain| drain.credit == 0);
        if !session.active || spent || self.faults.held.contains(&session.addr) {
            return None;
        }
        let pending = self.companion_mut(session.addr)?.queue.next_for(id)?;
        let offline = session.drain.is_some() || pending.attempts > 0;
        pending.sent_on = Some(id);
        pending.attempts += 1;
        let pending = pending.clone();
        if let Some(Session::Device(session)) =
            self.conns.get_mut(&id).map(|conn| &mut conn.session)
            && let Some(drain) = &mut session.drain
        {
            drain.credit = drain.credit.saturating_sub(1);
            drain.sent += 1;
        }
        Some((session.addr, pending, offline))
    }

    /// Says that the queue is through, once it is.
    fn finish_drain(&mut self, id: ConnId) {
        let Some(session) = self.conns.get(&id).and_then(|conn| conn.device()).cloned() else {
            return;
        };
        let Some(drain) = session.drain else {
            return;
        };
        if self.faults.held.contains(&session.addr) {
            return;
        }
        let through = self
            .companion_mut(session.addr)
            .is_some_and(|companion| companion.queue.next_for(id).is_none());
        if !through {
            return;
        }
        if let Some(Session::Device(session)) =
            self.conns.get_mut(&id).map(|conn| &mut conn.session)
        {
            session.drain = None;
        }
        self.send(id, stream::offline_done(drain.sent));
    }
}

/// A client's question for more of what waits.
pub(crate) fn batch_size(stanza: &Node) -> Option<usize> {
    let count = stanza.child("offline_batch")?.number("count")?;
    usize::try_from(count).ok()
}
