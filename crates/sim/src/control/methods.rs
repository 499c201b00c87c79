//! The commands as methods, for tests and for hosts in the same process.

use super::{
    cmd::{
        Cmd,
        parts::{DeviceKeys, NetAct, NewAccount, Seeded, StreamFault},
        reply::Reply,
    },
    handle::SimHandle,
    inspect::{DeviceView, GroupView, Inspected, LedgerView, MessageView, ReceiptsView, What},
    wait::Condition,
};
use crate::{
    content::{Content, Manner},
    error::SimError,
    history::give::{HistoryGiven, HistoryPlan},
};

/// The reply was of another kind than the command brings.
fn odd(reply: &Reply) -> SimError {
    SimError::BadCommand(format!("An odd reply: {reply:?}"))
}

macro_rules! expect {
    ($reply:expr, $pattern:pat => $value:expr) => {{
        let reply = $reply;
        if let $pattern = reply {
            Ok($value)
        } else {
            Err(odd(&reply))
        }
    }};
}

macro_rules! book {
    ($book:expr, $kind:path) => {{
        let book = $book;
        if let $kind(view) = book {
            Ok(view)
        } else {
            Err(odd(&Reply::Inspected(book)))
        }
    }};
}

impl SimHandle {
    /// Makes a phone that can link devices.
    ///
    /// # Errors
    /// If the number is taken or is none.
    pub async fn create_phone(&self, new: NewAccount) -> Result<(), SimError> {
        self.command(Cmd::CreatePhone(new)).await.map(drop)
    }

    /// Makes a person who writes, reads and answers.
    ///
    /// # Errors
    /// If the number is taken or is none.
    pub async fn create_contact(&self, new: NewAccount) -> Result<(), SimError> {
        self.command(Cmd::CreateContact(new)).await.map(drop)
    }

    /// The phone's camera reads a code; returns the new device's number.
    ///
    /// # Errors
    /// [`SimError::LinkRefused`] with the reason.
    pub async fn phone_scan_qr(&self, phone: &str, qr: &str) -> Result<u16, SimError> {
        let cmd = Cmd::PhoneScanQr {
            phone: phone.to_owned(),
            qr: qr.to_owned(),
        };
        expect!(self.command(cmd).await?, Reply::Device { device } => device)
    }

    /// Somebody types a code into the phone; returns the new device's number.
    ///
    /// # Errors
    /// [`SimError::LinkRefused`] with the reason.
    pub async fn phone_enter_code(&self, phone: &str, code: &str) -> Result<u16, SimError> {
        let cmd = Cmd::PhoneEnterCode {
            phone: phone.to_owned(),
            code: code.to_owned(),
        };
        expect!(self.command(cmd).await?, Reply::Device { device } => device)
    }

    /// The owner compares the code on the screen with the phone's, as the last
    /// step of linking with a passkey; returns the new device's number.
    ///
    /// # Errors
    /// [`SimError::LinkRefused`] with the reason.
    pub async fn phone_compare_code(&self, phone: &str, code: &str) -> Result<u16, SimError> {
        let cmd = Cmd::PhoneCompareCode {
            phone: phone.to_owned(),
            code: code.to_owned(),
        };
        expect!(self.command(cmd).await?, Reply::Device { device } => device)
    }

    /// The phone unlinks a device.
    ///
    /// # Errors
    /// If the account has no such device.
    pub async fn phone_unlink(&self, phone: &str, device: u16) -> Result<(), SimError> {
        let phone = phone.to_owned();
        self.command(Cmd::PhoneUnlink { phone, device })
            .await
            .map(drop)
    }

    /// The phone says something; returns the message's id.
    ///
    /// # Errors
    /// If account or chat are unknown.
    pub async fn phone_send(
        &self,
        phone: &str,
        chat: &str,
        content: Content,
    ) -> Result<String, SimError> {
        let cmd = Cmd::PhoneSend {
            phone: phone.to_owned(),
            chat: chat.to_owned(),
            content,
            manner: Manner::default(),
        };
        expect!(self.command(cmd).await?, Reply::Message { msg } => msg)
    }

    /// A person says something; returns the message's id.
    ///
    /// # Errors
    /// If account or chat are unknown.
    pub async fn contact_send(
        &self,
        contact: &str,
        to: &str,
        content: Content,
    ) -> Result<String, SimError> {
        self.contact_say(contact, to, content, Manner::default())
            .await
    }

    /// A person says something in a certain way; returns the message's id.
    ///
    /// # Errors
    /// If account, chat or the quoted message are unknown.
    pub async fn contact_say(
        &self,
        contact: &str,
        to: &str,
        content: Content,
        manner: Manner,
    ) -> Result<String, SimError> {
        let cmd = Cmd::ContactSend {
            contact: contact.to_owned(),
            to: to.to_owned(),
            content,
            manner,
        };
        expect!(self.command(cmd).await?, Reply::Message { msg } => msg)
    }

