//! Carrying commands out.

use super::cmd::{Cmd, DeviceKeys, NetAct, NewAccount, Reply, Seeded, StreamFault};
use crate::{
    actors::{people::Newcomer, settings},
    content::{Content, Manner, context},
    error::{LinkRefusal, SimError},
    faults::{IqFate, IqFault, LoginFailure},
    names::{AccountId, Chat, DeviceAddr},
    server::groups,
    signal::SignedKey,
    wire::stream,
    world::{
        World,
        agenda::Confirmation,
        conn::{Line, Registration},
        group::Rank,
    },
};

impl World {
    /// Carries a command out. What has to wait (`wait`, the outcome of a typed
    /// code) is done by the handle around the world.
    pub(crate) fn run(&mut self, cmd: Cmd) -> Result<Reply, SimError> {
        let done = Ok(Reply::Done {});
        match cmd {
            Cmd::CreatePhone(new) | Cmd::CreateContact(new) => self.run_create(new),
            Cmd::PhoneScanQr { phone, qr } => {
                let addr = self.scan(self.named(&phone)?, &qr)?;
                Ok(Reply::Device {
                    device: addr.device,
                })
            }
            Cmd::PhoneEnterCode { phone, code } => {
                self.type_code(self.named(&phone)?, &code)?;
                done
            }
            Cmd::PhoneUnlink { phone, device } => {
                self.unlink(self.named(&phone)?.device(device), "phone")?;
                done
            }
            Cmd::PhoneSetName { phone, name } => {
                let id = self.named(&phone)?;
                self.set(id, &settings::Change::Name(name.clone()))?;
                if let Some(account) = self.accounts.get_mut(&id) {
                    account.name = name;
                }
                done
            }
            Cmd::PhoneArchive { phone, chat, on } => {
                self.run_chat_setting(&phone, &chat, |chat| settings::Change::Archive(chat, on))
            }
            Cmd::PhonePin { phone, chat, on } => {
                self.run_chat_setting(&phone, &chat, |chat| settings::Change::Pin(chat, on))
            }
            Cmd::PhoneMute { phone, chat, until } => {
                self.run_chat_setting(&phone, &chat, |chat| settings::Change::Mute(chat, until))
            }
            Cmd::PhoneMarkRead { phone, chat, on } => {
                self.run_chat_setting(&phone, &chat, |chat| settings::Change::Read(chat, on))
            }
            Cmd::PhoneStar { phone, msg, on } => {
                let change = settings::Change::Star { message: msg, on };
                self.set(self.named(&phone)?, &change)?;
                done
            }
            Cmd::PhoneLabel {
                phone,
                id,
                name,
                color,
            } => {
                let change = settings::Change::Label { id, name, color };
                self.set(self.named(&phone)?, &change)?;
                done
            }
            Cmd::PhoneLabelChat {
                phone,
                id,
                chat,
                on,
            } => self.run_chat_setting(&phone, &chat, |chat| settings::Change::Labelled {
                label: id,
                chat,
                on,
            }),
            Cmd::PhoneSaveContact {
                phone,
                contact,
                name,
            } => {
                self.enter_in_book(self.named(&phone)?, self.named(&contact)?, &name)?;
                done
            }
            Cmd::PhoneSnapshot { phone, collection } => {
                let version = self.take_snapshot(self.named(&phone)?, &collection)?;
                Ok(Reply::Version { version })
            }
            Cmd::PhoneSend {
                phone: by,
                chat: to,
                content,
                manner,
            }
            | Cmd::ContactSend {
                contact: by,
                to,
                content,
                manner,
            } => self.run_say(&by, &to, &content, &manner),
            Cmd::ContactReact {
                contact,
                msg,
                emoji,
            } => {
                let by = self.named(&contact)?;
                let chat = self.chat_with(by, &msg)?;
                let draft = context::reaction(self.key_of(by, &msg)?, &emoji, self.now);
                let msg = self.speak(by, &chat, draft)?;
                Ok(Reply::Message { msg })
            }
            Cmd::ContactEdit { msg, text } => {
                let by = self.author_of(&msg)?;
                let chat = self.chat_with(by, &msg)?;
                let draft = context::edit(self.key_of(by, &msg)?, &text, self.now);
                let msg = self.speak(by, &chat, draft)?;
                Ok(Reply::Message { msg })
            }
            Cmd::ContactDelete { msg } => {
                let by = self.author_of(&msg)?;
                let chat = self.chat_with(by, &msg)?;
                let draft = context::revoke(self.key_of(by, &msg)?, false);
                let msg = self.speak(by, &chat, draft)?;
                Ok(Reply::Message { msg })
            }
            Cmd::ContactTyping {
                contact,
                chat,
                state,
            } => {
                let chat = self.chat_named(&chat)?;
                self.show_typing(self.named(&contact)?, &chat, state);
                done
            }
            Cmd::ContactPresence {
                contact,
                online,
                last_seen,
            } => {
                self.show_presence(self.named(&contact)?, online, last_seen);
                done
            }
            Cmd::ContactDeliver { contact, msg } => {
                self.run_confirm(&contact, msg, Confirmation::Delivered)
            }
            Cmd::ContactRead { contact, msg } => {
                self.run_confirm(&contact, msg, Confirmation::Read)
            }
            Cmd::ContactPlayed { contact, msg } => {
                self.run_confirm(&contact, msg, Confirmation::Played)
            }
            Cmd::ContactBehave { contact, auto } => {
                let id = self.named(&contact)?;
                if let Some(account) = self.accounts.get_mut(&id) {
                    account.behaviour = auto;
                }
                done
            }
            Cmd::ContactReinstall { contact } => {
                self.reinstall(self.named(&contact)?)?;
                done
            }
            Cmd::ContactSendCorrupt { contact, to, text } => {
                let (by, chat) = (self.named(&contact)?, self.chat_named(&to)?);
                let draft = self.text_draft(&text);
                let msg = self.speak_garbage(by, &chat, draft)?;
                Ok(Reply::Message { msg })
            }
            Cmd::ContactRequestResend { contact, msg } => {
                let by = self.named(&contact)?;
                let chat = self.chat_with(by, &msg)?;
                let sender = self
                    .ledger
                    .entry(&msg)
                    .map(|entry| entry.sender)
                    .ok_or_else(|| SimError::UnknownMessage(msg.clone()))?;
                self.ledger.retried(&msg, by.phone());
                self.ask_again(by, sender, &chat, &msg, 1);
                done
            }
            Cmd::ContactPicture { contact, removed } => {
                self.change_picture(self.named(&contact)?, removed);
                done
            }
            Cmd::ContactAbout { contact, about } => {
                self.change_about(self.named(&contact)?, &about);
                done
            }
            Cmd::ContactRevealLid { contact } => {
                self.reveal_lid(self.named(&contact)?);
                done
            }
            Cmd::ContactDisappearing {
                contact,
                to,
                seconds,
            } => {
                let (by, chat) = (self.named(&contact)?, self.chat_named(&to)?);
                let draft = context::disappearing(seconds, self.now);
                let msg = self.speak(by, &chat, draft)?;
                Ok(Reply::Message { msg })
            }
            Cmd::CreateGroup {
                subject,
                creator,
                members,
                admins,
            } => self.run_create_group(&subject, &creator, &members, &admins),
            Cmd::GroupAdd { group, by, members } => {
                let who = self.all_named(&members)?;
                self.run_group(&group, &by, groups::Change::Add(who))
            }
            Cmd::GroupRemove { group, by, members } => {
                let who = self.all_named(&members)?;
                self.run_group(&group, &by, groups::Change::Remove(who))
            }
            Cmd::GroupPromote { group, by, members } => {
                let who = self.all_named(&members)?;
                self.run_group(&group, &by, groups::Change::Promote(who))
            }
            Cmd::GroupDemote { group, by, members } => {
                let who = self.all_named(&members)?;
                self.run_group(&group, &by, groups::Change::Demote(who))
            }
            Cmd::GroupRename { group, by, subject } => {
                self.run_group(&group, &by, groups::Change::Subject(subject))
            }
            Cmd::GroupDescribe {
                group,
                by,
                description,
            } => self.run_group(&group, &by, groups::Change::Description(description)),
            Cmd::GroupAnnouncement { group, by, on } => {
                self.run_group(&group, &by, groups::Change::Announcement(on))
            }
            Cmd::GroupLock { group, by, on } => {
                self.run_group(&group, &by, groups::Change::Locked(on))
            }
            Cmd::GroupLeave { group, by } => self.run_group(&group, &by, groups::Change::Leave),
            Cmd::PushHistory { phone, plan } => {
                let id = self.named(&phone)?;
                let to = self.companions(id);
                Ok(Reply::History(self.give_history(id, &plan, &to)?))
            }
            Cmd::PlanHistory { phone, plan } => {
                let id = self.named(&phone)?;
                if let Some(account) = self.accounts.get_mut(&id) {
                    account.history = Some(plan);
                }
                done
            }
            Cmd::QueueOffline { from, to, count } => self.run_queue_offline(&from, &to, count),
            Cmd::Net { phone, device, act } => self.run_net(phone.as_deref(), device, act),
            Cmd::StreamError {
                phone,
                device,
                error,
            } => self.run_stream_error(&phone, device, error),
            Cmd::FailLogin {
                phone,
                device,
                reason,
                code,
                expire,
                times,
            } => {
                let addr = self.device_named(&phone, device)?;
                let failure = LoginFailure {
                    reason,
                    code,
                    expire,
                    left: times,
                };
                self.faults.logins.insert(addr, failure);
                done
            }
            Cmd::NackNext { phone, code, times } => {
                let id = self.named(&phone)?;
                let codes = std::iter::repeat_n(code, usize::try_from(times).unwrap_or(1));
                self.faults.nacks.entry(id).or_default().extend(codes);
                done
            }
            Cmd::Media(faults) => {
                self.shelf.faults = faults;
                done
            }
            Cmd::MediaExpire { path, status } => {
                if self.shelf.expire(&path, status) {
                    return done;
                }
                Err(SimError::BadArgument {
                    name: "path",
                    why: "there is no such file".to_owned(),
                })
            }
            Cmd::MediaRenewAuth => {
                let auth = self.dice.hex::<16>();
                self.shelf.renew_auth(auth);
                done
            }
            Cmd::IqFault {
                xmlns,
                error,
                times,
            } => {
                let fate = error.map_or(IqFate::Ignore, IqFate::Error);
                self.faults.iqs.push(IqFault {
                    xmlns,
                    fate,
                    left: times,
                });
                done
            }
            Cmd::Script {
                phone,
                device,
                plan,
            } => {
                let addr = self.device_named(&phone, device)?;
                Ok(Reply::Script {
                    steps: self.begin_script(addr, &plan),
                })
            }
            Cmd::RotateServerKey => {
                self.server = self
                    .server
                    .rotated(&mut self.dice)
                    .map_err(|_| SimError::Keys)?;
                done
            }
            Cmd::SeedDevice { phone, keys } => self.run_seed(&phone, &keys),
            Cmd::Inspect { what } => Ok(Reply::Inspected(self.inspect(&what)?)),
            Cmd::Wait { condition, .. } => match self.holds(&condition)? {
                true => done,
                false => Err(SimError::Timeout(0)),
            },
            Cmd::Advance { ms } => {
                self.set_now(self.now.saturating_add(ms));
                done
            }
            Cmd::Unhandled => Ok(Reply::Unhandled {
                unhandled: self.log.unhandled().to_vec(),
            }),
        }
    }

