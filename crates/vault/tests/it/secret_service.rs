//! The vault over a Secret Service of our own that refuses, hangs, dies, hides
//! and forgets on demand.

use crate::{
    double::{Double, Manner, PromptEnd},
    profile::Profile,
    session::{FirstStart, IMPATIENCE, Session},
};

struct World {
    session: Session,
    double: Double,
}

/// Runs a test over a bus on which only the double serves secrets.
fn over_a_double<Body: FnOnce(World)>(body: Body) {
    if let Some(session) = Session::of::<Body>() {
        let double = Double::start(&session.bus);
        body(World { session, double });
    }
}

impl World {
    /// Everything that must not change while a person is asked.
    fn everything(&self) -> (String, Vec<Vec<u8>>, Vec<&'static str>) {
        (
            self.session.profile.hash(),
            self.double.items(),
            self.double.writes(),
        )
    }

    /// Leaves profile and double as if nothing had happened.
    fn item_of_another_profile(&mut self) -> Vec<u8> {
        self.session.first_start();
        self.session.profile = Profile::new();
        let item = self.double.items().concat();
        self.double.put::<&[u8]>(&[]);
        item
    }
}

#[test]
fn the_double_serves_an_item_like_a_real_keyring() {
    over_a_double(|world| {
        let mut probe = world.session.probe();
        assert_eq!(probe.ask("read"), "NoItem", "it begins empty");
        assert_eq!(probe.ask("write one"), "done", "it takes an item");
        assert_eq!(probe.ask("write two"), "done", "and another in its place");
        assert_eq!(world.double.items(), [b"two"], "decrypted as it was sent");
        assert_eq!(probe.ask("read"), "found two", "and encrypted again");
        assert_eq!(probe.ask("delete"), "done", "it removes the item");
        assert_eq!(probe.ask("read"), "NoItem", "it is gone");
    });
}

#[test]
fn a_service_that_refuses_is_a_question_over_a_database() {
    over_a_double(|world| {
        let FirstStart { open, .. } = world.session.first_start();
        for method in ["OpenSession", "SearchItems", "GetSecret"] {
            world.double.on(method, Manner::Refuse);
            let before = world.everything();
            assert_eq!(
                world.session.probe().ask("unlock"),
                "ask refused: Retry, RecoveryCode",
                "{method} is refused"
            );
            assert_eq!(world.everything(), before, "{method}: nothing was changed");
            world.double.behave();
        }
        assert_eq!(
            world.session.probe().ask("unlock"),
            open,
            "a retry finds the key"
        );
    });
}

#[test]
fn a_service_that_refuses_at_first_start_makes_no_key() {
    over_a_double(|world| {
        for method in ["OpenSession", "SearchItems", "ReadAlias"] {
            world.double.on(method, Manner::Refuse);
            let before = world.everything();
            assert_eq!(
                world.session.probe().ask("unlock"),
                "ask refused: Retry, ChoosePassphrase",
                "{method} is refused"
            );
            assert_eq!(world.everything(), before, "{method}: nothing was made");
            world.double.behave();
        }
    });
}

#[test]
fn a_service_that_refuses_to_store_makes_no_key() {
    over_a_double(|world| {
        world.double.on("CreateItem", Manner::Refuse);
        assert_eq!(
            world.session.probe().ask("unlock"),
            "ask refused: Retry, ChoosePassphrase",
            "the key cannot be kept there"
        );
        assert!(world.double.items().is_empty(), "nothing was stored");
        world.double.behave();
        world.session.first_start();
    });
}

