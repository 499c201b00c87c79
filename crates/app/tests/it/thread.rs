//! The messages of one conversation.

use frontdesk_app::{error::CommandError, view::message::ThreadAnchor};
use frontdesk_domain::id::{ChatId, MessageId};

use crate::support::{Desk, thread_picture};

async fn chat_named(app: &frontdesk_app::frontdesk::Frontdesk, title: &str) -> ChatId {
    let rows = app.inbox_page(None).await.unwrap().rows;
    rows.into_iter().find(|row| row.title == title).unwrap().id
}

#[tokio::test(start_paused = true)]
async fn a_thread_opens_at_the_first_unread_message() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    let chat = chat_named(&app, "Saturday ride 🚴").await;
    let page = app
        .thread_page(chat, ThreadAnchor::FirstUnread)
        .await
        .unwrap();
    insta::assert_snapshot!(thread_picture(&page), @r"
    Odhran McAllister: <GroupEvent> Odhran McAllister added you
    Kwabena Osei-Tutu: Route for Saturday: out along the canal, back over the hill. 48 km.
    Ximena Ortega: Is the hill *really* necessary? 😅
    Σοφία Δημητρίου: <Poll> Hill or no hill?
    Me: The workshop opens at eight: come by for air and oil before the start. ✓✓!
    --- unread ---
    Kwabena Osei-Tutu: [Me: The workshop opens at eight: come by for air and oil before the start.] Perfect, I need a new tube anyway
    Ximena Ortega: <Document> canal-loop.gpx
    Σοφία Δημητρίου: Hill. Obviously.
    Odhran McAllister: See you at 8:30!
    Kwabena Osei-Tutu: I'll bring coffee ☕
    ");
}

#[tokio::test(start_paused = true)]
async fn an_edit_a_deletion_and_an_unknown_kind_are_shown_as_what_they_are() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    let mut picture = String::new();
    for title in ["Priya Raghunathan", "Market square shops", "राहुल शर्मा"] {
        let chat = chat_named(&app, title).await;
        let page = app.thread_page(chat, ThreadAnchor::Newest).await.unwrap();
        picture.push_str(&format!("== {title}\n{}", thread_picture(&page)));
    }
    insta::assert_snapshot!(picture, @r"
    == Priya Raghunathan
    Priya Raghunathan: Hi! We are fourteen people for a birthday on the 12th. Could you do a cake with mango?
    Me: Happy to! Mango and coconut, or mango and passion fruit? ✓✓!
    Priya Raghunathan: Passion fruit, please. And it must be without nuts, one guest is allergic. (edited)
    Me: Noted: *no nuts*, separate board and knives. That will be 68.00, ready at ten. ✓✓!
    Priya Raghunathan: Wonderful, thank you so much 💛
    == Market square shops
    --- unread ---
    Café Linde: Reminder: the square is closed to cars next Monday.
    Priya Raghunathan: All day, or only in the morning?
    Noémie Lacroix: Until noon.
    Café Linde: <Image> The plan
    Priya Raghunathan: Thanks. Deliveries then by the back street.
    Noémie Lacroix: Who lends me a parasol for the fair?
    Café Linde: I have two.
    Priya Raghunathan: You are a hero.
    Noémie Lacroix: <Deleted>
    == राहुल शर्मा
    राहुल शर्मा: नमस्ते, क्या आपके यहाँ बिना अंडे का केक मिलता है?
    Me: नमस्ते राहुल! हाँ, चॉकलेट और वनीला दोनों। ✓✓!
    राहुल शर्मा: बहुत बढ़िया, रविवार के लिए एक चॉकलेट केक।
    राहुल शर्मा: <Unsupported>
    ");
}

#[tokio::test(start_paused = true)]
async fn paging_back_and_forth_meets_every_message_once() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    let chat = chat_named(&app, "Anneliese Brandt").await;
    let mut pages = vec![app.thread_page(chat, ThreadAnchor::Newest).await.unwrap()];
    while pages[0].more_before {
        let message = pages[0].rows[0].id;
        let older = app
            .thread_page(chat, ThreadAnchor::Before { message })
            .await
            .unwrap();
        pages.insert(0, older);
    }
    let backwards: Vec<MessageId> = pages
        .iter()
        .flat_map(|page| page.rows.iter().map(|row| row.id))
        .collect();
    assert_eq!(
        backwards.len(),
        608,
        "600 lines of small talk and eight of the scene"
    );

    let mut forwards = vec![backwards[0]];
    loop {
        let message = *forwards.last().unwrap();
        let page = app
            .thread_page(chat, ThreadAnchor::After { message })
            .await
            .unwrap();
        forwards.extend(page.rows.iter().map(|row| row.id));
        if !page.more_after {
            break;
        }
    }
    assert_eq!(
        forwards, backwards,
        "both ways meet the same messages in the same order"
    );

    let middle = backwards[300];
    let around = app
        .thread_page(chat, ThreadAnchor::Around { message: middle })
        .await
        .unwrap();
    assert!(
        around.more_before && around.more_after,
        "a jump lands amid the thread"
    );
    assert!(
        around.rows.iter().any(|row| row.id == middle),
        "on the message itself"
    );
}

#[tokio::test(start_paused = true)]
async fn a_message_or_chat_that_is_gone_says_so() {
    let desk = Desk::with_world().await;
    let app = desk.start().await;
    let chat = chat_named(&app, "Anneliese Brandt").await;
    let nowhere = ThreadAnchor::Around {
        message: MessageId(1 << 40),
    };
    assert_eq!(
        app.thread_page(chat, nowhere).await,
        Err(CommandError::Gone),
        "no such message"
    );
    assert_eq!(
        app.thread_page(ChatId(1 << 40), ThreadAnchor::Newest).await,
        Err(CommandError::Gone),
        "no such chat"
    );
}