    fn run_create(&mut self, new: NewAccount) -> Result<Reply, SimError> {
        let owners = self.all_named(&new.in_address_book)?;
        let name = new.name.clone();
        let history = new.history.clone();
        let id = self.create_account(Newcomer {
            number: new.number,
            name: new.name,
            lid: new.lid,
            by_lid: new.lid_migrated,
            lid_known: new.lid_known,
            about: new.about,
            picture: new.picture,
            business: new.business,
            behaviour: new.auto,
            wants_passkey: new.passkey,
        })?;
        for owner in owners {
            self.enter_in_book(owner, id, &name)?;
        }
        let Some(account) = self.accounts.get_mut(&id) else {
            return Ok(Reply::Done {});
        };
        account.history = history;
        Ok(Reply::Account {
            account: account.number.clone(),
            lid: account.lid.clone(),
        })
    }

    fn run_chat_setting(
        &mut self,
        phone: &str,
        chat: &str,
        change: impl FnOnce(Chat) -> settings::Change,
    ) -> Result<Reply, SimError> {
        let id = self.named(phone)?;
        let chat = self.chat_named(chat)?;
        self.set(id, &change(chat))?;
        Ok(Reply::Done {})
    }

    fn run_say(
        &mut self,
        by: &str,
        to: &str,
        content: &Content,
        manner: &Manner,
    ) -> Result<Reply, SimError> {
        let (by, chat) = (self.named(by)?, self.chat_named(to)?);
        let msg = self.say(by, &chat, content, manner)?;
        Ok(Reply::Message { msg })
    }