#[test]
fn a_service_that_dies_in_mid_call_is_a_question() {
    over_a_double(|world| {
        let FirstStart { open, .. } = world.session.first_start();
        let items = world.double.items();
        let before = world.session.profile.hash();
        let mut probe = world.session.probe();
        world.double.leave();
        for method in ["SearchItems", "OpenSession", "GetSecret"] {
            let double = Double::start(&world.session.bus);
            double.put(&items);
            double.on(method, Manner::Die);
            assert_eq!(
                probe.ask("unlock"),
                "ask no_keychain (died): Retry, RecoveryCode",
                "it dies in {method}"
            );
            assert_eq!(
                world.session.profile.hash(),
                before,
                "{method}: nothing was changed"
            );
            assert!(double.writes().is_empty(), "{method}: nothing was written");
        }
        let successor = Double::start(&world.session.bus);
        successor.put(&items);
        assert_eq!(
            probe.ask("unlock"),
            open,
            "the same process finds its successor"
        );
        assert_eq!(
            world.session.profile.hash(),
            before,
            "and changes nothing either"
        );
    });
}

#[test]
fn a_service_that_dies_while_storing_leaves_a_creation_to_go_on_with() {
    over_a_double(|world| {
        world.double.on("CreateItem", Manner::Die);
        let mut probe = world.session.probe();
        assert_eq!(
            probe.ask("unlock"),
            "ask no_keychain (died): Retry, ChoosePassphrase",
            "no key is handed out that may not have been kept"
        );
        let successor = Double::start(&world.session.bus);
        assert!(
            probe.ask("unlock").starts_with("create "),
            "the next attempt may make one"
        );
        assert_eq!(successor.items().len(), 1, "and it is kept");
    });
}

#[test]
fn a_service_that_never_answers_is_not_waited_for_for_ever() {
    over_a_double(|world| {
        world.session.first_start();
        let before = world.everything();
        for method in ["SearchItems", "GetSecret"] {
            world.double.on(method, Manner::Ignore);
            assert_eq!(
                world.session.probe_with(IMPATIENCE).ask("unlock"),
                "ask no_keychain (silent): Retry, RecoveryCode",
                "it ignores {method}"
            );
            world.double.behave();
            assert_eq!(world.everything(), before, "{method}: nothing was changed");
        }
    });
}

#[test]
fn a_write_that_may_land_late_is_never_followed_by_another() {
    over_a_double(|world| {
        world.double.on("CreateItem", Manner::Ignore);
        let mut probe = world.session.probe_with(IMPATIENCE);
        for attempt in 1..=2 {
            assert!(
                probe.ask("unlock").starts_with("ask no_keychain (silent)"),
                "attempt {attempt} gets no key"
            );
        }
        world.double.behave();
        assert!(
            probe.ask("unlock").starts_with("ask no_keychain (silent)"),
            "the first write may still land, so no other is begun"
        );
        assert_eq!(world.double.writes(), ["CreateItem"], "one write was sent");
        drop(probe);
        assert!(
            world.session.probe().ask("unlock").starts_with("create "),
            "a new process owes nothing and goes on"
        );
    });
}

#[test]
fn an_item_that_vanishes_in_mid_call_is_not_made_again() {
    over_a_double(|world| {
        world.session.first_start();
        let before = world.everything();
        world.double.on("GetSecret", Manner::Vanish);
        assert_eq!(
            world.session.probe().ask("unlock"),
            "ask no_keychain (failed): Retry, RecoveryCode",
            "an item that was there a moment ago is no missing item"
        );
        assert_eq!(world.everything(), before, "nothing was changed");
        world.double.put::<&[u8]>(&[]);
        assert_eq!(
            world.session.probe().ask("unlock"),
            "ask key_missing: Retry, RecoveryCode",
            "the next look finds it gone"
        );
        assert_eq!(world.double.writes(), before.2, "and writes nothing");
    });
}

#[test]
fn a_prompt_is_waited_for_and_its_answer_taken() {
    over_a_double(|world| {
        let FirstStart { open, .. } = world.session.first_start();
        let before = world.everything();
        for (end, answer) in [
            (PromptEnd::Dismissed, "ask locked: Unlock, RecoveryCode"),
            (PromptEnd::Unlocked, open.as_str()),
        ] {
            world.double.lock();
            let mut probe = world.session.probe();
            probe.tell("unlock");
            world.double.end_prompt(end);
            assert_eq!(probe.answer(), answer, "the prompt ended {end:?}");
            assert_eq!(world.everything(), before, "{end:?}: nothing was changed");
        }
    });
}

