//! Lindenbrot, a bakery, and who writes to it.

use super::{Business, Group, Person, What, felt, said, them, us};
use What::{Card, File, Film, Picture, Place, Poll, Sticker, Text, Voice};

pub(super) const NUMBER: &str = "15550010001";

const MAYA: &str = "15550011001";
const OTTO: &str = "15550011002";
const CARMEN: &str = "15550011003";
const SAKURA: &str = "15550011004";
const DANAI: &str = "15550011005";
const MILL: &str = "15550011006";

pub(super) const BAKERY: Business = Business {
    number: NUMBER,
    name: "Lindenbrot",
    category: "Bakery",
    about: "Baked before you wake",
    address: "4 Lime Tree Lane, Port Ellery",
    website: "https://lindenbrot.example",
    people: &[
        Person {
            number: MAYA,
            name: "Maya Fairweather",
            saved: Some("Maya Fairweather"),
            about: "Probably at the harbour",
            picture: true,
            company: false,
            reads: 2_200,
            past: &[
                them(4_330, Text("Hi! Do you bake without nuts as well?")),
                us(
                    4_322,
                    Text("We do: everything on the lower shelf is made in a separate room."),
                ),
                felt(them(4_320, Text("That's wonderful, thank you")), "❤️"),
                them(
                    1_510,
                    Text(
                        "I'd like to order a cake for my daughter, for Saturday. About 12 people.",
                    ),
                ),
                us(
                    1_498,
                    Text("With pleasure. Lemon, hazelnut-free chocolate, or carrot?"),
                ),
                them(1_490, Text("Carrot! With this on top, if you can 🐰")),
                them(1_489, Picture("Her drawing")),
                felt(
                    us(
                        1_470,
                        Text("We can. Ready from 10 on Saturday, 38 in total."),
                    ),
                    "🥰",
                ),
                them(
                    62,
                    Text("One more thing: could the name be written in blue? Ida, three letters"),
                ),
            ],
            unread: 1,
            says: &[
                Text("Do you have any of the walnut rye left today?"),
                Text("And could somebody bring it to the car? I'm on crutches this week 🙈"),
                Picture("Is this one of yours? My neighbour swears it isn't"),
                Text("Never mind, I've just seen it on your website!"),
                Voice(9),
                Text("You saved the party. Everybody asked where the cake was from ☺️"),
            ],
            slips: &[("We'd be 21 people then", "We'd be 12 people then")],
            replies: &[
                "Perfect, thank you!",
                "Oh good. Then I'll come by around four.",
                "Great, see you then 😊",
                "Could you put it aside under Fairweather?",
                "You're the best, honestly.",
            ],
        },
        Person {
            number: OTTO,
            name: "Otto Brandt",
            saved: Some("Otto (early shift)"),
            about: "Erst Kaffee.",
            picture: true,
            company: false,
            reads: 1_600,
            past: &[
                them(
                    2_905,
                    Text("Der zweite Ofen braucht wieder ewig, bis er heiß ist."),
                ),
                us(
                    2_900,
                    Text("Ich rufe den Techniker an. Kannst du solange auf den ersten ausweichen?"),
                ),
                them(
                    2_897,
                    Text("Geht schon, dann kommen die Brezeln eben zuletzt 🥨"),
                ),
                us(1_440, Text("Techniker kommt morgen um sieben.")),
                felt(them(1_437, Text("Ich bin da und lasse ihn rein.")), "👍"),
                them(190, Film("So klingt er jetzt. Viel besser!")),
                us(180, Text("Herrlich. Danke, Otto!")),
            ],
            unread: 0,
            says: &[
                Text("Mehl ist auf dem letzten Sack, kannst du bestellen?"),
                Voice(6),
                Text("Die Laugenstangen sind schon wieder ausverkauft, soll ich nachlegen?"),
                Picture("Heute sind sie besonders schön geworden"),
                Text("Ich gehe jetzt, abgeschlossen ist."),
            ],
            slips: &[("Morgen um 4 bin ich nicht da", "Morgen um 4 bin ich da")],
            replies: &[
                "Alles klar, mache ich.",
                "Gut, dann bis morgen früh.",
                "Ist notiert 👍",
                "Kein Problem!",
            ],
        },
        Person {
            number: CARMEN,
            name: "Carmen Solís",
            saved: Some("Carmen, café La Ronda"),
            about: "Café La Ronda, abrimos a las siete",
            picture: true,
            company: true,
            reads: 3_000,
            past: &[
                them(
                    2_890,
                    Text("Buenos días, para mañana lo de siempre: 40 panecillos y 6 hogazas."),
                ),
                us(2_880, Text("Anotado, Carmen. ¿A las seis y media?")),
                them(
                    2_876,
                    Text("Eso es. Por la puerta de atrás, que están pintando."),
                ),
                us(1_390, Text("Entregado. La factura va aquí:")),
                us(1_389, File("factura-0417.pdf")),
                felt(them(1_380, Text("¡Recibida! La pago esta tarde.")), "🙏"),
                them(
                    45,
                    Text("Mañana necesito diez panecillos más, que viene un grupo 🎉"),
                ),
                them(44, Text("¿Llegamos a tiempo?")),
            ],
            unread: 2,
            says: &[
                Text("¿Tenéis masa madre para vender? Un cliente pregunta."),
                Picture("Así quedó el mostrador con vuestro pan"),
                Text("Para el domingo no necesito nada, cerramos."),
                Voice(5),
            ],
            slips: &[("Entonces 15 hogazas", "Entonces 5 hogazas")],
            replies: &[
                "¡Estupendo, gracias!",
                "Perfecto, os espero a las seis y media.",
                "Vale, lo apunto.",
                "Mil gracias 💐",
            ],
        },
        Person {
            number: SAKURA,
            name: "早瀬さくら",
            saved: None,
            about: "パンが好きです🍞",
            picture: true,
            company: false,
            reads: 4_000,
            past: &[
                them(
                    660,
                    Text("はじめまして。旅行で港町に来ています。日曜日も開いていますか?"),
                ),
                us(650, Text("はい、日曜日は8時から12時まで開いています。")),
                felt(
                    them(648, Text("ありがとうございます!楽しみにしています🙇‍♀️")),
                    "😊",
                ),
                them(60, Picture("今朝のパン、とてもおいしかったです")),
            ],
            unread: 1,
            says: &[
                Text("あんパンのようなものはありますか?"),
                Text("駅からはどう行けばいいでしょうか。"),
                Sticker,
                Text("お土産に10個ほど買いたいのですが、予約できますか?"),
            ],
            slips: &[("9時にうかがいます", "10時にうかがいます")],
            replies: &[
                "ありがとうございます!",
                "わかりました。では明日うかがいます。",
                "とても助かります🙏",
            ],
        },
        Person {
            number: DANAI,
            name: "Δανάη Καλλέργη",
            saved: Some("Danai (wedding)"),
            about: "",
            picture: false,
            company: false,
            reads: 11_000,
            past: &[
                them(8_700, Text("Καλησπέρα! Κάνετε τούρτες γάμου;")),
                us(8_690, Text("Καλησπέρα! Βεβαίως. Για πόσα άτομα;")),
                them(8_650, Text("Για εκατόν είκοσι, στις 12 του μηνός.")),
                us(8_640, Text("Ωραία. Ελάτε όποτε θέλετε για δοκιμή.")),
                felt(
                    them(8_635, Text("Θα έρθουμε την Πέμπτη με τον Ορέστη 💍")),
                    "🥂",
                ),
                them(2_000, Place("Εδώ θα γίνει το τραπέζι", 54.21, 9.87)),
                us(1_990, Text("Πολύ όμορφο μέρος! Θα το φέρουμε εμείς.")),
            ],
            unread: 0,
            says: &[
                Text("Μπορούμε να βάλουμε και λίγη κανέλα;"),
                Text("Ο Ορέστης ρωτάει αν γίνεται και χωρίς γλουτένη."),
                Picture("Κάτι τέτοιο σκεφτόμαστε"),
            ],
            slips: &[("Θα είμαστε 210", "Θα είμαστε 120")],
            replies: &[
                "Τέλεια, ευχαριστούμε πολύ!",
                "Το συζητάμε και σας λέω.",
                "Ωραία, τα λέμε την Πέμπτη.",
            ],
        },
        Person {
            number: MILL,
            name: "Mühle Auerbach",
            saved: Some("Mühle Auerbach"),
            about: "Mehl seit 1887",
            picture: true,
            company: true,
            reads: 5_000,
            past: &[
                us(
                    10_100,
                    Text("Guten Tag, bitte 20 Sack Weizen 550 und 8 Sack Roggen 1150."),
                ),
                them(
                    10_060,
                    Text("Gern. Lieferung am Donnerstag zwischen 5 und 6 Uhr."),
                ),
                them(10_059, File("auftrag-2211.pdf")),
                felt(us(10_050, Text("Passt, danke!")), "👍"),
                them(5_760, Card("Frieda Kessler (Fuhrpark)", "15550011099")),
                them(5_759, Text("Frau Kessler fährt ab jetzt Ihre Tour.")),
            ],
            unread: 0,
            says: &[
                Text("Der Dinkel ist wieder da, soll ich etwas zurücklegen?"),
                File("preisliste-winter.pdf"),
                Text("Am Donnerstag wird es eine halbe Stunde später."),
            ],
            slips: &[("Lieferung ist am Freitag", "Lieferung ist am Donnerstag")],
            replies: &[
                "Vielen Dank für Ihre Bestellung!",
                "Wird erledigt.",
                "Ich frage nach und melde mich.",
            ],
        },
    ],
    group: Some(Group {
        subject: "Lindenbrot · team",
        description: "Shifts, orders, and who has the key",
        own: true,
        members: &[OTTO, CARMEN, MAYA],
        past: &[
            said(
                3_050,
                NUMBER,
                Text("Good morning all! Saturday is the harbour market, who can help from 6?"),
            ),
            said(3_041, OTTO, Text("Ich, aber erst ab halb sieben.")),
            said(3_030, MAYA, Text("Me! Only if there is coffee ☕")),
            said(3_029, NUMBER, Text("There is always coffee.")),
            said(3_020, CARMEN, Text("El café lo pongo yo 😉")),
            said(700, OTTO, Picture("Probestand. Zu viel Rot?")),
            said(690, MAYA, Text("Just right!")),
            said(
                120,
                CARMEN,
                Poll("¿A qué hora montamos?", &["05:30", "06:00", "06:30"]),
            ),
            said(58, MAYA, Text("@everybody who has the key to the van?")),
        ],
        unread: 2,
        says: &[
            (OTTO, Text("Der Schlüssel hängt am Haken neben dem Ofen.")),
            (MAYA, Text("Found it, thanks!")),
            (CARMEN, Picture("El puesto, ayer por la tarde")),
            (OTTO, Text("Soll ich den kleinen Tisch mitbringen?")),
            (MAYA, Voice(4)),
            (CARMEN, Text("Yo llevo las servilletas 👍")),
        ],
    }),
};
