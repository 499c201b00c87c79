//! A Secret Service of our own, for the states that no real keyring can be
//! brought into on demand. It speaks the whole protocol that the vault uses,
//! the encrypted session included.

use crate::bus::{Bus, LIMIT, SECRETS};
use aes_gcm::aes::{
    Aes128,
    cipher::{Block, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit},
};
use hkdf::Hkdf;
use sha2::Sha256;
use std::{
    collections::HashMap,
    future,
    sync::{
        Arc, Mutex, MutexGuard,
        mpsc::{self, Receiver, SyncSender},
    },
};
use zbus::{
    Connection, DBusError, ObjectServer, blocking, interface,
    message::Header,
    object_server::SignalEmitter,
    zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value},
};

const SERVICE_PATH: &str = "/org/freedesktop/secrets";
const COLLECTION_PATH: &str = "/org/freedesktop/secrets/collection/double";
const PROMPT_PATH: &str = "/org/freedesktop/secrets/prompt/p1";
const SESSION_PATH: &str = "/org/freedesktop/secrets/session/s1";
const NOTHING: &str = "/";

/// What the double does when a method is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// The call is refused as not allowed.
    Refuse,
    /// The double leaves the bus instead of answering.
    Die,
    /// The double lives on and never answers.
    Ignore,
    /// The object is gone by now.
    Vanish,
}

/// How a prompt ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PromptEnd {
    Unlocked,
    Dismissed,
    /// The program that shows it ends first.
    Dies,
}

/// The double, on the bus until it is dropped.
pub(crate) struct Double {
    connection: blocking::Connection,
    state: Shared,
    prompts: Receiver<Connection>,
}

type Shared = Arc<Mutex<State>>;

#[derive(Default)]
struct State {
    items: Vec<Vec<u8>>,
    locked: bool,
    /// Items of a locked collection are not found, as KeePassXC does it.
    hides_while_locked: bool,
    no_collection: bool,
    on: HashMap<&'static str, Manner>,
    session_key: [u8; 16],
    calls: Vec<&'static str>,
}

impl Double {
    pub(crate) fn start(bus: &Bus) -> Self {
        let state = Shared::default();
        let (shown, prompts) = mpsc::sync_channel(4);
        let connection = blocking::connection::Builder::address(bus.address())
            .and_then(|builder| builder.serve_at(SERVICE_PATH, Service(state.clone())))
            .and_then(|builder| builder.serve_at(COLLECTION_PATH, Collection(state.clone())))
            .and_then(|builder| {
                let prompt = Prompt(shown);
                builder.serve_at(PROMPT_PATH, prompt)
            })
            .and_then(|builder| builder.name(SECRETS))
            .and_then(blocking::connection::Builder::build)
            .expect("the double gets the name");
        let double = Self {
            connection,
            state,
            prompts,
        };
        double.serve_item(0);
        double
    }

    /// From now on calls of `method` are met with `manner`.
    pub(crate) fn on(&self, method: &'static str, manner: Manner) {
        self.state().on.insert(method, manner);
    }

    /// Ends what [`Double::on`] began.
    pub(crate) fn behave(&self) {
        self.state().on.clear();
    }

    pub(crate) fn lock(&self) {
        self.state().locked = true;
    }

    pub(crate) fn lock_and_hide(&self) {
        let mut state = self.state();
        state.locked = true;
        state.hides_while_locked = true;
    }

    pub(crate) fn remove_collection(&self) {
        self.state().no_collection = true;
    }

    /// Takes the double off the bus.
    pub(crate) fn leave(&self) {
        let connection = self.connection.clone();
        connection.close().expect("the double leaves the bus");
    }

    /// What the double holds.
    pub(crate) fn items(&self) -> Vec<Vec<u8>> {
        self.state().items.clone()
    }

    /// Puts items in, as other programs would.
    pub(crate) fn put<Bytes: AsRef<[u8]>>(&self, items: &[Bytes]) {
        self.state().items = items.iter().map(|item| item.as_ref().to_vec()).collect();
        for index in 0..items.len() {
            self.serve_item(index);
        }
    }

    /// The methods called so far that change something.
    pub(crate) fn writes(&self) -> Vec<&'static str> {
        let state = self.state();
        let changing = ["CreateItem", "SetSecret", "Delete"];
        let calls = state.calls.iter().copied();
        calls.filter(|call| changing.contains(call)).collect()
    }

    /// Waits until a prompt is on the screen, then ends it.
    pub(crate) fn end_prompt(&self, end: PromptEnd) {
        let connection = self.prompts.recv_timeout(LIMIT).expect("a prompt is shown");
        let connection = blocking::Connection::from(connection);
        if end == PromptEnd::Dies {
            connection.close().expect("the double leaves the bus");
            return;
        }
        if end == PromptEnd::Unlocked {
            self.state().locked = false;
        }
        connection
            .emit_signal(
                None::<&str>,
                PROMPT_PATH,
                "org.freedesktop.Secret.Prompt",
                "Completed",
                &(end == PromptEnd::Dismissed, Value::from("")),
            )
            .expect("the prompt's end is told");
    }

    fn serve_item(&self, index: usize) {
        let item = Item {
            state: self.state.clone(),
            index,
        };
        self.connection
            .object_server()
            .at(item_path(index), item)
            .expect("the item is served");
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no test panicked with it")
    }
}