    fn run_confirm(
        &mut self,
        contact: &str,
        msg: String,
        kind: Confirmation,
    ) -> Result<Reply, SimError> {
        let by = self.named(contact)?;
        if self.ledger.entry(&msg).is_none() {
            return Err(SimError::UnknownMessage(msg));
        }
        self.confirm(by.phone(), &[msg], kind, false);
        Ok(Reply::Done {})
    }

    fn run_create_group(
        &mut self,
        subject: &str,
        creator: &str,
        members: &[String],
        admins: &[String],
    ) -> Result<Reply, SimError> {
        let creator = self.named(creator)?;
        let mut all = self.all_named(members)?;
        let admins = self.all_named(admins)?;
        all.extend(&admins);
        let id = self.found_group(creator, subject, &all);
        if let Some(group) = self.groups.get_mut(&id) {
            for admin in admins.into_iter().filter(|admin| *admin != creator) {
                group.members.insert(admin, Rank::Admin);
            }
        }
        Ok(Reply::Group {
            group: format!("{id}@g.us"),
        })
    }

    fn run_group(
        &mut self,
        group: &str,
        by: &str,
        change: groups::Change,
    ) -> Result<Reply, SimError> {
        let actor = self.named(by)?;
        let Chat::Group(id) = self.chat_named(group)? else {
            return Err(SimError::UnknownChat(group.to_owned()));
        };
        self.change_group(&id, actor, change)
            .map_err(|_| SimError::NotAllowed(by.to_owned()))?;
        Ok(Reply::Done {})
    }