    /// Founds a group; returns its address.
    ///
    /// # Errors
    /// If an account is unknown.
    pub async fn create_group(
        &self,
        subject: &str,
        creator: &str,
        members: &[&str],
    ) -> Result<String, SimError> {
        let cmd = Cmd::CreateGroup {
            subject: subject.to_owned(),
            creator: creator.to_owned(),
            members: members.iter().map(|member| (*member).to_owned()).collect(),
            admins: Vec::new(),
        };
        expect!(self.command(cmd).await?, Reply::Group { group } => group)
    }

    /// The phone hands a past to its linked devices.
    ///
    /// # Errors
    /// If the account is unknown.
    pub async fn push_history(
        &self,
        phone: &str,
        plan: HistoryPlan,
    ) -> Result<HistoryGiven, SimError> {
        let phone = phone.to_owned();
        expect!(self.command(Cmd::PushHistory { phone, plan }).await?, Reply::History(given) => given)
    }

    /// Sends many messages while nothing reaches the account's devices;
    /// returns their ids.
    ///
    /// # Errors
    /// If an account is unknown.
    pub async fn queue_offline(
        &self,
        from: &str,
        to: &str,
        count: usize,
    ) -> Result<Vec<String>, SimError> {
        let cmd = Cmd::QueueOffline {
            from: from.to_owned(),
            to: to.to_owned(),
            count,
        };
        expect!(self.command(cmd).await?, Reply::Messages { msgs } => msgs)
    }

    /// Something happens to a device's line.
    ///
    /// # Errors
    /// If the device is unknown or not connected.
    pub async fn net(&self, phone: &str, device: u16, act: NetAct) -> Result<(), SimError> {
        let cmd = Cmd::Net {
            phone: Some(phone.to_owned()),
            device: Some(device),
            act,
        };
        self.command(cmd).await.map(drop)
    }

    /// A device's stream ends with an error.
    ///
    /// # Errors
    /// If the device is unknown or not connected.
    pub async fn stream_error(
        &self,
        phone: &str,
        device: u16,
        error: StreamFault,
    ) -> Result<(), SimError> {
        let cmd = Cmd::StreamError {
            phone: phone.to_owned(),
            device,
            error,
        };
        self.command(cmd).await.map(drop)
    }

    /// Links a device that never showed a code here.
    ///
    /// # Errors
    /// If the account is unknown or full, or a key is no key.
    pub async fn seed_device(&self, phone: &str, keys: DeviceKeys) -> Result<Seeded, SimError> {
        let phone = phone.to_owned();
        expect!(self.command(Cmd::SeedDevice { phone, keys }).await?, Reply::Seeded(seeded) => seeded)
    }

    /// Waits until something is so, for at most `timeout_ms`.
    ///
    /// # Errors
    /// [`SimError::Timeout`], or an unknown account.
    pub async fn wait_until(&self, condition: Condition, timeout_ms: u64) -> Result<(), SimError> {
        let cmd = Cmd::Wait {
            condition,
            timeout_ms,
        };
        self.command(cmd).await.map(drop)
    }

    /// Everything a phone has read and sent.
    ///
    /// # Errors
    /// If the account is unknown.
    pub async fn inbox(&self, account: &str) -> Result<Vec<MessageView>, SimError> {
        let account = account.to_owned();
        book!(
            self.look(What::Inbox { account }).await?,
            Inspected::Messages
        )
    }

    /// A message's fate.
    ///
    /// # Errors
    /// If the message is unknown.
    pub async fn receipts(&self, msg: &str) -> Result<ReceiptsView, SimError> {
        let msg = msg.to_owned();
        book!(
            self.look(What::Receipts { msg }).await?,
            Inspected::Receipts
        )
    }

    /// An account's linked devices.
    ///
    /// # Errors
    /// If the account is unknown.
    pub async fn devices(&self, phone: &str) -> Result<Vec<DeviceView>, SimError> {
        let phone = phone.to_owned();
        book!(
            self.look(What::Devices { phone }).await?,
            Inspected::Devices
        )
    }

    /// All groups.
    ///
    /// # Errors
    /// Never in practice; the books are always there.
    pub async fn groups(&self) -> Result<Vec<GroupView>, SimError> {
        book!(self.look(What::Groups).await?, Inspected::Groups)
    }

    /// The sums of the ledger.
    ///
    /// # Errors
    /// Never in practice; the books are always there.
    pub async fn ledger(&self) -> Result<LedgerView, SimError> {
        book!(self.look(What::Ledger).await?, Inspected::Ledger)
    }

    /// Looks into the network's books.
    ///
    /// # Errors
    /// If what is looked for is unknown.
    pub async fn look(&self, what: What) -> Result<Inspected, SimError> {
        let reply = self.command(Cmd::Inspect { what }).await?;
        expect!(reply, Reply::Inspected(inspected) => inspected)
    }
}
