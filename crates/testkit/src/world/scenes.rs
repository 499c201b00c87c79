//! What is said in the fictitious world, as short scenes.

use frontdesk_domain::{
    message::{Direction, MessageKind},
    receipt::Delivery,
};

/// One line of a scene.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Minutes since the line before.
    pub after: i64,
    /// Who says it.
    pub direction: Direction,
    /// What it carries.
    pub kind: MessageKind,
    /// Its text or caption.
    pub text: &'static str,
    /// How many lines back the line it answers stands.
    pub answers: Option<usize>,
    /// It was edited a minute later.
    pub edited: bool,
    /// How far it got, for lines of the shop.
    pub delivery: Delivery,
}

const fn line(after: i64, direction: Direction, kind: MessageKind, text: &'static str) -> Line {
    Line {
        after,
        direction,
        kind,
        text,
        answers: None,
        edited: false,
        delivery: Delivery::Read,
    }
}

const fn says(after: i64, text: &'static str) -> Line {
    line(after, Direction::Incoming, MessageKind::Text, text)
}

const fn sends(after: i64, kind: MessageKind, text: &'static str) -> Line {
    line(after, Direction::Incoming, kind, text)
}

const fn shop(after: i64, text: &'static str) -> Line {
    line(after, Direction::Outgoing, MessageKind::Text, text)
}

const fn answers(line: Line, back: usize) -> Line {
    Line {
        answers: Some(back),
        ..line
    }
}

const fn edited(line: Line) -> Line {
    Line {
        edited: true,
        ..line
    }
}

const fn reached(line: Line, delivery: Delivery) -> Line {
    Line { delivery, ..line }
}

/// A conversation: who writes to which shop, and what is said.
#[derive(Clone, Copy, Debug)]
pub struct Scene {
    /// Which shop.
    pub shop: usize,
    /// Whom with.
    pub with: With,
    /// Minutes between its last line and the present.
    pub age: i64,
    /// Lines at its end that the shop has not read.
    pub unread: usize,
    /// Kept above the others.
    pub pinned: bool,
    /// Silenced for ever.
    pub muted: bool,
    /// Put away.
    pub archived: bool,
    /// Older lines of small talk before these.
    pub small_talk: usize,
    /// What is said, oldest first.
    pub lines: &'static [Line],
}

/// Whom a scene is with.
#[derive(Clone, Copy, Debug)]
pub enum With {
    /// One person, by place in the list of people.
    Person(usize),
    /// A group; the speakers of its incoming lines take turns.
    Group {
        /// Its subject.
        subject: &'static str,
        /// Who speaks in it.
        members: &'static [usize],
    },
}

const fn scene(shop: usize, with: With, age: i64, unread: usize, lines: &'static [Line]) -> Scene {
    Scene {
        shop,
        with,
        age,
        unread,
        pinned: false,
        muted: false,
        archived: false,
        small_talk: 0,
        lines,
    }
}

