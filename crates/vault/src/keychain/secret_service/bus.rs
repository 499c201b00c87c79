//! What is said to the Secret Service directly over D-Bus: unlock, wait for the
//! prompt, and find out who answers. No secret passes through here.

use super::unavailable;
use crate::keychain::{Absence, KeychainTrouble};
use std::{collections::HashMap, error::Error as StdError, fs, io, time::Duration};
use zbus::{
    DBusError, Error, MatchRule,
    blocking::{Connection, MessageIterator, Proxy, connection::Builder, fdo::DBusProxy},
    fdo,
    message::Type,
    names::BusName,
    zvariant::{OwnedObjectPath, OwnedValue},
};

const NAME: &str = "org.freedesktop.secrets";
const PATH: &str = "/org/freedesktop/secrets";
const SERVICE: &str = "org.freedesktop.Secret.Service";
const COLLECTION: &str = "org.freedesktop.Secret.Collection";
const PROMPT: &str = "org.freedesktop.Secret.Prompt";
/// How the Secret Service spells "no object".
const NOTHING: &str = "/";

/// Opens the items with these attributes or, where there is none, the default
/// collection: a locked collection may hide its items (KeePassXC does), so "no
/// such item" is believed only of an open one. Waits for a prompt as long as its
/// program lives. Returns the address of that program.
pub(super) fn unlock(
    attributes: &HashMap<&str, &str>,
    patience: Duration,
) -> Result<String, KeychainTrouble> {
    let connection = connect(patience)?;
    let owner = unlock_over(&connection, attributes).map_err(|failure| match failure {
        Failure::Trouble(trouble) => trouble,
        Failure::Bus(error) => trouble_of(&error),
    })?;
    Ok(owner)
}

/// Whether a program still serves the bus.
pub(super) enum Life {
    Answers,
    Silent,
    Gone,
}

/// Asks the program at `owner` for a sign of life.
pub(super) fn ask_for_life(owner: &str, patience: Duration) -> Life {
    let ping = || {
        let connection = connect(patience).map_err(Failure::Trouble)?;
        Proxy::new(&connection, owner, PATH, "org.freedesktop.DBus.Peer")?
            .call::<_, _, ()>("Ping", &())?;
        Ok(())
    };
    match ping() {
        Ok(()) => Life::Answers,
        Err(Failure::Bus(Error::InputOutput(error))) if error.kind() == io::ErrorKind::TimedOut => {
            Life::Silent
        }
        Err(Failure::Bus(_) | Failure::Trouble(_)) => Life::Gone,
    }
}

/// Which program holds the name of the Secret Service, without starting one.
pub(super) fn owner_name(patience: Duration) -> Option<String> {
    let connection = connect(patience).ok()?;
    let bus = DBusProxy::new(&connection).ok()?;
    let process = bus
        .get_connection_unix_process_id(BusName::try_from(NAME).ok()?)
        .ok()?;
    let program = fs::read_to_string(format!("/proc/{process}/comm")).ok()?;
    Some(display_name(program.trim()))
}

/// The trouble that a D-Bus error somewhere behind `error` stands for.
pub(super) fn trouble_behind(error: &(dyn StdError + 'static)) -> Option<KeychainTrouble> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<Error>() {
            return Some(trouble_of(error));
        }
        if let Some(error) = error.downcast_ref::<fdo::Error>() {
            return Some(trouble_named(error.name().as_str()));
        }
        cause = error.source();
    }
    None
}

enum Failure {
    Trouble(KeychainTrouble),
    Bus(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Bus(error)
    }
}

fn connect(patience: Duration) -> Result<Connection, KeychainTrouble> {
    Builder::session()
        .map(|builder| builder.method_timeout(patience))
        .and_then(Builder::build)
        .map_err(|error| {
            tracing::debug!(%error, "No session bus");
            unavailable(Absence::NoBus)
        })
}

fn unlock_over(
    connection: &Connection,
    attributes: &HashMap<&str, &str>,
) -> Result<String, Failure> {
    let service = Proxy::new(connection, NAME, PATH, SERVICE)?;
    let (open, locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) =
        service.call("SearchItems", &(attributes,))?;
    let bus = DBusProxy::new(connection)?;
    let owner = bus
        .get_name_owner(BusName::try_from(NAME).map_err(Error::from)?)
        .map_err(|error| Error::FDO(Box::new(error)))?
        .to_string();
    let closed = if open.is_empty() && locked.is_empty() {
        default_collection_if_locked(connection, &service)?
    } else {
        locked
    };
    if closed.is_empty() {
        return Ok(owner);
    }
    // Before asking, so that nothing is missed between the question and the
    // wait.
    let messages = MessageIterator::from(connection);
    let (_, prompt): (Vec<OwnedObjectPath>, OwnedObjectPath) =
        service.call("Unlock", &(closed,))?;
    if prompt.as_str() != NOTHING {
        wait_for_prompt(connection, &bus, messages, &prompt, &owner)?;
    }
    Ok(owner)
}

