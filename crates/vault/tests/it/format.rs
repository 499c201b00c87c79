//! What was once written must be readable for ever: a key file, an item, a code
//! and a passphrase of format 1, of a key that protects nothing.

use crate::world::{NOW, PASSPHRASE, World, text};
use frontdesk_vault::{MemoryKeychain, Opened, Replace, Unlock};
use serde_json::Value;
use std::{collections::BTreeSet, fs};

const KEY_FILE: &str = include_str!("fixtures/key-file-1.json");
const CODE: &str = "WT3C-XYRT-1GC4-Z7MT-QXNW-4SNP-R7A3";
const KEY_ID: &str = "520eca9968a98bd733022dde0b122145";
const KEY: [u8; 32] = [
    0x9e, 0x95, 0xff, 0xfa, 0x76, 0x59, 0x79, 0x31, 0x20, 0x99, 0xbd, 0xf7, 0x93, 0x77, 0x59, 0x5b,
    0x14, 0x5c, 0xd3, 0x1b, 0x12, 0xcf, 0x00, 0x21, 0xc2, 0x68, 0x9a, 0x8a, 0x87, 0x9a, 0xe0, 0x93,
];
const ITEM: &str = concat!(
    r#"{"version":1,"key_id":"520eca9968a98bd733022dde0b122145","created_at":1790000000000,"#,
    r#""key":"9e95fffa765979312099bdf79377595b145cd31b12cf0021c2689a8a879ae093"}"#
);

fn world(keychain: MemoryKeychain) -> World {
    let world = World::new(keychain);
    fs::write(world.profile.key_file(), KEY_FILE).expect("the old key file");
    world.profile.put_database();
    world
}

fn assert_is_the_key(opened: &Opened, way: &str) {
    assert_eq!(opened.key.expose(), &KEY, "{way} leads to the old key");
    assert_eq!(opened.key_id.to_string(), KEY_ID, "{way}: under its id");
}

#[test]
fn a_key_of_format_1_opens_in_every_way() {
    let kept = world(MemoryKeychain::holding(ITEM.as_bytes()));
    assert_is_the_key(&kept.open(), "the keychain");

    let lost = world(MemoryKeychain::missing());
    let recovered = lost.vault().enter_recovery_code(&text(CODE));
    assert_is_the_key(&recovered.expect("the code works"), "the recovery code");
    let Ok(Unlock::Open(opened)) = lost.vault().enter_passphrase(&text(PASSPHRASE), NOW) else {
        panic!("the passphrase works");
    };
    assert_is_the_key(&opened, "the passphrase");
}

#[test]
fn what_is_written_today_has_the_form_of_format_1() {
    let world = world(MemoryKeychain::empty());
    let opened = world
        .vault()
        .enter_recovery_code(&text(CODE))
        .expect("the code works");
    world
        .vault()
        .remember_in_keychain(&opened.key, Replace::Never)
        .expect("the keychain is empty");
    assert_eq!(
        world.keychain.contents().as_deref(),
        Some(ITEM.as_bytes()),
        "the item is written to the letter as it was"
    );
    world
        .vault()
        .set_passphrase(&opened.key, &text(PASSPHRASE))
        .expect("the key file is written anew");
    let written = fs::read_to_string(world.profile.key_file()).expect("the key file");
    assert_eq!(
        shape(&written),
        shape(KEY_FILE),
        "another form needs another version number"
    );
}

/// Every field with its type, and every text with its length.
fn shape(json: &str) -> BTreeSet<String> {
    fn walk(path: &str, value: &Value, into: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    walk(&format!("{path}.{name}"), value, into);
                }
            }
            Value::String(text) => {
                into.insert(format!("{path}: text of {}", text.len()));
            }
            Value::Number(number) => {
                into.insert(format!("{path}: {number}"));
            }
            Value::Null | Value::Bool(_) | Value::Array(_) => {
                into.insert(format!("{path}: {value}"));
            }
        }
    }
    let mut shape = BTreeSet::new();
    let value = serde_json::from_str(json).expect("a key file is JSON");
    walk("", &value, &mut shape);
    shape
}
