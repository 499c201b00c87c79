//! The network in motion: one lock around the world, timers, doors' outboxes.

use super::{
    cmd::{Cmd, reply::Reply},
    wait::Condition,
};
use crate::{
    clock::{Clock, Millis},
    config::SimConfig,
    demo::SimulatedPhone,
    error::SimError,
    net::{ConnId, Out, inproc::InProcess},
    world::{World, log::Event},
};
use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{sync::watch, task::JoinHandle, time::Instant};

/// Where a connection's bytes go.
pub(crate) type Outbox = Box<dyn Fn(Out) + Send>;

/// A running network. Dropping it stops its timers and closes its doors.
#[derive(Debug)]
pub struct Sim {
    handle: SimHandle,
    tasks: Vec<JoinHandle<()>>,
}

/// Drives a network; cheap to clone, alive as long as somebody holds it.
#[derive(Clone)]
pub struct SimHandle {
    shared: Arc<Shared>,
}

pub(crate) struct Shared {
    world: Mutex<World>,
    clock: Clock,
    outboxes: Mutex<BTreeMap<ConnId, Outbox>>,
    /// Counts changes; everybody who waits looks again when it moves.
    changed: watch::Sender<u64>,
}

impl Sim {
    /// Starts a network. Its doors are opened one by one.
    ///
    /// # Errors
    /// [`SimError::Keys`] if the network's keys cannot be made.
    pub fn start(config: SimConfig) -> Result<Self, SimError> {
        let clock = config.clock;
        let shared = Arc::new(Shared {
            world: Mutex::new(World::new(config, clock.start())?),
            clock,
            outboxes: Mutex::default(),
            changed: watch::Sender::new(0),
        });
        let timer = tokio::spawn(run_timers(Arc::clone(&shared)));
        Ok(Self {
            handle: SimHandle { shared },
            tasks: vec![timer],
        })
    }

    /// The handle that drives this network.
    #[must_use]
    pub fn handle(&self) -> SimHandle {
        self.handle.clone()
    }

    /// Keeps a door's task alive as long as the network.
    pub(crate) fn adopt(&mut self, task: JoinHandle<()>) {
        self.tasks.push(task);
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.handle.shared
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
        // Whoever is connected notices that the network is gone.
        self.handle.shared.hang_up();
    }
}

impl SimHandle {
    /// Carries a command out and returns what it brings.
    ///
    /// # Errors
    /// Whatever keeps the command from being carried out.
    pub async fn command(&self, cmd: Cmd) -> Result<Reply, SimError> {
        if let Cmd::Wait {
            condition,
            timeout_ms,
        } = cmd
        {
            return self.wait(&condition, timeout_ms).await;
        }
        if let Cmd::PhoneScanQr { phone, qr } = cmd {
            return self.scan_qr(&phone, &qr).await;
        }
        if let Cmd::PhoneEnterCode { phone, code } = cmd {
            return self.enter_code(phone, code).await;
        }
        if let Cmd::PhoneCompareCode { phone, code } = cmd {
            return self.compare_code(&phone, &code).await;
        }
        if let Cmd::Advance { ms } = cmd {
            self.advance(Duration::from_millis(ms))?;
            return Ok(Reply::Done {});
        }
        self.shared.with(|world| world.run(cmd))
    }

    /// Moves a manual clock on; everything that falls due on the way is done.
    ///
    /// # Errors
    /// [`SimError::BadArgument`] if the clock moves by itself.
    pub fn advance(&self, by: Duration) -> Result<(), SimError> {
        if self.shared.clock.reading().is_some() {
            return Err(SimError::BadArgument {
                name: "ms",
                why: "this network's clock moves by itself".to_owned(),
            });
        }
        let by = Millis::try_from(by.as_millis()).unwrap_or(Millis::MAX);
        self.shared.with(|world| {
            let now = world.now.saturating_add(by);
            world.set_now(now);
        });
        Ok(())
    }

    /// The network's time, in milliseconds since the Unix epoch.
    #[must_use]
    pub fn now_ms(&self) -> u64 {
        self.shared.with(|world| world.now)
    }

    /// The door for clients in this process: a transport without a socket.
    #[must_use]
    pub fn in_process(&self) -> InProcess {
        InProcess::new(Arc::clone(&self.shared))
    }

    /// One of the phones, as somebody would hold it.
    #[must_use]
    pub fn phone(&self, number: &str) -> SimulatedPhone {
        SimulatedPhone::new(self.clone(), number.to_owned())
    }

    /// Moves whenever something happened or is planned.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.shared.changed.subscribe()
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    /// The public key of the root that signs the server's certificates.
    #[must_use]
    pub fn root_public_key(&self) -> [u8; 32] {
        self.shared.with(|world| world.server.root_public())
    }

