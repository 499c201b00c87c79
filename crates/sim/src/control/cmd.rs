//! The commands and their replies. README.md shows each with an example.

pub(crate) mod parts;
pub(crate) mod reply;

use super::{inspect::What, wait::Condition};
use crate::{
    actors::behaviour::Behaviour,
    content::{Content, Manner},
    faults::script::ScriptPlan,
    history::give::HistoryPlan,
    media::shelf::MediaFaults,
    server::presence::Typing,
};
use parts::{DeviceKeys, NetAct, NewAccount, StreamFault};
use serde::{Deserialize, Serialize};

/// Something to do in the network. Accounts are named by their number, groups
/// by their address, messages by their id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "cmd", rename_all = "snake_case")]
pub enum Cmd {
    /// A phone that can link devices.
    CreatePhone(NewAccount),
    /// A person who writes, reads and answers by itself.
    CreateContact(NewAccount),
    /// The phone's camera reads the code on a screen.
    PhoneScanQr { phone: String, qr: String },
    /// Somebody types the code on a screen into the phone.
    PhoneEnterCode { phone: String, code: String },
    /// The owner compares the code on the screen with the one on the phone, as
    /// the last step of linking with a passkey.
    PhoneCompareCode { phone: String, code: String },
    /// The phone unlinks a device.
    PhoneUnlink { phone: String, device: u16 },
    /// The phone and its linked devices lose their network, or get it back.
    PhoneOffline {
        phone: String,
        #[serde(default = "yes")]
        on: bool,
    },
    /// The account gets another name.
    PhoneSetName { phone: String, name: String },
    /// A chat is archived, or taken out again.
    PhoneArchive {
        phone: String,
        chat: String,
        #[serde(default = "yes")]
        on: bool,
    },
    /// A chat is pinned, or unpinned.
    PhonePin {
        phone: String,
        chat: String,
        #[serde(default = "yes")]
        on: bool,
    },
    /// A chat is muted until a time (Unix milliseconds, 0 for ever), or unmuted.
    PhoneMute {
        phone: String,
        chat: String,
        #[serde(default)]
        until: Option<i64>,
    },
    /// A chat is marked as read, or as unread.
    PhoneMarkRead {
        phone: String,
        chat: String,
        #[serde(default = "yes")]
        on: bool,
    },
    /// A message gets a star, or loses it.
    PhoneStar {
        phone: String,
        msg: String,
        #[serde(default = "yes")]
        on: bool,
    },
    /// A message is deleted for the account alone.
    PhoneDeleteForMe { phone: String, msg: String },
    /// A person is blocked, or no longer.
    PhoneBlock {
        phone: String,
        contact: String,
        #[serde(default = "yes")]
        on: bool,
    },
    /// A label is made or changed.
    PhoneLabel {
        phone: String,
        id: String,
        name: String,
        #[serde(default)]
        color: i32,
    },
    /// A chat gets a label, or loses it.
    PhoneLabelChat {
        phone: String,
        id: String,
        chat: String,
        #[serde(default = "yes")]
        on: bool,
    },
    /// A person is entered into the phone's address book.
    PhoneSaveContact {
        phone: String,
        contact: String,
        name: String,
    },
    /// A collection of settings gets a snapshot for new devices.
    PhoneSnapshot { phone: String, collection: String },
    /// The phone says something.
    PhoneSend {
        phone: String,
        chat: String,
        #[serde(flatten)]
        content: Content,
        #[serde(flatten)]
        manner: Manner,
    },
    /// A person says something to an account or a group.
    ContactSend {
        contact: String,
        to: String,
        #[serde(flatten)]
        content: Content,
        #[serde(flatten)]
        manner: Manner,
    },
    /// A person reacts to a message; an empty emoji takes the reaction back.
    ContactReact {
        contact: String,
        msg: String,
        emoji: String,
    },
    /// The author changes a message.
    ContactEdit { msg: String, text: String },
    /// The author takes a message back.
    ContactDelete { msg: String },
    /// A person is typing, recording, or has stopped.
    ContactTyping {
        contact: String,
        chat: String,
        state: Typing,
    },
    /// A person comes or goes.
    ContactPresence {
        contact: String,
        online: bool,
        #[serde(default)]
        last_seen: Option<u64>,
    },
    /// A person has got messages.
    ContactDeliver { contact: String, msg: String },
    /// A person has read a message.
    ContactRead { contact: String, msg: String },
    /// A person has played a voice note or film.
    ContactPlayed { contact: String, msg: String },
    /// A person changes its habits.
    ContactBehave { contact: String, auto: Behaviour },
    /// A person moves to a new phone.
    ContactReinstall { contact: String },
    /// A person sends something that cannot be decrypted.
    ContactSendCorrupt {
        contact: String,
        to: String,
        text: String,
    },
    /// A person's phone asks for a message again.
    ContactRequestResend { contact: String, msg: String },
    /// A person changes or removes its picture.
    ContactPicture {
        contact: String,
        #[serde(default)]
        removed: bool,
    },
    /// A person changes what it says about itself.
    ContactAbout { contact: String, about: String },
    /// Others learn that a person's number and LID belong together.
    ContactRevealLid { contact: String },
    /// A person sets after how many seconds a chat's messages disappear.
    ContactDisappearing {
        contact: String,
        to: String,
        seconds: u32,
    },
    /// A person shows something to everybody who has them in their address book.
    ContactStatus {
        contact: String,
        #[serde(flatten)]
        content: Content,
    },
    /// A channel is made that these phones follow.
    CreateChannel {
        name: String,
        #[serde(default)]
        followers: Vec<String>,
    },
    /// A text is posted in a channel.
    ChannelPost { channel: String, text: String },
    /// A person calls an account; it rings for 45 seconds.
    ContactCall {
        contact: String,
        to: String,
        #[serde(default)]
        video: bool,
    },
    /// The caller hangs up.
    ContactHangUp { call: String },
    /// The call is taken on the phone.
    PhoneAnswer { call: String },
    /// The call is declined on the phone.
    PhoneDecline { call: String },
    /// A group is founded.
    CreateGroup {
        subject: String,
        creator: String,
        members: Vec<String>,
        #[serde(default)]
        admins: Vec<String>,
    },
    /// Members join a group.
    GroupAdd {
        group: String,
        by: String,
        members: Vec<String>,
    },
    /// Members are removed from a group.
    GroupRemove {
        group: String,
        by: String,
        members: Vec<String>,
    },
    /// Members become admins.
    GroupPromote {
        group: String,
        by: String,
        members: Vec<String>,
    },
    /// Admins become plain members.
    GroupDemote {
        group: String,
        by: String,
        members: Vec<String>,
    },
    /// A group gets another name.
    GroupRename {
        group: String,
        by: String,
        subject: String,
    },
    /// A group gets another description, or none.
    GroupDescribe {
        group: String,
        by: String,
        #[serde(default)]
        description: Option<String>,
    },
    /// Only admins may write, or everybody.
    GroupAnnouncement { group: String, by: String, on: bool },
    /// Only admins may change the group's facts, or everybody.
    GroupLock { group: String, by: String, on: bool },
    /// A member leaves.
    GroupLeave { group: String, by: String },
    /// The phone hands a past to its linked devices.
    PushHistory {
        phone: String,
        #[serde(flatten)]
        plan: HistoryPlan,
    },
    /// The phone will hand this past to every device that is linked from now on.
    PlanHistory {
        phone: String,
        #[serde(flatten)]
        plan: HistoryPlan,
    },
    /// Many messages are sent while nothing reaches the account's devices.
    QueueOffline {
        from: String,
        to: String,
        count: usize,
    },
    /// The line of a device, or of every device, changes.
    Net {
        #[serde(default)]
        phone: Option<String>,
        #[serde(default)]
        device: Option<u16>,
        #[serde(flatten)]
        act: NetAct,
    },
    /// A device's stream ends with an error.
    StreamError {
        phone: String,
        device: u16,
        error: StreamFault,
    },
    /// A device's next logins are refused.
    FailLogin {
        phone: String,
        device: u16,
        reason: u16,
        #[serde(default)]
        code: Option<u32>,
        #[serde(default)]
        expire: Option<u64>,
        #[serde(default = "once")]
        times: u32,
    },
    /// An account's next messages are refused.
    NackNext {
        phone: String,
        code: u16,
        #[serde(default = "once")]
        times: u32,
    },
    /// For that many seconds the account may not write to people who never
    /// wrote to it.
    LockNewChats { phone: String, seconds: u64 },
    /// The media host misbehaves, or behaves again.
    Media(MediaFaults),
    /// A file becomes unavailable with that status.
    MediaExpire { path: String, status: u16 },
    /// The phones no longer have a message's file, so that they cannot upload it again.
    PhoneLoseFile { msg: String },
    /// Upload permissions given so far become worthless.
    MediaRenewAuth,
    /// Questions of one kind are refused or ignored.
    IqFault {
        xmlns: String,
        #[serde(default)]
        error: Option<u16>,
        #[serde(default = "once")]
        times: u32,
    },
    /// A script of mishaps begins for a device.
    Script {
        phone: String,
        device: u16,
        #[serde(flatten)]
        plan: ScriptPlan,
    },
    /// The server gets another static key, as after a rotation.
    RotateServerKey,
    /// A device is linked without ever having shown a code here.
    SeedDevice {
        phone: String,
        #[serde(flatten)]
        keys: DeviceKeys,
    },
    /// A look at the network's books.
    Inspect {
        #[serde(flatten)]
        what: What,
    },
    /// Waits until something is so.
    Wait {
        #[serde(flatten)]
        condition: Condition,
        #[serde(default = "patience")]
        timeout_ms: u64,
    },
    /// Moves a manual clock on.
    Advance { ms: u64 },
    /// What was not understood so far.
    Unhandled,
}

const fn yes() -> bool {
    true
}

const fn once() -> u32 {
    1
}

const fn patience() -> u64 {
    10_000
}
