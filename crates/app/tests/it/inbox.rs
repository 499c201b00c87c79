//! The list of conversations.

use frontdesk_app::error::CommandError;
use frontdesk_domain::{id::ChatId, time::Timestamp};

use crate::support::{Desk, NOW, Window, inbox_picture};

#[tokio::test(start_paused = true)]
async fn the_inbox_shows_all_slots_by_recency_and_what_was_put_away_behind() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    let first = app.inbox_page(None).await.unwrap();
    let archive = app.inbox_page(first.next).await.unwrap();
    assert_eq!(archive.next, None, "behind the archive there is nothing");
    let rows: Vec<_> = first.rows.into_iter().chain(archive.rows).collect();
    insta::assert_snapshot!(inbox_picture(&rows), @r"
    [1] Anneliese Brandt | And do you take cards now? | 4 min (2) pinned
    [1] ليلى منصور | شكراً جزيلاً! سأمر قبل الظهر. | 17 min (1)
    [2] Tomás Villalobos | ¿Es aquí? | 36 min (3)
    [2] Saturday ride 🚴 | Kwabena Osei-Tutu: I'll bring coffee ☕ | 52 min (5)
    [1] Priya Raghunathan | Wonderful, thank you so much 💛 | 1 h
    [2] Юлия Соколова | ✓✓ Ждём вас! | 2 h
    [1] Kwabena Osei-Tutu | ✓ We deliver at nine, as always. | 5 h
    [1] 小林 さくら | <Sticker> | 7 h
    [2] Noémie Lacroix | Je prends le gris. Merci ! | 22 h
    [1] דניאל אברמוב | ✓✓! רשום. שבת שלום! | 1 d
    [1] Market square shops | Noémie Lacroix: <Deleted> | 1 d (9) muted
    [2] +447700900123 | Hello, found you on the map. How much is a full service for an e-bike? | 1 d (1)
    [1] Café Linde | Sorry, pressed the wrong button. All fine! | 2 d
    [2] Σοφία Δημητρίου | Τέλεια, θα το φέρω αύριο. | 3 d
    [1] राहुल शर्मा | <Unsupported> | 5 d
    [2] +447700900456 | ✓✓! We can. Come by any day after ten. | 9 d
    [2] Ximena Ortega | ✓✓! A pleasure, Ximena. Safe riding! | 40 d archived
    ");
}

#[tokio::test(start_paused = true)]
async fn pinning_raises_a_chat_and_archiving_moves_it_behind() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    let rows = app.inbox_page(None).await.unwrap().rows;
    let last = rows.last().unwrap().id;
    app.set_chat_pinned(last, true).await.unwrap();
    let after = app.inbox_page(None).await.unwrap().rows;
    assert!(
        after[..2].iter().any(|row| row.id == last),
        "pinned rows stand above all others"
    );

    app.set_chat_archived(last, true).await.unwrap();
    let after = app.inbox_page(None).await.unwrap().rows;
    assert!(after.iter().all(|row| row.id != last), "put away");
}

#[tokio::test(start_paused = true)]
async fn a_mute_that_ran_out_counts_again() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    let snapshot = Window::open(&app).snapshot().await;
    let chat = snapshot.inbox.rows[0].id;
    app.set_chat_muted(chat, Some(Timestamp(NOW.0 + 3_600_000)))
        .await
        .unwrap();
    assert_eq!(
        Window::open(&app).snapshot().await.unread,
        10,
        "silent for an hour"
    );
    desk.clock.advance(3_600_001);
    assert_eq!(
        Window::open(&app).snapshot().await.unread,
        12,
        "and heard again"
    );
}

#[tokio::test(start_paused = true)]
async fn a_chat_that_does_not_exist_is_gone_not_a_defect() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    let nobody = ChatId(9_999);
    assert_eq!(
        app.set_chat_pinned(nobody, true).await,
        Err(CommandError::Gone),
        "pinning"
    );
    assert_eq!(
        app.set_chat_muted(nobody, None).await,
        Err(CommandError::Gone),
        "muting"
    );
    assert_eq!(
        app.set_chat_archived(nobody, true).await,
        Err(CommandError::Gone),
        "archiving"
    );
    assert_eq!(
        app.mark_chat_read(nobody).await,
        Err(CommandError::Gone),
        "reading"
    );
    assert_eq!(
        app.test_notification(Some(nobody)).await,
        Err(CommandError::Gone),
        "notifying"
    );
}