fn default_collection_if_locked(
    connection: &Connection,
    service: &Proxy<'_>,
) -> Result<Vec<OwnedObjectPath>, Failure> {
    let collection: OwnedObjectPath = service.call("ReadAlias", &("default",))?;
    if collection.as_str() == NOTHING {
        return Err(Failure::Trouble(unavailable(Absence::NoCollection)));
    }
    let locked: bool =
        Proxy::new(connection, NAME, &collection, COLLECTION)?.get_property("Locked")?;
    Ok(if locked { vec![collection] } else { Vec::new() })
}

/// Shows the prompt and waits until it is answered, or until the program that
/// shows it is gone.
fn wait_for_prompt(
    connection: &Connection,
    bus: &DBusProxy<'_>,
    messages: MessageIterator,
    prompt: &OwnedObjectPath,
    owner: &str,
) -> Result<(), Failure> {
    let completed = MatchRule::builder()
        .msg_type(Type::Signal)
        .interface(PROMPT)?
        .member("Completed")?
        .path(prompt)?
        .build();
    let gone = MatchRule::builder()
        .msg_type(Type::Signal)
        .interface("org.freedesktop.DBus")?
        .member("NameOwnerChanged")?
        .add_arg(NAME)?
        .build();
    for rule in [&completed, &gone] {
        bus.add_match_rule(rule.clone())
            .map_err(|error| Error::FDO(Box::new(error)))?;
    }
    // No window of ours to attach to: the system places the prompt.
    Proxy::new(connection, NAME, prompt, PROMPT)?.call::<_, _, ()>("Prompt", &("",))?;
    for message in messages {
        let message = message?;
        if completed.matches(&message)? {
            let (dismissed, _): (bool, OwnedValue) = message.body().deserialize()?;
            return if dismissed {
                Err(Failure::Trouble(KeychainTrouble::Locked))
            } else {
                Ok(())
            };
        }
        if gone.matches(&message)? {
            let (_, former, _): (String, String, String) = message.body().deserialize()?;
            if former == owner {
                break;
            }
        }
    }
    Err(Failure::Trouble(unavailable(Absence::Died)))
}

fn trouble_of(error: &Error) -> KeychainTrouble {
    tracing::debug!(%error, "The Secret Service failed");
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a foreign, growing list; what is not told apart here has one meaning"
    )]
    match error {
        Error::MethodError(name, ..) => trouble_named(name.as_str()),
        Error::FDO(error) => trouble_named(error.name().as_str()),
        Error::InputOutput(error) if error.kind() == io::ErrorKind::TimedOut => {
            unavailable(Absence::Silent)
        }
        Error::InputOutput(_) => unavailable(Absence::Died),
        _ => unavailable(Absence::Failed),
    }
}

fn trouble_named(name: &str) -> KeychainTrouble {
    let reason = match name {
        "org.freedesktop.Secret.Error.IsLocked" => return KeychainTrouble::Locked,
        "org.freedesktop.DBus.Error.AccessDenied" | "org.freedesktop.DBus.Error.AuthFailed" => {
            return KeychainTrouble::Refused;
        }
        "org.freedesktop.DBus.Error.ServiceUnknown"
        | "org.freedesktop.DBus.Error.NameHasNoOwner" => Absence::NoService,
        // The bus says so when the one who should answer went away.
        "org.freedesktop.DBus.Error.NoReply" | "org.freedesktop.DBus.Error.Disconnected" => {
            Absence::Died
        }
        "org.freedesktop.DBus.Error.Timeout" | "org.freedesktop.DBus.Error.TimedOut" => {
            Absence::Silent
        }
        // The bus could not start the program it has on file.
        spawn if spawn.starts_with("org.freedesktop.DBus.Error.Spawn") => Absence::NoService,
        _ => Absence::Failed,
    };
    unavailable(reason)
}

/// The kernel keeps only the first 15 characters of a program's name.
fn display_name(program: &str) -> String {
    match program {
        "gnome-keyring-d" => "GNOME Keyring",
        "kwalletd5" | "kwalletd6" | "ksecretd" => "KDE Wallet",
        "keepassxc" => "KeePassXC",
        "oo7-daemon" => "oo7",
        other => other,
    }
    .to_owned()
}