/// Everything that is said.
pub const SCENES: &[Scene] = &[
    Scene {
        pinned: true,
        small_talk: 600,
        ..scene(
            0,
            With::Person(0),
            4,
            2,
            &[
                says(
                    0,
                    "Good morning! Is the sourdough from the window still to be had?",
                ),
                shop(
                    6,
                    "Good morning Anneliese! Two loaves are left. Shall I put one aside?",
                ),
                says(2, "Yes please, the darker one 🥖"),
                shop(1, "Done. It waits under your name until six."),
                sends(45, MessageKind::Image, "This one, right?"),
                answers(shop(3, "Exactly that one."), 1),
                says(
                    30,
                    "Then I'll be there at half past five. One more thing: could you make the *plum cake* for Saturday, twelve pieces, with _a little_ less sugar?",
                ),
                says(1, "And do you take cards now?"),
            ],
        )
    },
    scene(
        0,
        With::Person(1),
        17,
        1,
        &[
            says(0, "مرحبا، هل عندكم كعك العيد هذا الأسبوع؟"),
            shop(9, "أهلاً ليلى! نعم، نخبزه كل صباح حتى يوم الخميس."),
            says(
                4,
                "رائع. أريد صندوقين من فضلك، واحد بالتمر وواحد بالفستق 🌙",
            ),
            shop(2, "تم. الصندوقان جاهزان غداً من الساعة 9:00."),
            says(21, "شكراً جزيلاً! سأمر قبل الظهر."),
        ],
    ),
    scene(
        1,
        With::Person(2),
        36,
        3,
        &[
            says(0, "Hola, se me rompió el cambio trasero de la bici 😬"),
            sends(1, MessageKind::Video, "Así suena"),
            shop(
                12,
                "Hola Tomás, parece la patilla. ¿Puedes traerla hoy antes de las siete?",
            ),
            says(3, "Sí, paso a las seis."),
            sends(1, MessageKind::Location, "Taller"),
            says(0, "¿Es aquí?"),
        ],
    ),
    scene(
        1,
        With::Group {
            subject: "Saturday ride 🚴",
            members: &[9, 5, 15, 12],
        },
        52,
        5,
        &[
            line(
                0,
                Direction::Incoming,
                MessageKind::GroupEvent,
                "Odhran McAllister added you",
            ),
            says(
                3,
                "Route for Saturday: out along the canal, back over the hill. 48 km.",
            ),
            says(5, "Is the hill *really* necessary? 😅"),
            sends(2, MessageKind::Poll, "Hill or no hill?"),
            shop(
                11,
                "The workshop opens at eight: come by for air and oil before the start.",
            ),
            answers(says(4, "Perfect, I need a new tube anyway"), 1),
            sends(7, MessageKind::Document, "canal-loop.gpx"),
            says(3, "Hill. Obviously."),
            says(1, "See you at 8:30!"),
            says(12, "I'll bring coffee ☕"),
        ],
    ),
    scene(
        0,
        With::Person(3),
        95,
        0,
        &[
            says(
                0,
                "Hi! We are fourteen people for a birthday on the 12th. Could you do a cake with mango?",
            ),
            shop(
                18,
                "Happy to! Mango and coconut, or mango and passion fruit?",
            ),
            edited(says(
                7,
                "Passion fruit, please. And it must be without nuts, one guest is allergic.",
            )),
            shop(
                2,
                "Noted: *no nuts*, separate board and knives. That will be 68.00, ready at ten.",
            ),
            says(1, "Wonderful, thank you so much 💛"),
        ],
    ),
    scene(
        1,
        With::Person(4),
        130,
        0,
        &[
            says(0, "Здравствуйте! Мой велосипед уже готов?"),
            shop(
                14,
                "Добрый день, Юлия! Да, цепь и тормоза заменили, можно забирать.",
            ),
            says(3, "Отлично, буду через час."),
            reached(shop(1, "Ждём вас!"), Delivery::Delivered),
        ],
    ),
    scene(
        0,
        With::Person(5),
        60 * 5,
        0,
        &[
            sends(0, MessageKind::Audio, ""),
            shop(
                4,
                "Thank you Kwabena, got it: forty rolls for the choir on Sunday.",
            ),
            reached(shop(0, "We deliver at nine, as always."), Delivery::Sent),
        ],
    ),
    scene(
        0,
        With::Person(6),
        60 * 7,
        0,
        &[
            says(0, "こんにちは。あんぱんは明日もありますか？"),
            shop(
                30,
                "はい、毎朝八時に焼き上がります。お取り置きしましょうか？",
            ),
            says(5, "六個お願いします。ありがとうございます！"),
            sends(0, MessageKind::Sticker, ""),
        ],
    ),
    scene(
        1,
        With::Person(7),
        60 * 22,
        0,
        &[
            says(0, "Bonjour, avez-vous des sièges enfant en stock ?"),
            shop(
                40,
                "Bonjour Noémie ! Deux modèles, dès neuf mois. Je vous envoie les photos.",
            ),
            line(
                1,
                Direction::Outgoing,
                MessageKind::Image,
                "Le gris est le plus léger.",
            ),
            says(8, "Je prends le gris. Merci !"),
        ],
    ),
    scene(
        0,
        With::Person(8),
        60 * 26,
        0,
        &[
            says(0, "שלום, אפשר להזמין חלות ליום שישי?"),
            shop(6, "בוודאי, דניאל. כמה?"),
            says(2, "שתי חלות גדולות ואחת קטנה, עד השעה 14:00 בבקשה."),
            shop(1, "רשום. שבת שלום!"),
        ],
    ),
    Scene {
        muted: true,
        ..scene(
            0,
            With::Group {
                subject: "Market square shops",
                members: &[11, 3, 7],
            },
            60 * 27,
            9,
            &[
                says(0, "Reminder: the square is closed to cars next Monday."),
                says(31, "All day, or only in the morning?"),
                says(2, "Until noon."),
                sends(4, MessageKind::Image, "The plan"),
                says(9, "Thanks. Deliveries then by the back street."),
                says(60, "Who lends me a parasol for the fair?"),
                says(3, "I have two."),
                says(1, "You are a hero."),
                line(5, Direction::Incoming, MessageKind::Deleted, ""),
            ],
        )
    },
    scene(
        1,
        With::Person(10),
        60 * 30,
        1,
        &[says(
            0,
            "Hello, found you on the map. How much is a full service for an e-bike?",
        )],
    ),
    scene(
        0,
        With::Person(11),
        60 * 49,
        0,
        &[
            says(
                0,
                "Morning! Same order as last week: 30 croissants, 12 brioche.",
            ),
            shop(3, "In the van at half past six."),
            line(0, Direction::Incoming, MessageKind::Call, ""),
            says(14, "Sorry, pressed the wrong button. All fine!"),
        ],
    ),
    scene(
        1,
        With::Person(12),
        60 * 72,
        0,
        &[
            says(0, "Καλημέρα! Επισκευάζετε και ηλεκτρικά πατίνια;"),
            shop(55, "Καλημέρα Σοφία! Λάστιχα και φρένα ναι, μπαταρίες όχι."),
            says(4, "Τέλεια, θα το φέρω αύριο."),
        ],
    ),
    scene(
        0,
        With::Person(13),
        60 * 24 * 5,
        0,
        &[
            says(0, "नमस्ते, क्या आपके यहाँ बिना अंडे का केक मिलता है?"),
            shop(22, "नमस्ते राहुल! हाँ, चॉकलेट और वनीला दोनों।"),
            says(3, "बहुत बढ़िया, रविवार के लिए एक चॉकलेट केक।"),
            line(2, Direction::Incoming, MessageKind::Unsupported, ""),
        ],
    ),
    scene(
        1,
        With::Person(14),
        60 * 24 * 9,
        0,
        &[
            sends(0, MessageKind::Contact, "Odhran McAllister"),
            says(1, "He said you could help with my gears"),
            shop(17, "We can. Come by any day after ten."),
        ],
    ),
    Scene {
        archived: true,
        ..scene(
            1,
            With::Person(15),
            60 * 24 * 40,
            0,
            &[
                says(0, "Thank you for the quick repair!"),
                shop(5, "A pleasure, Ximena. Safe riding!"),
            ],
        )
    },
];

/// Lines that long conversations are filled with, in turn.
pub const SMALL_TALK: &[Line] = &[
    says(
        35,
        "Good morning! One rye bread and four pretzels for tomorrow, please.",
    ),
    shop(4, "Good morning! They will be ready from seven."),
    says(2, "Thank you, see you then."),
    says(1_300, "The poppy-seed roll was the best so far."),
    shop(9, "That makes us happy. It is back on Thursday."),
    says(1_500, "Are you open on the holiday?"),
    shop(12, "Until noon, with a smaller choice."),
    says(3, "Then a country loaf, sliced."),
    shop(1, "Noted 👍"),
    sends(900, MessageKind::Image, "Look what became of your baguette"),
    shop(20, "A beautiful breakfast!"),
];
