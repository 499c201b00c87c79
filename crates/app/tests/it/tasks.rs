//! Long work.

use std::io::Write as _;

use frontdesk_app::{
    error::CommandError,
    view::{
        feed::Fact,
        system::{TaskId, TaskOutcome, TaskView},
    },
};

use crate::support::{Desk, NOW, Window};

async fn report(window: &mut Window, id: TaskId) -> TaskView {
    loop {
        let (_, facts) = window.batch().await;
        for fact in facts {
            match fact {
                Fact::Task { task } if task.id == id && task.outcome.is_some() => return task,
                _ => {}
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_check_of_a_sound_store_ends_with_nothing_to_report() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    let mut window = Window::open(&app);
    window.snapshot().await;
    let id = app.check_store().unwrap();
    let done = report(&mut window, id).await;
    assert_eq!(
        done.outcome,
        Some(TaskOutcome::Done),
        "every page was verified"
    );
    assert_eq!(done.done, done.total, "the bar is full");

    app.dismiss_task(id).unwrap();
    let (_, facts) = window.batch().await;
    assert_eq!(
        facts,
        [Fact::TaskGone { task: id }],
        "the report is put away"
    );
    assert_eq!(app.dismiss_task(id), Err(CommandError::Gone), "only once");
}

#[tokio::test(start_paused = true)]
async fn a_damaged_file_is_found_by_the_check() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    let store = app.store().unwrap();
    let mut writer = store.blobs().writer().unwrap();
    writer.write_all(b"a picture").unwrap();
    let written = writer.finish().unwrap();
    store
        .write(move |tx| tx.insert_blob(written, NOW))
        .await
        .unwrap();
    let folder = desk.place().blobs;
    let file = std::fs::read_dir(folder)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).unwrap();

    let mut window = Window::open(&app);
    window.snapshot().await;
    let id = app.check_store().unwrap();
    let done = report(&mut window, id).await;
    assert_eq!(
        done.outcome,
        Some(TaskOutcome::Damaged { places: 1 }),
        "one flipped bit is one damaged place"
    );
}

#[tokio::test(start_paused = true)]
async fn work_that_does_not_exist_cannot_be_cancelled() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    assert_eq!(
        app.cancel_task(TaskId(77)),
        Err(CommandError::Gone),
        "it is not there"
    );
}