#[test]
fn a_service_that_dies_under_its_prompt_is_a_question() {
    over_a_double(|world| {
        world.session.first_start();
        let before = world.everything();
        world.double.lock();
        let mut probe = world.session.probe();
        probe.tell("unlock");
        world.double.end_prompt(PromptEnd::Dies);
        assert_eq!(
            probe.answer(),
            "ask no_keychain (died): Retry, RecoveryCode",
            "nobody is left who could answer"
        );
        assert_eq!(world.everything(), before, "nothing was changed");
    });
}

#[test]
fn a_locked_collection_that_hides_its_items_is_opened_before_it_is_believed() {
    over_a_double(|world| {
        world.double.put(&[b"an item of an earlier installation"]);
        let before = world.everything();
        for (end, answer) in [
            (PromptEnd::Dismissed, "ask locked: Unlock"),
            (PromptEnd::Unlocked, "ask stale_item: StartFresh, Retry"),
        ] {
            world.double.lock_and_hide();
            let mut probe = world.session.probe();
            probe.tell("unlock");
            world.double.end_prompt(end);
            assert_eq!(probe.answer(), answer, "the prompt ended {end:?}");
            assert_eq!(
                world.everything(),
                before,
                "{end:?}: no key was made over it"
            );
        }
    });
}

#[test]
fn a_service_without_a_default_collection_cannot_keep_a_key() {
    over_a_double(|world| {
        world.double.remove_collection();
        let before = world.everything();
        assert_eq!(
            world.session.probe().ask("unlock"),
            "ask no_keychain (no_collection): Retry, ChoosePassphrase",
            "there is no place for an item"
        );
        assert_eq!(world.everything(), before, "nothing was made");
    });
}

#[test]
fn foreign_contents_are_told_apart_and_left_alone() {
    over_a_double(|mut world| {
        let other = world.item_of_another_profile();
        world.session.first_start();
        let item = world.double.items().concat();
        let text = String::from_utf8(item.clone()).expect("an item is text");
        let longer = text.replace("\"}", "ab\"}");
        let newer = text.replace("\"version\":1", "\"version\":9");
        let contents: [(&str, &[&[u8]]); 6] = [
            ("wrong_length: Retry, RecoveryCode", &[longer.as_bytes()]),
            ("newer_format: Retry, RecoveryCode", &[newer.as_bytes()]),
            (
                "unreadable_item: Retry, RecoveryCode",
                &[b"a foreign password"],
            ),
            ("other_key: Retry, RecoveryCode", &[&other]),
            ("several_items: Retry, RecoveryCode", &[&item, &item]),
            ("key_missing: Retry, RecoveryCode", &[]),
        ];
        for (answer, items) in contents {
            world.double.put(items);
            let before = world.everything();
            assert_eq!(
                world.session.probe().ask("unlock"),
                format!("ask {answer}"),
                "it is named"
            );
            assert_eq!(world.everything(), before, "{answer}: nothing was changed");
        }
    });
}

#[test]
fn another_program_in_the_keychains_place_is_told_from_the_former() {
    over_a_double(|world| {
        let FirstStart { open, .. } = world.session.first_start();
        let items = world.double.items();
        let before = world.session.profile.hash();
        world.double.leave();
        let other = Double::start(&world.session.bus);
        let mut probe = world.session.probe();
        assert_eq!(
            probe.ask("unlock"),
            "ask key_missing: Retry, RecoveryCode",
            "the new keychain does not know the key"
        );
        assert!(
            probe.ask("name").starts_with("Secret Service ("),
            "it is named"
        );
        assert!(other.items().is_empty(), "nothing is put into it unasked");
        other.leave();
        let former = Double::start(&world.session.bus);
        former.put(&items);
        assert_eq!(probe.ask("unlock"), open, "the former one still has it");
        assert_eq!(world.session.profile.hash(), before, "nothing was changed");
    });
}
