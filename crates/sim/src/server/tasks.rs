//! What is done when something falls due.

use crate::{
    server::presence::Typing,
    world::{World, agenda::Task},
};

impl World {
    pub(crate) fn perform(&mut self, task: Task) {
        match task {
            Task::Emit { conn, out } => self.arrived(conn, out),
            Task::Release { conn } => self.release(conn),
            Task::Close { conn } => self.close(conn),
            Task::DrainOn { conn } => self.drain_on(conn),
            Task::Confirm { by, ids, kind } => self.confirm(by.phone(), &ids, kind, false),
            Task::Reply { by, chat, text } => self.reply_by_itself(by, &chat, &text),
            Task::Say {
                by,
                chat,
                content,
                right,
            } => self.say_by_itself(by, &chat, &content, right),
            Task::Correct { by, msg, text } => self.correct_by_itself(by, &msg, &text),
            Task::Presence { by, online } => self.show_presence(by, online, None),
            Task::RingOut { call } => self.ring_out(&call),
            Task::Ponder { conn } => self.pondered(conn),
            Task::Vanish { by, msg } => self.vanish(by, &msg),
            Task::Chatter => self.chatter(),
            Task::Typing { by, chat, on } => {
                let shown = if on {
                    Typing::Composing
                } else {
                    Typing::Paused
                };
                self.show_typing(by, &chat, shown);
            }
            Task::Resume { conn } => self.resume(conn),
            Task::Welcome { device } => self.welcome(device),
            Task::Leave { device } => {
                // The device may have been unlinked from the phone meanwhile.
                let _ = self.unlink(device, "device");
            }
            Task::Return { account } => self.set_reachable(account, true),
            Task::Mischief { step } => self.mischief(step),
        }
    }
}
