//! Studio Saffron, a photographer, and who writes to it. Its phone waits to be
//! linked, so all of this comes as history.

use super::{Business, Person, What, felt, them, us};
use What::{File, Picture, Place, Sticker, Text, Voice};

pub(super) const NUMBER: &str = "15550010003";

const MAYA: &str = "15550011001";
const LAYLA: &str = "15550013001";
const NOA: &str = "15550013002";
const MEERA: &str = "15550013003";
const AMELIE: &str = "15550013004";

pub(super) const STUDIO: Business = Business {
    number: NUMBER,
    name: "Studio Saffron",
    category: "Photographer",
    about: "Portraits, weddings, bread",
    address: "2 Sailmaker Yard, Port Ellery",
    website: "https://saffron.example",
    people: &[
        Person {
            number: MAYA,
            name: "Maya Fairweather",
            saved: Some("Maya F."),
            about: "Probably at the harbour",
            picture: true,
            company: false,
            reads: 2_200,
            past: &[
                them(
                    3_000,
                    Text(
                        "Hello! Could you take a few pictures at a children's birthday on Saturday?",
                    ),
                ),
                us(2_990, Text("Happy to! Two hours in the afternoon?")),
                felt(them(2_980, Text("Exactly. There will be cake 🐰")), "🍰"),
                us(2_979, Text("Then I'll be early.")),
            ],
            unread: 0,
            says: &[
                Text("Is it fine if the dog is in some of them?"),
                Picture("The dog in question"),
            ],
            slips: &[("Saturday at 3, then", "Saturday at 2, then")],
            replies: &[
                "Lovely, thank you!",
                "Great, see you Saturday.",
                "That works 😊",
            ],
        },
        Person {
            number: LAYLA,
            name: "ليلى الخوري",
            saved: Some("ليلى الخوري"),
            about: "الحمد لله على كل شيء",
            picture: true,
            company: false,
            reads: 2_800,
            past: &[
                them(4_350, Text("مرحبا، كم سعر جلسة التصوير العائلية؟")),
                us(
                    4_340,
                    Text("أهلاً ليلى! الجلسة ساعة كاملة بـ ١٢٠ مع عشر صور."),
                ),
                felt(them(4_335, Text("ممتاز، نريد يوم الجمعة إن أمكن.")), "👍"),
                us(4_330, Text("الجمعة الساعة ٤ مناسب؟")),
                them(4_325, Text("مناسب جداً 🌷")),
                them(90, Voice(8)),
                them(88, Text("هل يمكن أن نأتي قبل الموعد بقليل؟")),
            ],
            unread: 2,
            says: &[
                Text("وصلت الصور، ما شاء الله!"),
                Text("هل عندكم إطارات جاهزة؟"),
                Picture("هذه التي نريد طباعتها"),
                Text("سنكون خمسة أشخاص."),
            ],
            slips: &[("نحن ستة أشخاص", "نحن خمسة أشخاص")],
            replies: &[
                "شكراً جزيلاً!",
                "تمام، إلى اللقاء يوم الجمعة.",
                "سأسأل زوجي وأخبرك.",
                "رائع 🌸",
            ],
        },
        Person {
            number: NOA,
            name: "נועה שלו",
            saved: Some("נועה שלו"),
            about: "עסוקה, כתבו לי",
            picture: true,
            company: false,
            reads: 2_000,
            past: &[
                them(
                    2_880,
                    Text("היי, אפשר הצעת מחיר לצילום מוצרים? בערך 30 פריטים"),
                ),
                us(2_870, Text("בטח! שולחים לך עוד היום.")),
                us(2_700, File("quote-30-items.pdf")),
                felt(them(2_690, Text("קיבלתי, נראה מצוין")), "🙏"),
                them(2_680, Text("מתי אפשר להתחיל?")),
                us(2_670, Text("ביום שני בבוקר, ב-9:00.")),
            ],
            unread: 0,
            says: &[
                Text("אני מביאה את הקופסאות מחר, בסדר?"),
                Picture("זה הפריט הכי חשוב"),
                Text("אפשר גם רקע לבן?"),
            ],
            slips: &[("נתחיל ב-10", "נתחיל ב-9")],
            replies: &["מעולה, תודה!", "סבבה, נדבר מחר 🙂", "בסדר גמור"],
        },
        Person {
            number: MEERA,
            name: "मीरा देशपांडे",
            saved: None,
            about: "🌼",
            picture: true,
            company: false,
            reads: 3_600,
            past: &[
                them(1_500, Text("नमस्ते, क्या आप पासपोर्ट फ़ोटो भी बनाते हैं?")),
                us(1_490, Text("नमस्ते! जी हाँ, दस मिनट में मिल जाती हैं।")),
                felt(them(1_485, Text("बहुत अच्छा, कल आती हूँ।")), "🙏"),
                them(35, Text("क्या बच्चों की फ़ोटो भी हो जाएगी?")),
            ],
            unread: 1,
            says: &[
                Text("कल कितने बजे तक खुला है?"),
                Sticker,
                Text("फ़ोटो बहुत सुंदर आई हैं, धन्यवाद!"),
            ],
            slips: &[("हम पाँच बजे आएँगे", "हम चार बजे आएँगे")],
            replies: &["बहुत धन्यवाद!", "ठीक है, कल मिलते हैं।", "अच्छा, समझ गई 😊"],
        },
        Person {
            number: AMELIE,
            name: "Amélie Rousselle",
            saved: Some("Amélie Rousselle"),
            about: "Fleurs et mariages",
            picture: true,
            company: true,
            reads: 2_400,
            past: &[
                them(
                    9_000,
                    Text("Bonjour ! Seriez-vous libre le 12 pour un mariage ?"),
                ),
                us(
                    8_990,
                    Text("Bonjour Amélie ! Le 12, oui, toute la journée."),
                ),
                them(8_980, Place("Ce sera ici", 54.21, 9.87)),
                felt(
                    us(
                        8_970,
                        Text("Magnifique, surtout le soir. Je viendrai voir la lumière avant."),
                    ),
                    "📸",
                ),
                them(
                    1_200,
                    Text("Les mariés voudraient aussi des photos du gâteau 😄"),
                ),
                us(1_190, Text("Évidemment, c'est Lindenbrot qui le fait !")),
            ],
            unread: 0,
            says: &[
                Text("Les fleurs arrivent à quelle heure chez vous ?"),
                Picture("Voilà le bouquet, à peu près"),
                Text("On confirme pour le 12 ?"),
                Voice(6),
            ],
            slips: &[("Rendez-vous à 8 h", "Rendez-vous à 18 h")],
            replies: &[
                "Parfait, merci beaucoup !",
                "Très bien, à demain alors.",
                "Je vérifie et je vous redis.",
                "Super 🌸",
            ],
        },
    ],
    group: None,
};
