//! Encrypted files: whole, in parts, replaced, damaged.

use std::{
    fs,
    io::{Read as _, Seek as _, SeekFrom, Write as _},
    path::PathBuf,
};

use frontdesk_domain::id::BlobId;
use frontdesk_store::{Change, NewBlob, Store, StoreError};
use proptest::prelude::*;

use crate::kit::{NOW, Profile};

const CHUNK: usize = 64 * 1024;

fn content(length: usize) -> Vec<u8> {
    (0..length).map(|n| (n * 31 % 251) as u8).collect()
}

fn write(store: &Store, content: &[u8]) -> NewBlob {
    let mut writer = store.blobs().writer().unwrap();
    // In pieces that do not line up with the chunks.
    for piece in content.chunks(10_007) {
        writer.write_all(piece).unwrap();
    }
    writer.finish().unwrap()
}

fn keep(store: &Store, content: &[u8]) -> BlobId {
    let blob = write(store, content);
    store
        .write(move |tx| tx.insert_blob(blob, NOW))
        .wait()
        .unwrap()
}

fn read(store: &Store, id: BlobId) -> Result<Vec<u8>, StoreError> {
    let mut reader = store.blobs().open(id)?;
    let mut all = Vec::new();
    reader
        .read_to_end(&mut all)
        .map_err(StoreError::from_blob)?;
    Ok(all)
}

fn files(profile: &Profile) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(&profile.place.blobs)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    files
}

fn assert_damaged(result: Result<Vec<u8>, StoreError>, what: &str) {
    assert!(
        matches!(result, Err(StoreError::Corrupt { .. })),
        "{what}: {:?}",
        result.map(|r| r.len())
    );
}

#[test]
fn every_length_around_a_chunk_comes_back_whole() {
    let profile = Profile::new();
    let store = profile.create();
    for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17] {
        let content = content(length);
        let blob = write(&store, &content);
        assert_eq!(blob.size(), length as u64, "the size is counted");
        let id = store
            .write(move |tx| tx.insert_blob(blob, NOW))
            .wait()
            .unwrap();
        assert_eq!(read(&store, id).unwrap(), content, "{length} bytes");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_range_reads_like_the_same_range_of_the_content(
        length in 0..5 * CHUNK,
        ranges in prop::collection::vec((0..5 * CHUNK, 0..2 * CHUNK), 1..12),
    ) {
        let profile = Profile::new();
        let store = profile.create();
        let content = content(length);
        let id = keep(&store, &content);
        let mut reader = store.blobs().open(id).unwrap();
        for (start, size) in ranges {
            reader.seek(SeekFrom::Start(start as u64)).unwrap();
            let mut part = Vec::new();
            reader.by_ref().take(size as u64).read_to_end(&mut part).unwrap();
            let from = start.min(length);
            let expected = &content[from..(start + size).min(length).max(from)];
            prop_assert_eq!(&part[..], expected, "{} from {} of {}", size, start, length);
        }
    }
}

#[test]
fn a_range_touches_only_its_own_chunks() {
    let profile = Profile::new();
    let store = profile.create();
    let content = content(4 * CHUNK);
    let id = keep(&store, &content);
    let path = files(&profile).remove(0);
    let mut bytes = fs::read(&path).unwrap();
    bytes[10] ^= 1;
    fs::write(&path, bytes).unwrap();

    let mut reader = store.blobs().open(id).unwrap();
    reader.seek(SeekFrom::Start(2 * CHUNK as u64)).unwrap();
    let mut part = vec![0; 100];
    reader.read_exact(&mut part).unwrap();
    assert_eq!(
        part,
        content[2 * CHUNK..2 * CHUNK + 100],
        "the damaged first chunk was not needed"
    );
    reader.seek(SeekFrom::Start(0)).unwrap();
    assert!(
        reader.read(&mut part).is_err(),
        "but it is refused when it is"
    );
}

#[test]
fn a_changed_cut_or_rearranged_file_is_damage_and_gives_no_byte() {
    let profile = Profile::new();
    let store = profile.create();
    let sealed = CHUNK + 16;
    let id = keep(&store, &content(3 * CHUNK + 5));
    let path = files(&profile).remove(0);
    let sound = fs::read(&path).unwrap();
    let with = |what: &str, bytes: Vec<u8>| {
        fs::write(&path, bytes).unwrap();
        assert_damaged(read(&store, id), what);
    };
    for offset in [0, CHUNK - 1, CHUNK, sealed - 1, sealed, sound.len() - 1] {
        let mut bytes = sound.clone();
        bytes[offset] ^= 0x80;
        with(&format!("a bit at {offset}"), bytes);
    }
    for length in [0, 1, sealed, 2 * sealed, sound.len() - 1] {
        with(&format!("cut to {length}"), sound[..length].to_vec());
    }
    let mut longer = sound.clone();
    longer.push(0);
    with("a byte more", longer);
    let mut swapped = sound[sealed..2 * sealed].to_vec();
    swapped.extend_from_slice(&sound[..sealed]);
    swapped.extend_from_slice(&sound[2 * sealed..]);
    with("two chunks swapped", swapped);
    let mut repeated = sound[..sealed].to_vec();
    repeated.extend_from_slice(&sound[..sealed]);
    repeated.extend_from_slice(&sound[2 * sealed..]);
    with("a chunk repeated", repeated);

    fs::remove_file(&path).unwrap();
    assert_damaged(read(&store, id), "the file is gone");
    fs::write(&path, &sound).unwrap();
    read(&store, id).unwrap();
}

