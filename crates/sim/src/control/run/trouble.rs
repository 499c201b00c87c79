//! Commands that make things go wrong.

use crate::{
    content::{Content, Manner},
    control::cmd::{
        parts::{NetAct, StreamFault},
        reply::Reply,
    },
    error::SimError,
    names::{Chat, DeviceAddr},
    wire::stream,
    world::{World, conn::Line},
};

impl World {
    pub(super) fn run_queue_offline(
        &mut self,
        from: &str,
        to: &str,
        count: usize,
    ) -> Result<Reply, SimError> {
        let (by, chat) = (self.named(from)?, self.chat_named(to)?);
        let held: Vec<DeviceAddr> = match chat {
            Chat::Direct(other) => self.companions(other),
            Chat::Group(_) => {
                return Err(SimError::BadArgument {
                    name: "to",
                    why: "an account's number is needed".to_owned(),
                });
            }
        };
        for addr in &held {
            if let Some(conn) = self.companion(*addr).and_then(|companion| companion.conn) {
                self.close(conn);
            }
        }
        let mut msgs = Vec::new();
        for number in 1..=count {
            let content = Content::Text(format!("Offline message {number} of {count}"));
            msgs.push(self.say(by, &chat, &content, &Manner::default())?);
        }
        Ok(Reply::Messages { msgs })
    }

    pub(super) fn run_net(
        &mut self,
        phone: Option<&str>,
        device: Option<u16>,
        act: NetAct,
    ) -> Result<Reply, SimError> {
        let done = Ok(Reply::Done {});
        match act {
            NetAct::RefuseConnect => {
                self.faults.refuse_connect = true;
                return done;
            }
            NetAct::AcceptConnect => {
                self.faults.refuse_connect = false;
                return done;
            }
            NetAct::Drop
            | NetAct::Reset
            | NetAct::Stall
            | NetAct::Resume
            | NetAct::Line(_)
            | NetAct::Hold
            | NetAct::Release => {}
        }
        let (Some(phone), Some(device)) = (phone, device) else {
            if let NetAct::Line(line) = act {
                self.faults.line = line;
                return done;
            }
            return Err(SimError::BadArgument {
                name: "device",
                why: "phone and device are needed for this".to_owned(),
            });
        };
        let addr = self.device_named(phone, device)?;
        let conn = self.companion(addr).and_then(|companion| companion.conn);
        match act {
            NetAct::Hold => {
                self.faults.held.insert(addr);
                return done;
            }
            NetAct::Release => {
                self.faults.held.remove(&addr);
                if let Some(conn) = conn {
                    self.pump(conn);
                }
                return done;
            }
            NetAct::Line(line) => {
                self.faults.lines.insert(addr, line);
                if let Some(conn) = conn {
                    self.set_line(conn, line);
                }
                return done;
            }
            NetAct::Drop
            | NetAct::Reset
            | NetAct::Stall
            | NetAct::Resume
            | NetAct::RefuseConnect
            | NetAct::AcceptConnect => {}
        }
        let conn = conn.ok_or(SimError::NotConnected)?;
        let line = self
            .conns
            .get(&conn)
            .map(|conn| conn.line)
            .unwrap_or_default();
        match act {
            NetAct::Drop => self.close(conn),
            NetAct::Reset => self.reset(conn),
            NetAct::Stall => self.set_line(
                conn,
                Line {
                    stalled: true,
                    ..line
                },
            ),
            NetAct::Resume => self.resume(conn),
            NetAct::Line(_)
            | NetAct::Hold
            | NetAct::Release
            | NetAct::RefuseConnect
            | NetAct::AcceptConnect => {}
        }
        done
    }

    pub(super) fn run_stream_error(
        &mut self,
        phone: &str,
        device: u16,
        error: StreamFault,
    ) -> Result<Reply, SimError> {
        let addr = self.device_named(phone, device)?;
        let conn = self
            .companion(addr)
            .and_then(|companion| companion.conn)
            .ok_or(SimError::NotConnected)?;
        let words = match error {
            StreamFault::Restart => stream::error(515),
            StreamFault::Unavailable => stream::error(503),
            StreamFault::RateLimited => stream::error(429),
            StreamFault::LoggedOut => stream::error(516),
            StreamFault::Code(code) => stream::error(code),
            StreamFault::Replaced => stream::conflict("replaced", None),
            StreamFault::DeviceRemoved => stream::conflict("device_removed", Some(401)),
            StreamFault::End => stream::end(),
        };
        self.dismiss(conn, words);
        Ok(Reply::Done {})
    }

    pub(super) fn device_named(&self, phone: &str, device: u16) -> Result<DeviceAddr, SimError> {
        let addr = self.named(phone)?.device(device);
        if self.companion(addr).is_none() {
            return Err(SimError::UnknownDevice {
                number: phone.to_owned(),
                device,
            });
        }
        Ok(addr)
    }
}
