//! Fahrrad Köhler, a bicycle workshop, and who writes to it.

use super::{Business, Group, Person, What, felt, said, them, us};
use What::{Film, Picture, Place, Poll, Text, Voice};

pub(super) const NUMBER: &str = "15550010002";

const OTTO: &str = "15550011002";
const VERA: &str = "15550012001";
const YUTONG: &str = "15550012002";
const JULIA: &str = "15550012003";
const SOMCHAI: &str = "15550012004";

pub(super) const BIKES: Business = Business {
    number: NUMBER,
    name: "Fahrrad Köhler",
    category: "Bicycle shop",
    about: "Repairs while you wait, mostly",
    address: "17 Towpath, Port Ellery",
    website: "https://koehler.example",
    people: &[
        Person {
            number: OTTO,
            name: "Otto Brandt",
            saved: Some("Otto Brandt"),
            about: "Erst Kaffee.",
            picture: true,
            company: false,
            reads: 1_600,
            past: &[
                them(
                    5_800,
                    Text("Moin! Mein Hinterrad eiert. Kann ich es vorbeibringen?"),
                ),
                us(5_790, Text("Klar, heute bis 18 Uhr.")),
                them(5_400, Film("So sieht das beim Fahren aus")),
                us(
                    5_390,
                    Text("Zwei Speichen sind hin. Bis morgen fertig, 24 Euro."),
                ),
                felt(them(5_385, Text("Super, danke dir!")), "🚲"),
            ],
            unread: 0,
            says: &[
                Text("Habt ihr auch Satteltaschen da?"),
                Text("Das Rad läuft wie neu!"),
            ],
            slips: &[("Ich komme um 8", "Ich komme um 18 Uhr")],
            replies: &[
                "Alles klar, bis gleich.",
                "Top, danke!",
                "Dann nehme ich die.",
            ],
        },
        Person {
            number: VERA,
            name: "Вера Ларина",
            saved: Some("Вера (красный велосипед)"),
            about: "На велосипеде быстрее",
            picture: true,
            company: false,
            reads: 2_600,
            past: &[
                them(
                    2_960,
                    Text("Здравствуйте! Можно записаться на обслуживание на среду?"),
                ),
                us(2_950, Text("Добрый день, Вера! В среду в 12:00 свободно.")),
                felt(them(2_944, Text("Отлично, записывайте")), "👍"),
                us(
                    1_300,
                    Text("Готово: новая цепь, тормоза отрегулированы. 56 всего."),
                ),
                us(1_299, Picture("Вот что было внутри 😅")),
                them(1_290, Text("Ничего себе! Заберу вечером.")),
                them(
                    75,
                    Text("Подскажите, а детское кресло на мою раму встанет?"),
                ),
            ],
            unread: 1,
            says: &[
                Text("И ещё вопрос: сколько стоит хранение зимой?"),
                Voice(7),
                Picture("Вот такая рама"),
                Text("Спасибо, всё прекрасно едет!"),
            ],
            slips: &[("Приеду в пятницу", "Приеду в субботу")],
            replies: &[
                "Спасибо большое!",
                "Хорошо, тогда до субботы.",
                "Поняла, подумаю и напишу.",
                "Отлично 🌿",
            ],
        },
        Person {
            number: YUTONG,
            name: "林雨桐",
            saved: Some("林雨桐"),
            about: "周末骑行",
            picture: true,
            company: false,
            reads: 3_200,
            past: &[
                them(4_400, Text("你好,请问可以租两辆自行车吗?周末用。")),
                us(4_390, Text("可以的,每天18元,周六早上九点来取就行。")),
                felt(them(4_386, Text("太好了,谢谢!")), "👌"),
                them(1_600, Picture("河边的风景真美")),
                us(1_590, Text("天气真好!下次可以试试北边的路线。")),
                us(1_589, Place("北岸起点", 54.25, 9.91)),
            ],
            unread: 0,
            says: &[
                Text("请问今天几点关门?"),
                Text("头盔也可以一起租吗?"),
                Picture("轮胎好像有点没气了"),
                Text("已经修好了,非常感谢 🙏"),
            ],
            slips: &[("我们三个人", "我们两个人")],
            replies: &["好的,谢谢!", "明白了,周六见。", "太方便了 👍"],
        },
        Person {
            number: JULIA,
            name: "Júlia Teixeira",
            saved: Some("Júlia Teixeira"),
            about: "Pedalando por aí 💛",
            picture: true,
            company: false,
            reads: 1_900,
            past: &[
                them(
                    7_300,
                    Text("Oi! Vocês montam bicicleta comprada pela internet?"),
                ),
                us(
                    7_290,
                    Text("Montamos sim! Traz na caixa mesmo, leva uma horinha."),
                ),
                them(7_200, Voice(11)),
                us(
                    7_190,
                    Text("Sem problema, o quadro pequeno também dá certo."),
                ),
                felt(us(7_189, Text("Fica pronta na sexta.")), "🎉"),
                them(2_500, Text("Ficou linda!! Obrigada mesmo")),
            ],
            unread: 0,
            says: &[
                Text("Tem cesta de vime pra essa frente?"),
                Picture("Olha ela na ponte 😍"),
                Text("Posso passar aí agora?"),
                Text("Gente, furou o pneu de novo 😭"),
            ],
            slips: &[("Chego em 5 minutos", "Chego em 50 minutos")],
            replies: &[
                "Maravilha, obrigada!",
                "Combinado então 💛",
                "Tá bom, vou pensar.",
                "Vocês são demais!",
            ],
        },
        Person {
            number: SOMCHAI,
            name: "สมชาย ใจดี",
            saved: None,
            about: "",
            picture: false,
            company: false,
            reads: 11_000,
            past: &[
                them(380, Text("สวัสดีครับ วันนี้เปิดถึงกี่โมงครับ")),
                us(372, Text("เปิดถึงหกโมงเย็นครับ")),
                felt(them(370, Text("ขอบคุณครับ เดี๋ยวแวะไป")), "🙏"),
                them(20, Text("เปลี่ยนผ้าเบรกใช้เวลานานไหมครับ")),
            ],
            unread: 1,
            says: &[
                Text("มีจักรยานพับได้ไหมครับ"),
                Picture("คันนี้ครับ"),
                Text("พรุ่งนี้แวะไปนะครับ"),
            ],
            slips: &[("ไปถึงบ่ายโมงครับ", "ไปถึงบ่ายสามโมงครับ")],
            replies: &["ขอบคุณมากครับ", "ได้ครับ แล้วเจอกัน", "เยี่ยมเลยครับ 😊"],
        },
    ],
    group: Some(Group {
        subject: "Sunday ride 🚴",
        description: "Every Sunday at nine, from the towpath. Slow is fine.",
        own: false,
        members: &[VERA, OTTO, YUTONG, JULIA],
        past: &[
            said(4_500, VERA, Text("В воскресенье едем к маяку?")),
            said(4_490, JULIA, Text("Eu vou! Quantos quilômetros?")),
            said(
                4_480,
                NUMBER,
                Text("About 34, all flat. Spare tubes are on us."),
            ),
            said(4_470, YUTONG, Text("我也去 🙌")),
            said(4_460, OTTO, Text("Wenn es nicht regnet.")),
            said(4_455, NUMBER, Text("It will not dare.")),
            said(1_450, JULIA, Picture("Que dia!")),
            said(1_440, YUTONG, Film("大家都好快")),
            said(
                1_430,
                OTTO,
                Text("Meine Beine sagen nein, mein Herz sagt ja."),
            ),
            said(
                95,
                VERA,
                Poll(
                    "Куда в следующий раз?",
                    &["Маяк", "Мельница", "Вокруг озера"],
                ),
            ),
        ],
        unread: 1,
        says: &[
            (JULIA, Text("Voto no lago!")),
            (YUTONG, Text("我都可以 😄")),
            (OTTO, Text("Mühle. Da gibt es Kuchen.")),
            (VERA, Text("Тогда мельница, кто за?")),
            (JULIA, Voice(3)),
            (YUTONG, Place("集合地点", 54.24, 9.9)),
        ],
    }),
};
