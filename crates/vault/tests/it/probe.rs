//! The child's side: a vault over the system's keychain, driven line by line.
//!
//! It runs on threads that may wait inside an async runtime, as the application
//! does.

use frontdesk_domain::{
    secret::{Secret, StoreKey},
    time::Timestamp,
};
use frontdesk_vault::{
    Keychain, KeychainAnswer, Replace, SystemKeychain, Unlock, Vault, VaultError,
};
use std::{
    env, fmt,
    io::{self, BufRead, Write},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

pub(crate) const PROFILE: &str = "FRONTDESK_PROBE_PROFILE";
pub(crate) const PATIENCE: &str = "FRONTDESK_PROBE_PATIENCE";
pub(crate) const MARK: &str = "probe> ";
pub(crate) const ACCOUNT: &str = "store key of a test";
const NOW: Timestamp = Timestamp(1_790_000_000_000);

/// Plays the child if this process was started as one.
pub(crate) fn played() -> bool {
    let Some(folder) = env::var_os(PROFILE).map(PathBuf::from) else {
        return false;
    };
    let patience = env::var(PATIENCE)
        .ok()
        .and_then(|millis| millis.parse().ok())
        .expect("the patience in milliseconds");
    let keychain = Arc::new(SystemKeychain::with_patience(
        ACCOUNT,
        Duration::from_millis(patience),
    ));
    let vault = Vault::new(&folder, &folder.join("frontdesk.db"), keychain.clone());
    let mut probe = Some(Probe {
        vault,
        keychain,
        key: None,
    });
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for line in io::stdin().lock().lines() {
        let line = line.expect("a command");
        let mut worker = probe.take().expect("one command at a time");
        let task = runtime.spawn_blocking(move || {
            let answer = worker.answer(&line);
            (worker, answer)
        });
        let (worker, answer) = runtime.block_on(task).expect("a command does not panic");
        probe = Some(worker);
        writeln!(io::stdout(), "{MARK}{answer}").expect("somebody listens");
    }
    true
}

struct Probe {
    vault: Vault,
    keychain: Arc<SystemKeychain>,
    key: Option<StoreKey>,
}

impl Probe {
    fn answer(&mut self, line: &str) -> String {
        let (command, rest) = line.split_once(' ').unwrap_or((line, ""));
        match command {
            "unlock" => match self.vault.unlock(NOW) {
                Unlock::Open(opened) => {
                    let text = format!("open {}", opened.key_id);
                    self.key = Some(opened.key);
                    text
                }
                Unlock::Create(created) => {
                    let code = created.recovery_code.expose();
                    let text = format!("create {} {code}", created.key_id);
                    self.key = Some(created.key);
                    text
                }
                Unlock::Ask(question) => {
                    let trouble = serde_json::to_value(question.trouble).expect("plain data");
                    let kind = word(&trouble, "kind");
                    let reason = word(&trouble, "reason");
                    let steps: Vec<_> = question
                        .steps
                        .iter()
                        .map(|step| format!("{step:?}"))
                        .collect();
                    format!("ask {kind}{reason}: {}", steps.join(", "))
                }
            },
            "created" => {
                let id = frontdesk_vault::KeyId::of(self.key.as_ref().expect("a key"));
                outcome(self.vault.database_created(id))
            }
            "recover" => match self
                .vault
                .enter_recovery_code(&Secret::new(rest.to_owned()))
            {
                Ok(opened) => {
                    let text = format!("open {}", opened.key_id);
                    self.key = Some(opened.key);
                    text
                }
                Err(error) => format!("error {error}"),
            },
            "remember" => {
                let key = self.key.as_ref().expect("a key");
                outcome(self.vault.remember_in_keychain(key, Replace::Never))
            }
            "read" => match self.keychain.read() {
                KeychainAnswer::Found(item) => {
                    format!("found {}", String::from_utf8_lossy(item.expose()))
                }
                other @ (KeychainAnswer::NoItem
                | KeychainAnswer::Several
                | KeychainAnswer::Locked
                | KeychainAnswer::Refused
                | KeychainAnswer::Unavailable { .. }) => format!("{other:?}"),
            },
            "write" => match self.keychain.write(&Secret::new(rest.as_bytes().to_vec())) {
                Ok(()) => "done".to_owned(),
                Err(trouble) => format!("{trouble:?}"),
            },
            "delete" => match self.keychain.delete() {
                Ok(()) => "done".to_owned(),
                Err(trouble) => format!("{trouble:?}"),
            },
            "name" => self.keychain.name(),
            unknown => panic!("no such command: {unknown}"),
        }
    }
}

fn word(value: &serde_json::Value, field: &str) -> String {
    match value.get(field).and_then(serde_json::Value::as_str) {
        Some(text) if field == "kind" => text.to_owned(),
        Some(text) => format!(" ({text})"),
        None => String::new(),
    }
}

fn outcome(result: Result<(), VaultError>) -> String {
    struct Chain<'a>(&'a VaultError);
    impl fmt::Display for Chain<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{}", self.0)?;
            match std::error::Error::source(self.0) {
                Some(cause) => write!(f, ": {cause}"),
                None => Ok(()),
            }
        }
    }
    match result {
        Ok(()) => "done".to_owned(),
        Err(error) => format!("error {}", Chain(&error)),
    }
}