/// The errors of the protocol that `fdo` does not know.
#[derive(Debug, DBusError)]
#[zbus(prefix = "org.freedesktop")]
enum Failure {
    #[zbus(error)]
    ZBus(zbus::Error),
    #[zbus(name = "Secret.Error.IsLocked")]
    IsLocked(String),
    #[zbus(name = "Secret.Error.NoSuchObject")]
    NoSuchObject(String),
    #[zbus(name = "DBus.Error.AccessDenied")]
    AccessDenied(String),
}

/// Notes the call and acts as the test demands.
async fn meet(
    state: &Shared,
    method: &'static str,
    connection: &Connection,
) -> Result<(), Failure> {
    let manner = {
        let mut state = state.lock().expect("no test panicked with it");
        state.calls.push(method);
        state.on.get(method).copied()
    };
    match manner {
        None => Ok(()),
        Some(Manner::Refuse) => Err(Failure::AccessDenied("Not for you".to_owned())),
        Some(Manner::Vanish) => Err(Failure::NoSuchObject(method.to_owned())),
        Some(Manner::Ignore) => future::pending().await,
        Some(Manner::Die) => {
            connection.clone().close().await?;
            future::pending().await
        }
    }
}

struct Service(Shared);

#[interface(name = "org.freedesktop.Secret.Service")]
impl Service {
    async fn open_session(
        &self,
        algorithm: String,
        input: OwnedValue,
        #[zbus(connection)] connection: &Connection,
    ) -> Result<(OwnedValue, OwnedObjectPath), Failure> {
        meet(&self.0, "OpenSession", connection).await?;
        assert_eq!(
            algorithm, "dh-ietf1024-sha256-aes128-cbc-pkcs7",
            "secrets cross the bus encrypted"
        );
        // With one as the double's secret exponent its public key is the
        // generator, and the shared secret is the client's public key.
        let theirs: Vec<u8> = input.try_into().expect("a public key");
        let mut padded = vec![0; 128 - theirs.len()];
        padded.extend(theirs);
        let mut key = [0; 16];
        Hkdf::<Sha256>::new(None, &padded)
            .expand(&[], &mut key)
            .expect("sixteen bytes are few");
        self.0.lock().expect("no test panicked with it").session_key = key;
        let ours = OwnedValue::try_from(Value::from(vec![2_u8])).expect("a public key");
        Ok((ours, path(SESSION_PATH)))
    }

    async fn search_items(
        &self,
        attributes: HashMap<String, String>,
        #[zbus(connection)] connection: &Connection,
    ) -> Result<(Vec<OwnedObjectPath>, Vec<OwnedObjectPath>), Failure> {
        meet(&self.0, "SearchItems", connection).await?;
        assert_eq!(
            attributes.get("service").map(String::as_str),
            Some("frontdesk"),
            "the item is searched under our name"
        );
        let state = self.0.lock().expect("no test panicked with it");
        let found: Vec<_> = (0..state.items.len()).map(item_path).collect();
        Ok(match (state.locked, state.hides_while_locked) {
            (true, true) => (Vec::new(), Vec::new()),
            (true, false) => (Vec::new(), found),
            (false, _) => (found, Vec::new()),
        })
    }

    async fn unlock(
        &self,
        objects: Vec<OwnedObjectPath>,
        #[zbus(connection)] connection: &Connection,
    ) -> Result<(Vec<OwnedObjectPath>, OwnedObjectPath), Failure> {
        meet(&self.0, "Unlock", connection).await?;
        let locked = self.0.lock().expect("no test panicked with it").locked;
        Ok(if locked {
            (Vec::new(), path(PROMPT_PATH))
        } else {
            (objects, path(NOTHING))
        })
    }

    async fn read_alias(
        &self,
        name: String,
        #[zbus(connection)] connection: &Connection,
    ) -> Result<OwnedObjectPath, Failure> {
        meet(&self.0, "ReadAlias", connection).await?;
        assert_eq!(name, "default", "only the default collection is used");
        let none = self
            .0
            .lock()
            .expect("no test panicked with it")
            .no_collection;
        Ok(path(if none { NOTHING } else { COLLECTION_PATH }))
    }
}

struct Collection(Shared);

#[interface(name = "org.freedesktop.Secret.Collection")]
impl Collection {
    async fn create_item(
        &self,
        _properties: HashMap<String, OwnedValue>,
        secret: Secret,
        _replace: bool,
        #[zbus(object_server)] server: &ObjectServer,
        #[zbus(connection)] connection: &Connection,
    ) -> Result<(OwnedObjectPath, OwnedObjectPath), Failure> {
        meet(&self.0, "CreateItem", connection).await?;
        let index = {
            let mut state = self.0.lock().expect("no test panicked with it");
            if state.locked {
                return Err(Failure::IsLocked("The collection is locked".to_owned()));
            }
            let bytes = decrypt(&state.session_key, &secret);
            state.items.push(bytes);
            state.items.len() - 1
        };
        let item = Item {
            state: self.0.clone(),
            index,
        };
        server.at(item_path(index), item).await?;
        Ok((item_path(index), path(NOTHING)))
    }

