//! Linking all numbers, as far as the program lives.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Broken, Finding, Kill, Series, Step, Stop};
use crate::torture::model::{list, text};
use crate::torture::talker::Answer;

/// What a program says of a link.
enum Link {
    Stands,
    /// There is none, or no longer.
    Over,
}

impl Series<'_> {
    /// Makes the profile and links all numbers, as far as the program lives.
    pub(super) fn link_under(&mut self, kill: Option<&Kill>) -> Step {
        let at = kill.filter(|kill| matches!(kill, Kill::At { .. }));
        self.start(at)?;
        if let Some(Kill::Outside { after, .. }) = kill {
            let after = Duration::from_millis(*after);
            // Nothing drives it meanwhile, so only its start is hit.
            self.core()?.rest(after);
        } else {
            self.link_all()?;
        }
        self.over(kill)
    }

    fn link_all(&mut self) -> Step {
        if self.core()?.event("ready")?.is_none() {
            return Ok(());
        }
        for place in 0..self.accounts.len() {
            let Some(account) = self.accounts.get(place) else {
                continue;
            };
            let (slot, number) = (account.slot, account.number.clone());
            match self.link_of(place)? {
                None => return Ok(()),
                Some(Link::Over) => {
                    if !self.link(slot, &number)? {
                        return Ok(());
                    }
                }
                Some(Link::Stands) => {}
            }
            if !self.is_up(place, slot, &number)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Whether a slot holds a number whose link is not known to be over; nothing
    /// when the program died first.
    fn link_of(&mut self, place: usize) -> Step<Option<Link>> {
        let Answer::Done(status) = self.core()?.run(json!({"cmd": "status"}))? else {
            return Ok(None);
        };
        let of_slot = |what: &str| status.pointer(&format!("/slots/{place}/{what}"));
        let holds = of_slot("account").is_some_and(|account| !account.is_null());
        let kind = of_slot("link/kind").and_then(Value::as_str);
        Ok(Some(if holds && kind != Some("loggedOut") {
            Link::Stands
        } else {
            Link::Over
        }))
    }

    /// Links a number by its code. False when the program died first.
    fn link(&mut self, slot: usize, number: &str) -> Step<bool> {
        let connected = self.core()?.run(json!({"cmd": "connect", "slot": slot}))?;
        if !matches!(connected, Answer::Done(_)) {
            return Ok(false);
        }
        let Some(code) = self.core()?.event("code")? else {
            return Ok(false);
        };
        self.forget_devices(number)?;
        let scan = json!({"cmd": "phone_scan_qr", "phone": number, "qr": text(&code, "text")});
        // A program that dies at this moment takes its code with it.
        if self.network.run(&scan).is_err() && !self.core()?.rest(Duration::from_secs(2)) {
            return Err(Stop::Found(Finding {
                broken: Broken::Link,
                words: format!("The phone {number} cannot link a program that lives"),
            }));
        }
        Ok(true)
    }

    /// Waits until a slot is up. A program that was killed before the server had
    /// its answer learns at its first login that there is no link; it says so, and
    /// is linked once more. False when it died first.
    fn is_up(&mut self, place: usize, slot: usize, number: &str) -> Step<bool> {
        let wait = json!({"cmd": "wait", "until": "online", "slot": slot, "timeout_ms": 9_000});
        let mut why = String::new();
        for _ in 0..5 {
            match self.core()?.run(wait.clone())? {
                Answer::Done(_) => return Ok(true),
                Answer::Unknown => return Ok(false),
                Answer::Refused(refused) => why = refused,
            }
            match self.link_of(place)? {
                None => return Ok(false),
                Some(Link::Over) if !self.link(slot, number)? => return Ok(false),
                Some(Link::Over | Link::Stands) => {}
            }
        }
        Err(Stop::Found(Finding {
            broken: Broken::Link,
            words: format!("Slot {slot} was linked and does not come up: {why}"),
        }))
    }

    /// A link that died half way is one that the phone still lists: its owner
    /// removes it, so that the account's device is always the first.
    fn forget_devices(&mut self, number: &str) -> Step {
        let devices = self
            .network
            .run(&json!({"cmd": "inspect", "what": "devices", "phone": number}))?;
        for device in list(&devices, "devices") {
            self.network.run(&json!({
                "cmd": "phone_unlink", "phone": number, "device": device.get("device"),
            }))?;
        }
        Ok(())
    }
}
