//! What the engine relies on in its storage, written once and run against every
//! implementation: ours, and the engine's own in memory.
//!
//! The in-memory one breaks the contract in a few places. They are listed with
//! the reason, and the suite insists that they are broken: a new engine that
//! mends one makes its line here fail.

mod groups;
mod kept;
mod keys;
mod people;
mod secrets;
mod sync;

use std::{
    future::Future,
    panic::{AssertUnwindSafe, resume_unwind},
    sync::Arc,
};

use wa_rs::{futures::FutureExt as _, traits::Backend, wacore::store::InMemoryBackend};

use crate::kit::{OURS, Profile, stop_the_clock};

/// A backend and what must live as long as it.
pub(crate) struct Kept {
    pub(crate) backend: Arc<dyn Backend>,
    _profile: Option<Profile>,
}

/// Cases that a backend fails, and why that is known.
type Deviations = &'static [(&'static str, &'static str)];

const NONE: Deviations = &[];

const IN_MEMORY: Deviations = &[
    (
        "people::the_mapping_learned_last_wins_in_whatever_order_they_come",
        "it takes the mapping written last, however old",
    ),
    (
        "people::a_lid_that_moves_to_another_number_leaves_the_older_one_behind",
        "it keeps one LID per number and forgets the others",
    ),
    (
        "sync::the_latest_key_is_the_one_with_the_highest_id",
        "it takes the key written last",
    ),
    (
        "kept::five_thousand_sent_messages_wait_for_their_retries",
        "it keeps 4,096 at most",
    ),
];

fn ours() -> Kept {
    let profile = Profile::new();
    Kept {
        backend: Arc::new(profile.backend(OURS)),
        _profile: Some(profile),
    }
}

fn in_memory() -> Kept {
    stop_the_clock();
    Kept {
        backend: Arc::new(InMemoryBackend::new()),
        _profile: None,
    }
}

async fn check(name: &str, deviations: Deviations, case: impl Future<Output = ()>) {
    let known = deviations.iter().find(|(case, _)| *case == name);
    let outcome = AssertUnwindSafe(case).catch_unwind().await;
    match (known, outcome) {
        (None, Err(panic)) => resume_unwind(panic),
        (Some((_, why)), Ok(())) => {
            panic!("{name} passes now: take it from the list, where it says: {why}")
        }
        (None, Ok(())) | (Some(_), Err(_)) => {}
    }
}

macro_rules! backend_conformance {
    ($name:ident, $deviations:ident) => {
        mod $name {
            backend_conformance! { @ $name $deviations
                keys {
                    an_identity_is_kept_replaced_and_forgotten
                    a_session_is_kept_replaced_and_forgotten
                    a_batch_of_sessions_puts_and_replaces
                    a_batch_of_identities_puts_and_replaces
                    a_batch_of_sender_keys_puts_and_replaces
                    the_same_address_twice_in_a_batch_keeps_the_last
                    an_empty_batch_is_no_error
                    an_unreadable_session_comes_back_as_it_is
                    a_user_is_known_by_any_device_in_sessions_and_identities
                    a_user_is_not_known_by_the_beginning_of_another
                    signs_of_patterns_in_a_user_match_nothing_else
                    a_prekey_is_kept_and_removed
                    many_prekeys_come_back_as_far_as_they_exist
                    marking_prekeys_as_uploaded_never_brings_one_back
                    marking_prekeys_as_uploaded_leaves_their_records_alone
                    the_highest_prekey_id_is_told_and_none_is_zero
                    signed_prekeys_are_kept_listed_and_removed
                    a_sender_key_is_kept_and_forgotten
                    base_keys_are_compared_byte_by_byte
                }
                sync {
                    a_key_comes_back_whole
                    the_latest_key_is_the_one_with_the_highest_id
                    without_a_key_there_is_no_latest
                    an_unknown_collection_has_the_default_version
                    a_version_comes_back_with_all_its_fields
                    mutation_codes_come_back_byte_for_byte
                    many_codes_come_back_as_if_asked_one_by_one
                    a_code_belongs_to_its_collection
                    deleting_codes_deletes_the_named_ones
                    clearing_codes_clears_the_named_collection
                    a_patch_leaves_what_its_three_calls_say
                    a_snapshot_leaves_what_its_three_calls_say
                }
                groups {
                    who_has_a_sender_key_is_noted_per_group
                    a_later_note_replaces_the_earlier
                    clearing_a_group_leaves_the_others
                    a_device_is_forgotten_in_all_groups
                    clearing_all_leaves_none
                    group_metadata_is_kept_replaced_and_forgotten
                }
                people {
                    a_mapping_is_found_by_lid_and_by_number
                    a_mapping_is_replaced_by_the_next_of_its_lid
                    the_mapping_learned_last_wins_in_whatever_order_they_come
                    a_lid_that_moves_to_another_number_leaves_the_older_one_behind
                    a_batch_of_mappings_is_listed_whole
                    a_device_list_comes_back_whole_and_is_replaced
                    a_batch_of_device_lists_puts_and_replaces
                    a_deleted_device_list_is_gone
                    a_token_is_kept_replaced_listed_and_deleted
                    giving_a_token_only_moves_forward
                    giving_a_token_keeps_the_one_received
                    receiving_a_token_keeps_when_ours_was_given
                    a_newer_token_wins_and_an_equal_one_too
                    an_empty_token_never_stands_in_the_way
                    tokens_end_only_when_nothing_of_them_is_alive
                }
                kept {
                    a_sent_message_is_taken_once
                    a_sent_message_belongs_to_its_chat
                    a_sent_message_stored_again_is_the_later_one
                    sent_messages_end_when_they_are_older_than_asked
                    five_thousand_sent_messages_wait_for_their_retries
                    a_pending_message_is_read_without_being_taken
                    a_pending_message_is_told_by_chat_sender_and_id
                    pending_messages_come_and_go_in_batches
                    pending_messages_end_when_they_are_older_than_asked
                    there_is_a_device_after_create_and_none_before
                    create_keeps_a_device_that_is_there
                    a_device_comes_back_as_it_was_saved
                    a_snapshot_for_debugging_does_nothing
                }
                secrets {
                    a_secret_comes_back_with_its_time
                    a_missing_secret_is_none
                    a_later_secret_replaces_the_earlier
                    a_secret_is_told_by_chat_sender_and_id
                    a_batch_tells_how_many_it_stored
                    the_later_end_wins_and_never_wins_over_all
                    a_known_time_is_never_forgotten_for_an_unknown
                    a_secret_put_alone_never_ends
                    secrets_end_at_their_deadline
                }
            }
        }
    };
    (@ $make:ident $deviations:ident $($area:ident { $($case:ident)* })*) => {
        /// Every case there is, as a list of deviations names it.
        pub(super) const CASES: &[&str] =
            &[$($(concat!(stringify!($area), "::", stringify!($case))),*),*];
        $(mod $area {
            use crate::conformance as suite;
            $(#[tokio::test]
            async fn $case() {
                let kept = suite::$make();
                let name = concat!(stringify!($area), "::", stringify!($case));
                let case = suite::$area::$case(&*kept.backend);
                suite::check(name, suite::$deviations, case).await;
            })*
        })*
    };
}

backend_conformance!(ours, NONE);
backend_conformance!(in_memory, IN_MEMORY);

#[test]
fn every_known_deviation_names_a_case() {
    for (case, _) in IN_MEMORY {
        assert!(in_memory::CASES.contains(case), "{case} is no case");
    }
    assert_eq!(ours::CASES, in_memory::CASES, "one suite for both");
}