#[test]
fn files_put_in_each_others_place_are_damage() {
    let profile = Profile::new();
    let store = profile.create();
    let one = keep(&store, &content(CHUNK));
    let two = keep(&store, &content(CHUNK));
    let paths = files(&profile);
    let (a, b) = (fs::read(&paths[0]).unwrap(), fs::read(&paths[1]).unwrap());
    assert_ne!(a, b, "equal contents do not look equal on disk");
    fs::write(&paths[0], b).unwrap();
    fs::write(&paths[1], a).unwrap();
    assert_damaged(read(&store, one), "the first");
    assert_damaged(read(&store, two), "the second");
    let report = store
        .check(&mut |_| std::ops::ControlFlow::Continue(()))
        .unwrap();
    assert_eq!(
        report.damage.len(),
        2,
        "the check finds both: {:?}",
        report.damage
    );
}

#[test]
fn an_empty_file_is_authenticated_too() {
    let profile = Profile::new();
    let store = profile.create();
    let id = keep(&store, b"");
    assert_eq!(read(&store, id).unwrap(), b"", "nothing comes back");
    let path = files(&profile).remove(0);
    let mut bytes = fs::read(&path).unwrap();
    bytes[3] ^= 1;
    fs::write(&path, bytes).unwrap();
    assert_damaged(read(&store, id), "its tag");
}

#[test]
fn a_replaced_file_is_the_old_or_the_new_and_the_old_one_is_deleted() {
    let profile = Profile::new();
    let store = profile.create();
    let mut feed = store.subscribe();
    let id = keep(&store, b"old");
    let mut reader = store.blobs().open(id).unwrap();
    let blob = write(&store, b"new and longer");
    let failed = write(&store, b"never");
    store
        .write(move |tx| tx.replace_blob(id, blob, NOW))
        .wait()
        .unwrap();
    let mut old = String::new();
    reader.read_to_string(&mut old).unwrap();
    assert_eq!(old, "old", "whoever had it open goes on reading it");
    assert_eq!(
        read(&store, id).unwrap(),
        b"new and longer",
        "everybody else reads the new one"
    );
    assert_eq!(
        feed.try_recv().unwrap().changes,
        [Change::Blob(id)],
        "and is told"
    );
    let answer = store
        .write(move |tx| tx.replace_blob(BlobId(99), failed, NOW))
        .wait();
    assert!(
        matches!(answer, Err(StoreError::Gone { .. })),
        "there is nothing to replace"
    );
    store.close().unwrap();
    assert_eq!(files(&profile).len(), 1, "one file is left");
}

#[test]
fn a_deleted_file_is_gone_from_disk_when_the_store_is_closed() {
    let profile = Profile::new();
    let store = profile.create();
    let id = keep(&store, b"content");
    store.write(move |tx| tx.delete_blob(id)).wait().unwrap();
    assert!(
        matches!(read(&store, id), Err(StoreError::Gone { .. })),
        "no row, no file"
    );
    store.close().unwrap();
    assert_eq!(files(&profile), Vec::<PathBuf>::new(), "nothing is left");
}

#[test]
fn what_has_no_row_is_swept_away_and_what_is_not_ours_is_left() {
    let profile = Profile::new();
    let store = profile.create();
    let id = keep(&store, b"kept");
    let dropped = write(&store, b"finished, then dropped");
    drop(dropped);
    drop(store.blobs().writer().unwrap());
    assert_eq!(
        files(&profile).len(),
        1,
        "a writer or file that is dropped leaves nothing"
    );
    std::mem::forget(write(&store, b"finished, then the power went"));
    let mut half = store.blobs().writer().unwrap();
    half.write_all(&content(3 * CHUNK)).unwrap();
    std::mem::forget(half);
    let not_ours = profile.place.blobs.join("notes.txt");
    fs::write(&not_ours, b"somebody else's").unwrap();
    assert_eq!(files(&profile).len(), 4, "the case needs leftovers");
    store.close().unwrap();

    let store = profile.open().unwrap();
    assert_eq!(files(&profile).len(), 2, "ours and theirs are left");
    assert!(not_ours.exists(), "a stranger's file stays");
    assert_eq!(
        read(&store, id).unwrap(),
        b"kept",
        "and so does the one with a row"
    );
}

#[test]
fn a_file_whose_deletion_was_cut_short_is_deleted_at_the_next_start() {
    let profile = Profile::new();
    let store = profile.create();
    let id = keep(&store, b"content");
    let path = files(&profile).remove(0);
    let bytes = fs::read(&path).unwrap();
    store.write(move |tx| tx.delete_blob(id)).wait().unwrap();
    store.close().unwrap();
    fs::write(&path, bytes).unwrap();
    profile.open().unwrap();
    assert!(
        !path.exists(),
        "a file without a row does not survive a start"
    );
}

#[test]
fn a_check_can_be_stopped_between_two_files() {
    let profile = Profile::new();
    let store = profile.create();
    for _ in 0..3 {
        keep(&store, b"content");
    }
    let mut steps = Vec::new();
    let report = store
        .check(&mut |p| {
            steps.push((p.done, p.total));
            if p.done == 2 {
                std::ops::ControlFlow::Break(())
            } else {
                std::ops::ControlFlow::Continue(())
            }
        })
        .unwrap();
    assert!(report.stopped && report.damage.is_empty(), "{report:?}");
    assert_eq!(
        steps,
        [(0, 4), (1, 4), (2, 4)],
        "the database and one file were looked at"
    );
    let report = store
        .check(&mut |_| std::ops::ControlFlow::Continue(()))
        .unwrap();
    assert!(
        !report.stopped && report.damage.is_empty(),
        "all is well: {report:?}"
    );
}
