//! The user's choices, slots and notifications.

use frontdesk_app::{
    error::CommandError,
    view::feed::{Destination, Fact},
};
use frontdesk_domain::{
    settings::{Settings, Theme},
    slot::SlotNumber,
};

use crate::support::{Desk, Window};

#[tokio::test(start_paused = true)]
async fn choices_are_told_and_survive_a_restart() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    let mut window = Window::open(&app);
    window.snapshot().await;
    let chosen = Settings {
        theme: Theme::Dark,
        inbox_width: 400,
        ..Settings::default()
    };
    app.set_settings(chosen.clone()).await.unwrap();
    let (_, facts) = window.batch().await;
    assert_eq!(
        facts,
        [Fact::Settings {
            settings: chosen.clone()
        }],
        "the window follows"
    );
    assert_eq!(
        desk.desktop.followed(),
        Some(chosen.clone()),
        "and so does the desktop"
    );
    app.shut_down().await;

    let app = desk.start().await;
    assert_eq!(Window::open(&app).snapshot().await.settings, chosen, "kept");
}

#[tokio::test(start_paused = true)]
async fn a_choice_that_the_desktop_refuses_is_not_kept() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    desk.desktop.refuse_autostart();
    let wish = Settings {
        autostart: true,
        ..Settings::default()
    };
    assert_eq!(
        app.set_settings(wish).await,
        Err(CommandError::DesktopCannot),
        "the switch must not claim what does not happen"
    );
    assert!(
        !Window::open(&app).snapshot().await.settings.autostart,
        "it stays off"
    );
}

#[tokio::test(start_paused = true)]
async fn a_width_that_would_hide_a_pane_is_bent_into_range() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    app.set_settings(Settings {
        inbox_width: 9_000,
        ..Settings::default()
    })
    .await
    .unwrap();
    let width = Window::open(&app).snapshot().await.settings.inbox_width;
    assert_eq!(width, 720, "the thread keeps its place");
}

#[tokio::test(start_paused = true)]
async fn a_label_is_trimmed_and_too_long_a_one_refused() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    let slot = SlotNumber::ALL[1];
    app.set_slot_label(slot, "  Repairs ".to_owned())
        .await
        .unwrap();
    assert_eq!(
        Window::open(&app).snapshot().await.slots[1].label,
        "Repairs",
        "trimmed"
    );
    let invalid = Err(CommandError::Invalid {
        field: "label".to_owned(),
    });
    assert_eq!(
        app.set_slot_label(slot, "x".repeat(41)).await,
        invalid,
        "too long"
    );
    assert_eq!(
        app.set_slot_label(slot, "a\nb".to_owned()).await,
        invalid,
        "not one line"
    );
}

#[tokio::test(start_paused = true)]
async fn a_test_notification_looks_like_a_message_and_respects_the_preview_choice() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    let row = app.inbox_page(None).await.unwrap().rows.remove(0);
    app.test_notification(Some(row.id)).await.unwrap();
    app.set_settings(Settings {
        notification_preview: false,
        ..Settings::default()
    })
    .await
    .unwrap();
    app.test_notification(Some(row.id)).await.unwrap();

    let shown = desk.desktop.notices();
    assert_eq!(shown[0].title, "Anneliese Brandt", "who wrote");
    assert_eq!(shown[0].body, "And do you take cards now?", "and what");
    assert_eq!(
        shown[0].opens,
        Some(Destination::Chat { chat: row.id }),
        "a click opens the chat"
    );
    assert_eq!(
        shown[1].body, "",
        "without preview nobody reads over the shoulder"
    );
}
