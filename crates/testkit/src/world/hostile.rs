//! Texts that a stranger could send to break out of the window.

use frontdesk_domain::{
    message::{Direction, MessageKind},
    receipt::Delivery,
};

use super::{Chat, Line, Person, Shop, With, World, number};

/// Each is shown as a name, a group subject, a message, a caption and a quote.
/// Whatever runs, loads or becomes an element marks `window.broken` or asks the
/// network, and a test sees it.
pub const TEXTS: &[&str] = &[
    "<script>window.broken=1</script>",
    "<img src=x onerror=window.broken=1>",
    "<svg onload=window.broken=1>",
    "\"><svg/onload=window.broken=1>",
    "'><iframe srcdoc='<script>parent.broken=1</script>'>",
    "<iframe src=javascript:parent.broken=1>",
    "<a href=javascript:window.broken=1>click me</a>",
    "javascript:window.broken=1",
    "<link rel=stylesheet href=http://127.0.0.1:9/x.css>",
    "<style>@import 'http://127.0.0.1:9/y.css';</style>",
    "<img src=http://127.0.0.1:9/pixel.png>",
    "<video src=http://127.0.0.1:9/v.mp4 autoplay>",
    "<object data=http://127.0.0.1:9/o></object>",
    "<embed src=http://127.0.0.1:9/e>",
    "<base href=http://127.0.0.1:9/>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
    "<form action=http://127.0.0.1:9/><button>Unlock</button></form>",
    "<details open ontoggle=window.broken=1>",
    "<input autofocus onfocus=window.broken=1>",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.broken=1>",
    "<template><script>window.broken=1</script></template>",
    "<!--<img src=\"--><img src=x onerror=window.broken=1>\">",
    "</textarea><script>window.broken=1</script>",
    "</title><script>window.broken=1</script>",
    "&lt;script&gt;window.broken=1&lt;/script&gt;",
    "{{constructor.constructor('window.broken=1')()}}",
    "${window.broken=1}",
    "`${window.broken=1}`",
    "__proto__",
    "constructor",
    "*<b onmouseover=window.broken=1>bold</b>*",
    "_<img src=x onerror=window.broken=1>_",
    "```<script>window.broken=1</script>```",
    "http://127.0.0.1:9/<script>window.broken=1</script>",
    "data:text/html,<script>window.broken=1</script>",
    "\u{202e}gpj.exe.\u{202c} invoice",
    "\u{2066}\u{202e}evil\u{2069} name",
    "z\u{0335}\u{0321}\u{031b}a\u{0335}\u{0321}l\u{0335}g\u{0335}o\u{0335}",
    "\u{0}\u{1}\u{7f}",
    "\u{feff}\u{200b}\u{200d}",
    "👩‍👩‍👧‍👦🏴‍☠️\u{1f3f4}\u{e0067}",
];

/// A world in which everything that can be named is named badly.
pub(super) fn world() -> World {
    let people: Vec<Person> = TEXTS
        .iter()
        .enumerate()
        .map(|(index, text)| Person {
            name: (*text).to_owned(),
            phone: number(&format!("1555020{index:04}")),
        })
        .collect();
    let direct = (0..TEXTS.len()).map(|index| chat(With::Person(index), index));
    let group = With::Group {
        subject: TEXTS.first().copied().unwrap_or_default().to_owned(),
        members: (0..TEXTS.len()).collect(),
    };
    let shop = Shop {
        name: "<img src=x onerror=window.broken=1>".to_owned(),
        label: "<svg onload=window.broken=1>".to_owned(),
        phone: number("15550003333"),
    };
    World {
        shops: vec![shop],
        people,
        chats: direct.chain([chat(group, 100)]).collect(),
        linked: false,
    }
}

fn chat(with: With, index: usize) -> Chat {
    let own = TEXTS.get(index).copied();
    let lines = own
        .into_iter()
        .chain(TEXTS.iter().copied())
        .enumerate()
        .map(|(place, text)| Line {
            after: 1,
            direction: if place % 3 == 2 {
                Direction::Outgoing
            } else {
                Direction::Incoming
            },
            kind: if place % 5 == 4 {
                MessageKind::Image
            } else {
                MessageKind::Text
            },
            text: text.to_owned(),
            answers: (place % 4 == 3).then_some(1),
            edited: false,
            delivery: Delivery::Delivered,
        });
    let lines: Vec<Line> = lines.collect();
    Chat {
        shop: 0,
        with,
        pinned: false,
        muted: false,
        archived: false,
        unread: 1,
        age: i64::try_from(index).unwrap_or(0),
        lines,
    }
}