    /// Everything that arrived and was not understood.
    #[must_use]
    pub fn unhandled(&self) -> Vec<String> {
        self.shared.with(|world| world.log.unhandled().to_vec())
    }

    /// Everything that broke a promise of the protocol.
    #[must_use]
    pub fn alarms(&self) -> Vec<String> {
        self.shared.with(|world| world.log.alarms().to_vec())
    }

    /// A digest of everything that happened, byte for byte.
    #[must_use]
    pub fn trace(&self) -> [u8; 32] {
        self.shared.with(|world| world.log.trace())
    }

    /// The events after that number.
    #[must_use]
    pub fn events_since(&self, seq: u64) -> Vec<Event> {
        self.shared.with(|world| world.log.events_since(seq))
    }

    /// The number of the last event.
    #[must_use]
    pub fn last_event(&self) -> u64 {
        self.shared.with(|world| world.log.last_event())
    }

    /// Waits for events after that number.
    pub async fn next_events(&self, seq: u64) -> Vec<Event> {
        let mut changed = self.shared.changed.subscribe();
        loop {
            let events = self.events_since(seq);
            if !events.is_empty() || changed.changed().await.is_err() {
                return events;
            }
        }
    }

    async fn wait(&self, condition: &Condition, timeout_ms: u64) -> Result<Reply, SimError> {
        self.until(timeout_ms, |world| {
            world.holds(condition).map(|holds| holds.then_some(()))
        })
        .await?;
        Ok(Reply::Done {})
    }

    pub(super) async fn until<T>(
        &self,
        timeout_ms: u64,
        mut look: impl FnMut(&World) -> Result<Option<T>, SimError>,
    ) -> Result<T, SimError> {
        let mut changed = self.shared.changed.subscribe();
        let watching = async {
            loop {
                if let Some(found) = self.shared.with(|world| look(world))? {
                    return Ok(found);
                }
                if changed.changed().await.is_err() {
                    return Err(SimError::NotConnected);
                }
            }
        };
        tokio::time::timeout(Duration::from_millis(timeout_ms), watching)
            .await
            .unwrap_or(Err(SimError::Timeout(timeout_ms)))
    }
}

impl fmt::Debug for SimHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimHandle").finish_non_exhaustive()
    }
}

impl Shared {
    /// Does something with the world at the current time, and everything that
    /// follows from it.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&mut World) -> T) -> T {
        let mut world = lock(&self.world);
        let seen = (world.log.activity(), world.next_due());
        if let Some(now) = self.clock.reading() {
            world.set_now(now);
        }
        let result = work(&mut world);
        let outs = world.take_out();
        let moved = (world.log.activity(), world.next_due()) != seen || !outs.is_empty();
        // Still under the world's lock, so that bytes leave in their order.
        self.hand_out(outs);
        drop(world);
        if moved {
            self.changed.send_modify(|count| *count += 1);
        }
        result
    }

    /// Opens a connection whose bytes go to that outbox.
    pub(crate) fn open(&self, outbox: Outbox) -> Option<ConnId> {
        self.with(|world| {
            let id = world.open()?;
            lock(&self.outboxes).insert(id, outbox);
            Some(id)
        })
    }

    pub(crate) fn heard(&self, id: ConnId, bytes: &[u8]) {
        self.with(|world| world.heard(id, bytes));
    }

    pub(crate) fn gone(&self, id: ConnId) {
        lock(&self.outboxes).remove(&id);
        self.with(|world| world.gone(id));
    }

    fn hand_out(&self, outs: Vec<(ConnId, Out)>) {
        let mut outboxes = lock(&self.outboxes);
        for (id, out) in outs {
            let last = out != Out::Close && out != Out::Reset;
            if let Some(outbox) = outboxes.get(&id) {
                outbox(out);
            }
            if !last {
                outboxes.remove(&id);
            }
        }
    }

    fn hang_up(&self) {
        for (_, outbox) in std::mem::take(&mut *lock(&self.outboxes)) {
            outbox(Out::Close);
        }
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

/// Wakes the world whenever something falls due by itself.
async fn run_timers(shared: Arc<Shared>) {
    let mut changed = shared.changed.subscribe();
    loop {
        let due = shared.with(|world| world.next_due());
        let instant: Option<Instant> = due.and_then(|due| shared.clock.instant_of(due));
        let alive = match instant {
            Some(instant) => tokio::select! {
                () = tokio::time::sleep_until(instant) => true,
                alive = changed.changed() => alive.is_ok(),
            },
            None => changed.changed().await.is_ok(),
        };
        if !alive {
            return;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic in one test thread must not hide what the others would show.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