    #[zbus(property)]
    fn locked(&self) -> bool {
        self.0.lock().expect("no test panicked with it").locked
    }

    #[zbus(property)]
    fn label(&self) -> String {
        "Double".to_owned()
    }
}

struct Item {
    state: Shared,
    index: usize,
}

#[interface(name = "org.freedesktop.Secret.Item")]
impl Item {
    async fn get_secret(
        &self,
        session: OwnedObjectPath,
        #[zbus(connection)] connection: &Connection,
    ) -> Result<(Secret,), Failure> {
        meet(&self.state, "GetSecret", connection).await?;
        let state = self.state.lock().expect("no test panicked with it");
        if state.locked {
            return Err(Failure::IsLocked("The item is locked".to_owned()));
        }
        let bytes = state.items.get(self.index);
        let bytes = bytes.ok_or_else(|| Failure::NoSuchObject("The item".to_owned()))?;
        Ok((encrypt(&state.session_key, session, bytes),))
    }

    async fn set_secret(
        &self,
        secret: Secret,
        #[zbus(connection)] connection: &Connection,
    ) -> Result<(), Failure> {
        meet(&self.state, "SetSecret", connection).await?;
        let mut state = self.state.lock().expect("no test panicked with it");
        let bytes = decrypt(&state.session_key, &secret);
        let item = state.items.get_mut(self.index);
        *item.ok_or_else(|| Failure::NoSuchObject("The item".to_owned()))? = bytes;
        Ok(())
    }

    async fn delete(
        &self,
        #[zbus(connection)] connection: &Connection,
    ) -> Result<OwnedObjectPath, Failure> {
        meet(&self.state, "Delete", connection).await?;
        self.state
            .lock()
            .expect("no test panicked with it")
            .items
            .clear();
        Ok(path(NOTHING))
    }

    #[zbus(property)]
    fn locked(&self) -> bool {
        self.state.lock().expect("no test panicked with it").locked
    }
}

struct Prompt(SyncSender<Connection>);

#[interface(name = "org.freedesktop.Secret.Prompt")]
impl Prompt {
    /// Shows nothing; the test is told and decides how it ends. Answers by hand
    /// before it tells, so that the caller is past this call by then.
    async fn prompt(
        &self,
        _window: String,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] connection: &Connection,
    ) {
        connection
            .reply(&header, &())
            .await
            .expect("the caller waits");
        self.0.send(connection.clone()).expect("the test waits");
        future::pending().await
    }

    #[zbus(signal)]
    async fn completed(
        emitter: &SignalEmitter<'_>,
        dismissed: bool,
        result: Value<'_>,
    ) -> zbus::Result<()>;
}

/// Session, initialisation vector, ciphertext, content type.
type Secret = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);

const VECTOR: [u8; 16] = [7; 16];

fn encrypt(key: &[u8; 16], session: OwnedObjectPath, plain: &[u8]) -> Secret {
    let cipher = Aes128::new(key.into());
    let missing = 16 - plain.len() % 16;
    let mut padded = plain.to_vec();
    padded.extend(vec![
        u8::try_from(missing).expect("at most sixteen");
        missing
    ]);
    let mut previous = VECTOR;
    let mut sealed = Vec::new();
    for chunk in padded.chunks_exact(16) {
        let mixed: Vec<u8> = chunk.iter().zip(previous).map(|(a, b)| a ^ b).collect();
        let mut block = Block::<Aes128>::try_from(mixed.as_slice()).expect("a block");
        cipher.encrypt_block(&mut block);
        previous = block.into();
        sealed.extend(previous);
    }
    (session, VECTOR.to_vec(), sealed, "text/plain".to_owned())
}

fn decrypt(key: &[u8; 16], (_, vector, sealed, _): &Secret) -> Vec<u8> {
    let cipher = Aes128::new(key.into());
    let mut previous = vector.as_slice();
    let mut plain = Vec::new();
    for chunk in sealed.chunks_exact(16) {
        let mut block = Block::<Aes128>::try_from(chunk).expect("a block");
        cipher.decrypt_block(&mut block);
        plain.extend(block.iter().zip(previous).map(|(a, b)| a ^ b));
        previous = chunk;
    }
    let padding = plain.last().copied().unwrap_or_default();
    plain.truncate(plain.len().saturating_sub(usize::from(padding)));
    plain
}

fn item_path(index: usize) -> OwnedObjectPath {
    path(&format!("{COLLECTION_PATH}/{index}"))
}

fn path(text: &str) -> OwnedObjectPath {
    ObjectPath::try_from(text).expect("a path").into()
}
