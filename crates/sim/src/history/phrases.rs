//! What the invented people write, in their own languages and scripts.

/// One language: how its people are called and what they write.
#[derive(Debug)]
pub(super) struct Tongue {
    pub(super) given: &'static [&'static str],
    pub(super) family: &'static [&'static str],
    pub(super) asks: &'static [&'static str],
    pub(super) answers: &'static [&'static str],
}

pub(super) const TONGUES: [Tongue; 12] = [
    Tongue {
        given: &["Amelia", "Rowan", "Hazel", "Miles", "Tess", "Jonah"],
        family: &["Whitlock", "Farrow", "Pembroke", "Larkin", "Ashdown"],
        asks: &[
            "Hi! Are you open on Saturday?",
            "Could you tell me whether the blue one is back in stock?",
            "Hello, I'd like to change my appointment to Thursday, if that still works 😊",
            "How much would delivery to the old harbour be?",
            "My order 4471 hasn't arrived yet. Could you check?",
            "Do you repair zips as well?",
        ],
        answers: &[
            "Good morning! Yes, from 9 to 2.",
            "It came in yesterday. Shall I put one aside for you?",
            "Done, Thursday at 15:30. See you then!",
            "That would be 6.50, and it arrives the same day.",
            "I've just asked the courier: it will be with you this afternoon 📦",
        ],
    },
    Tongue {
        given: &["Jonas", "Frieda", "Lukas", "Greta", "Anton", "Mathilda"],
        family: &["Vogelsang", "Brenner", "Lindqvist", "Auerbach", "Kessler"],
        asks: &[
            "Guten Tag, habt ihr am Freitag noch einen Termin frei?",
            "Könnten Sie mir bitte die Rechnung noch einmal schicken?",
            "Gibt es das auch in Größe 42?",
            "Schöne Grüße! Wann kann ich die Torte abholen?",
        ],
        answers: &[
            "Gern, um 11 Uhr wäre noch etwas frei.",
            "Ist unterwegs, schauen Sie bitte auch im Spam-Ordner nach.",
            "Leider erst nächste Woche wieder.",
            "Ab 16 Uhr steht sie bereit 🎂",
        ],
    },
    Tongue {
        given: &["Lucía", "Mateo", "Inés", "Álvaro", "Noa", "Gael"],
        family: &["Arbeloa", "Quintana", "Solís", "Montalvo", "Iriarte"],
        asks: &[
            "Buenas tardes, ¿siguen teniendo mesas para esta noche?",
            "¿Me puede decir el precio con envío incluido?",
            "Hola, quería saber si ya llegó mi pedido.",
            "¿A qué hora cierran hoy?",
        ],
        answers: &[
            "¡Claro que sí! ¿Para cuántas personas?",
            "Son 32 con envío incluido.",
            "Llegó esta mañana, puede pasar cuando quiera 🙌",
            "Hoy cerramos a las ocho.",
        ],
    },
    Tongue {
        given: &["Beatriz", "Caio", "Júlia", "Davi", "Lorena", "Tomás"],
        family: &["Sampaio", "Figueiredo", "Nóbrega", "Teixeira"],
        asks: &[
            "Oi, tudo bem? Vocês entregam no bairro das Flores?",
            "Posso pagar por Pix?",
            "Queria reservar dois lugares para sábado, por favor.",
        ],
        answers: &[
            "Tudo ótimo! Entregamos sim, em até 40 minutos.",
            "Pode sim, mando a chave agora.",
            "Reservado! Até sábado 💛",
        ],
    },
    Tongue {
        given: &["ليلى", "سامر", "نور", "هادي", "رنا", "كريم"],
        family: &["الخوري", "منصور", "حداد", "النجار"],
        asks: &[
            "مرحبا، هل المحل مفتوح يوم الجمعة؟",
            "كم سعر القطعة مع التوصيل؟",
            "أريد تغيير موعدي إلى يوم الأحد، هل هذا ممكن؟",
        ],
        answers: &[
            "أهلاً وسهلاً، نعم من العاشرة صباحاً.",
            "السعر ٤٥ مع التوصيل.",
            "تم، موعدك يوم الأحد الساعة ٤ 🌷",
        ],
    },
    Tongue {
        given: &["נועה", "איתי", "תמר", "יונתן", "מאיה"],
        family: &["בן־דור", "שלו", "אלקיים", "גרינבלט"],
        asks: &[
            "היי, אתם פתוחים ביום שישי?",
            "אפשר לקבל הצעת מחיר?",
            "מתי אפשר לאסוף את ההזמנה?",
        ],
        answers: &[
            "בטח, עד אחת בצהריים.",
            "שולחת לך עכשיו 🙂",
            "מוכנה מחר אחרי ארבע.",
        ],
    },
    Tongue {
        given: &["आरव", "मीरा", "कबीर", "अनन्या", "रोहन"],
        family: &["चटर्जी", "देशपांडे", "मेहरा", "सक्सेना"],
        asks: &[
            "नमस्ते, क्या आज डिलीवरी हो सकती है?",
            "इसकी कीमत क्या है?",
            "कृपया मेरा अपॉइंटमेंट कल सुबह का कर दीजिए।",
        ],
        answers: &[
            "जी हाँ, शाम छह बजे तक पहुँच जाएगा।",
            "कीमत 450 रुपये है 🙏",
            "हो गया, कल सुबह दस बजे।",
        ],
    },
    Tongue {
        given: &["さくら", "蓮", "陽菜", "大翔", "美月"],
        family: &["早瀬", "水城", "桐谷", "藤村"],
        asks: &[
            "こんにちは。土曜日の予約は空いていますか?",
            "送料はいくらですか?",
            "注文した商品がまだ届いていません。",
        ],
        answers: &[
            "はい、午後3時が空いております。",
            "全国一律600円です。",
            "確認いたします。少々お待ちください🙇",
        ],
    },
    Tongue {
        given: &["雨桐", "子墨", "欣怡", "浩然"],
        family: &["欧阳", "林", "沈", "陆"],
        asks: &[
            "你好,请问今天几点关门?",
            "这个还有现货吗?",
            "可以帮我改到周五吗?",
        ],
        answers: &[
            "今天晚上九点。",
            "有的,现在下单明天就到 🚚",
            "改好了,周五上午十点。",
        ],
    },
    Tongue {
        given: &["Аня", "Мирон", "Вера", "Платон", "Злата"],
        family: &["Ларина", "Берёзкин", "Соловьёва", "Рощин"],
        asks: &[
            "Здравствуйте! Можно записаться на среду?",
            "Сколько стоит доставка за город?",
            "Подскажите, пожалуйста, есть ли у вас такой же зелёный?",
        ],
        answers: &[
            "Добрый день! Да, есть время в 12:00.",
            "Доставка 300, привезём завтра.",
            "Остался последний, отложить? 🌿",
        ],
    },
    Tongue {
        given: &["Ελένη", "Νίκος", "Δανάη", "Ορέστης"],
        family: &["Καλλέργη", "Βενιέρης", "Μαυρομάτη"],
        asks: &[
            "Καλημέρα, έχετε τραπέζι για τέσσερις απόψε;",
            "Πόσο κοστίζει;",
        ],
        answers: &["Καλημέρα! Βεβαίως, στις εννιά;", "Κάνει 18 ευρώ."],
    },
    Tongue {
        given: &["สมชาย", "มาลี", "ก้อง", "ดาวเรือง"],
        family: &["ศรีสุข", "วงศ์ทอง", "ใจดี"],
        asks: &["สวัสดีค่ะ วันนี้เปิดถึงกี่โมงคะ", "มีสีอื่นไหมครับ"],
        answers: &["เปิดถึงสองทุ่มค่ะ", "มีสีฟ้ากับสีขาวค่ะ 😊"],
    },
];
