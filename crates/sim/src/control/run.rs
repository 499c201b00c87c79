//! Carrying commands out.

mod accounts;
mod groups;
mod link;
mod talk;
mod trouble;

use super::cmd::{Cmd, reply::Reply};
use crate::{
    actors::{calls::Turn, settings},
    content::context,
    error::SimError,
    faults::{IqFate, IqFault, LoginFailure},
    server::groups as group,
    world::{World, agenda::Confirmation},
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
            Cmd::PhoneCompareCode { phone, code } => {
                match self.compare_codes(self.named(&phone)?, &code)? {
                    Some(addr) => Ok(Reply::Device {
                        device: addr.device,
                    }),
                    None => Err(SimError::Timeout(0)),
                }
            }
            Cmd::PhoneUnlink { phone, device } => {
                self.unlink(self.named(&phone)?.device(device), "phone")?;
                done
            }
            Cmd::PhoneOffline { phone, on } => {
                self.set_reachable(self.named(&phone)?, !on);
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
            Cmd::PhoneDeleteForMe { phone, msg } => {
                let change = settings::Change::DeleteForMe { message: msg };
                self.set(self.named(&phone)?, &change)?;
                done
            }
            Cmd::PhoneBlock { phone, contact, on } => {
                self.block(self.named(&phone)?, self.named(&contact)?, on);
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
                match self.set_timer(by, &chat, seconds)? {
                    Some(msg) => Ok(Reply::Message { msg }),
                    None => done,
                }
            }
            Cmd::ContactStatus { contact, content } => {
                let msg = self.post_status(self.named(&contact)?, &content)?;
                Ok(Reply::Message { msg })
            }
            Cmd::CreateChannel { name, followers } => {
                let followers = self.all_named(&followers)?.into_iter().collect();
                let channel = self.found_channel(&name, followers);
                Ok(Reply::Channel { channel })
            }
            Cmd::ChannelPost { channel, text } => {
                let msg = self.post(&channel, &text)?;
                Ok(Reply::Message { msg })
            }
            Cmd::ContactCall { contact, to, video } => {
                let (caller, callee) = (self.named(&contact)?, self.named(&to)?);
                let call = self.ring(caller, callee, video)?;
                Ok(Reply::Call { call })
            }
            Cmd::ContactHangUp { call } => {
                self.turn_call(&call, Turn::HungUp)?;
                done
            }
            Cmd::PhoneAnswer { call } => {
                self.turn_call(&call, Turn::Answered)?;
                done
            }
            Cmd::PhoneDecline { call } => {
                self.turn_call(&call, Turn::Declined { by: 0 })?;
                done
            }
            Cmd::CreateGroup {
                subject,
                creator,
                members,
                admins,
            } => self.run_create_group(&subject, &creator, &members, &admins),
            Cmd::GroupAdd { group, by, members } => {
                let who = self.all_named(&members)?;
                self.run_group(&group, &by, group::Change::Add(who))
            }
            Cmd::GroupRemove { group, by, members } => {
                let who = self.all_named(&members)?;
                self.run_group(&group, &by, group::Change::Remove(who))
            }
            Cmd::GroupPromote { group, by, members } => {
                let who = self.all_named(&members)?;
                self.run_group(&group, &by, group::Change::Promote(who))
            }
            Cmd::GroupDemote { group, by, members } => {
                let who = self.all_named(&members)?;
                self.run_group(&group, &by, group::Change::Demote(who))
            }
            Cmd::GroupRename { group, by, subject } => {
                self.run_group(&group, &by, group::Change::Subject(subject))
            }
            Cmd::GroupDescribe {
                group,
                by,
                description,
            } => self.run_group(&group, &by, group::Change::Description(description)),
            Cmd::GroupAnnouncement { group, by, on } => {
                self.run_group(&group, &by, group::Change::Announcement(on))
            }
            Cmd::GroupLock { group, by, on } => {
                self.run_group(&group, &by, group::Change::Locked(on))
            }
            Cmd::GroupLeave { group, by } => self.run_group(&group, &by, group::Change::Leave),
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
            Cmd::LockNewChats { phone, seconds } => {
                let until = self.now.saturating_add(seconds.saturating_mul(1000));
                let id = self.named(&phone)?;
                self.faults.locked.insert(id, until);
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
            Cmd::PhoneLoseFile { msg } => {
                if self.ledger.entry(&msg).is_none() {
                    return Err(SimError::UnknownMessage(msg));
                }
                self.faults.lost_files.insert(msg);
                done
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
}