    fn run_queue_offline(&mut self, from: &str, to: &str, count: usize) -> Result<Reply, SimError> {
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

    fn run_net(
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

    fn run_stream_error(
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

    fn run_seed(&mut self, phone: &str, keys: &DeviceKeys) -> Result<Reply, SimError> {
        let id = self.named(phone)?;
        self.check_room(id)?;
        let wrong = |name| SimError::BadArgument {
            name,
            why: "hexadecimal bytes of the right length are needed".to_owned(),
        };
        let key = |text: &str, name| {
            unhex(text)
                .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
                .ok_or_else(|| wrong(name))
        };
        let registration = Registration {
            noise_key: key(&keys.noise, "noise")?,
            registration: keys.registration,
            identity: key(&keys.identity, "identity")?,
            signed: SignedKey {
                id: keys.signed_id,
                key: key(&keys.signed_key, "signed_key")?,
                signature: unhex(&keys.signed_signature)
                    .ok_or_else(|| wrong("signed_signature"))?,
            },
            platform: "Seeded".to_owned(),
        };
        let secret = key(&keys.adv_secret, "adv_secret")?;
        let vouched = self.vouch(id, &registration.identity, &secret)?;
        let addr = vouched.addr;
        self.enrol(addr, registration, vouched.proof, vouched.key_index);
        if let Some(companion) = self.companion_mut(addr) {
            companion.seeded = true;
        }
        self.tell_own_devices(id);
        let (jid, lid) = self.addresses(addr);
        Ok(Reply::Seeded(Seeded {
            jid,
            lid,
            device: addr.device,
            identity: crate::dice::hex(&vouched.container),
            server_key: crate::dice::hex(&self.server.static_public()),
            intermediate_key: crate::dice::hex(&self.server.intermediate_public()),
        }))
    }

    fn text_draft(&mut self, text: &str) -> crate::content::Draft {
        let mut studio = crate::content::Studio {
            dice: &mut self.dice,
            shelf: &mut self.shelf,
            now: self.now,
        };
        Content::Text(text.to_owned()).draft(None, &mut studio)
    }

    fn all_named(&self, numbers: &[String]) -> Result<Vec<AccountId>, SimError> {
        numbers.iter().map(|number| self.named(number)).collect()
    }

    fn device_named(&self, phone: &str, device: u16) -> Result<DeviceAddr, SimError> {
        let addr = self.named(phone)?.device(device);
        if self.companion(addr).is_none() {
            return Err(SimError::UnknownDevice {
                number: phone.to_owned(),
                device,
            });
        }
        Ok(addr)
    }

    fn author_of(&self, msg: &str) -> Result<AccountId, SimError> {
        self.ledger
            .entry(msg)
            .map(|entry| entry.sender.account)
            .ok_or_else(|| SimError::UnknownMessage(msg.to_owned()))
    }

    /// The conversation of a message, as that account calls it.
    fn chat_with(&self, by: AccountId, msg: &str) -> Result<Chat, SimError> {
        let entry = self
            .ledger
            .entry(msg)
            .ok_or_else(|| SimError::UnknownMessage(msg.to_owned()))?;
        Ok(match &entry.chat {
            Chat::Direct(_) if entry.sender.account != by => Chat::Direct(entry.sender.account),
            Chat::Direct(_) | Chat::Group(_) => entry.chat.clone(),
        })
    }

    /// Whether some device waits for a code to be typed on that phone.
    pub(crate) fn code_asked(&self, phone: AccountId) -> bool {
        self.conns.values().any(|conn| match &conn.session {
            crate::world::conn::Session::Unlinked(unlinked) => unlinked
                .code
                .as_ref()
                .is_some_and(|link| link.account == phone),
            crate::world::conn::Session::Greeting
            | crate::world::conn::Session::Device(_)
            | crate::world::conn::Session::Ending => false,
        })
    }
}

/// What happened to a typed code, for the handle that waits for it.
pub(crate) fn code_reply(outcome: Result<DeviceAddr, LinkRefusal>) -> Result<Reply, SimError> {
    let addr = outcome.map_err(SimError::LinkRefused)?;
    Ok(Reply::Device {
        device: addr.device,
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}
