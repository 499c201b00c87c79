//! What stands in the keychain: version, key id, time of creation and the key.
//!
//! It is JSON text because some keychains (KDE Wallet) keep nothing but text.

use crate::{hex, key_id::KeyId, seal};
use frontdesk_domain::{
    secret::{Secret, StoreKey},
    time::Timestamp,
};
use serde::Deserialize;

const VERSION: u32 = 1;

/// The keychain item, decoded as far as this version can.
#[derive(Debug)]
pub(crate) enum Item {
    /// A key whose id matches its bytes.
    Key {
        /// Proven by the bytes, not merely stated.
        id: KeyId,
        /// The key.
        key: StoreKey,
    },
    /// The key in it is not 32 bytes long.
    WrongLength,
    /// Written by a newer version of the program.
    Newer,
    /// Not an item of ours, or damaged.
    Unreadable,
}

/// The item for `key`, ready to be written.
pub(crate) fn encode(key: &StoreKey, created_at: Timestamp) -> Secret<Vec<u8>> {
    let head = format!(
        r#"{{"version":{VERSION},"key_id":"{}","created_at":{},"key":""#,
        KeyId::of(key),
        created_at.0
    );
    // One allocation of the final size: a growing buffer would leave copies.
    let mut text = String::with_capacity(head.len() + 66);
    text.push_str(&head);
    hex::push(&mut text, key.expose());
    text.push_str(r#""}"#);
    Secret::new(text.into_bytes())
}

/// Reads an item. Never fails: what cannot be read is a state of its own.
pub(crate) fn decode(bytes: &Secret<Vec<u8>>) -> Item {
    #[derive(Deserialize)]
    struct Versioned {
        version: u32,
    }
    // Borrowed, so that the key's text is never copied out of the secret.
    #[derive(Deserialize)]
    struct Fields<'a> {
        key_id: KeyId,
        key: &'a str,
    }

    let bytes = bytes.expose().as_slice();
    match serde_json::from_slice::<Versioned>(bytes) {
        Ok(Versioned { version: VERSION }) => {}
        Ok(Versioned { version }) if version > VERSION => return Item::Newer,
        Ok(_) | Err(_) => return Item::Unreadable,
    }
    let Ok(fields) = serde_json::from_slice::<Fields<'_>>(bytes) else {
        return Item::Unreadable;
    };
    if fields.key.len() != 64 {
        return Item::WrongLength;
    }
    let Some(key) = hex::decode::<32>(fields.key).map(zeroize::Zeroizing::new) else {
        return Item::Unreadable;
    };
    match seal::store_key(key.as_slice()) {
        Some(key) if KeyId::of(&key) == fields.key_id => Item::Key {
            id: fields.key_id,
            key,
        },
        Some(_) | None => Item::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(item: &Secret<Vec<u8>>) -> String {
        String::from_utf8(item.expose().clone()).expect("an item is text")
    }

    fn read(text: &str) -> String {
        match decode(&Secret::new(text.as_bytes().to_vec())) {
            Item::Key { id, .. } => format!("key {id}"),
            other @ (Item::WrongLength | Item::Newer | Item::Unreadable) => format!("{other:?}"),
        }
    }

    #[test]
    fn an_item_is_versioned_text() {
        let item = encode(&Secret::new([0xab; 32]), Timestamp(1_700_000_000_000));
        insta::assert_snapshot!(text(&item), @r#"{"version":1,"key_id":"2f13b5512b17adc6a92e50b63044f6c8","created_at":1700000000000,"key":"abababababababababababababababababababababababababababababababab"}"#);
        insta::assert_snapshot!(read(&text(&item)), @"key 2f13b5512b17adc6a92e50b63044f6c8");
    }

    #[test]
    fn every_other_content_is_a_state_of_its_own() {
        let good = text(&encode(&Secret::new([0xab; 32]), Timestamp(1)));
        let shown = [
            ("nothing", String::new()),
            ("a foreign password", "hunter2".to_owned()),
            ("cut off", good[..good.len() - 1].to_owned()),
            ("newer", good.replace("\"version\":1", "\"version\":2")),
            (
                "older than the first",
                good.replace("\"version\":1", "\"version\":0"),
            ),
            ("short key", good.replace("ababab\"}", "\"}")),
            ("long key", good.replace("ab\"}", "abab\"}")),
            ("no hex", good.replace("ab\"}", "zz\"}")),
            ("one bit off", good.replace("ab\"}", "aa\"}")),
            (
                "id of another key",
                good.replacen("\"key_id\":\"", "\"key_id\":\"0", 1),
            ),
        ]
        .map(|(name, text)| format!("{name}: {}", read(&text)))
        .join("\n");
        insta::assert_snapshot!(shown, @r"
        nothing: Unreadable
        a foreign password: Unreadable
        cut off: Unreadable
        newer: Newer
        older than the first: Unreadable
        short key: WrongLength
        long key: WrongLength
        no hex: Unreadable
        one bit off: Unreadable
        id of another key: Unreadable
        ");
    }
}
