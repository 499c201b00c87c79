//! The people of the fictitious world.

/// Somebody who writes to a shop.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// The name in the address book; `None` for somebody unknown.
    pub name: Option<&'static str>,
    /// The number, digits only, from ranges kept free for fiction.
    pub phone: &'static str,
}

/// A number the user has linked.
#[derive(Clone, Copy, Debug)]
pub struct Shop {
    /// The name it shows.
    pub name: &'static str,
    /// What the user calls its slot.
    pub label: &'static str,
    /// The number, digits only.
    pub phone: &'static str,
}

/// The shops of the user, in slot order. The third slot stays empty.
pub const SHOPS: [Shop; 2] = [
    Shop {
        name: "Mirabel Bakery",
        label: "Bakery",
        phone: "15550001111",
    },
    Shop {
        name: "Pedal & Spoke",
        label: "Bicycles",
        phone: "15550002222",
    },
];

/// Everybody who writes.
pub const PEOPLE: [Person; 16] = [
    Person {
        name: Some("Anneliese Brandt"),
        phone: "15550100101",
    },
    Person {
        name: Some("ليلى منصور"),
        phone: "15550100102",
    },
    Person {
        name: Some("Tomás Villalobos"),
        phone: "15550100103",
    },
    Person {
        name: Some("Priya Raghunathan"),
        phone: "15550100104",
    },
    Person {
        name: Some("Юлия Соколова"),
        phone: "15550100105",
    },
    Person {
        name: Some("Kwabena Osei-Tutu"),
        phone: "15550100106",
    },
    Person {
        name: Some("小林 さくら"),
        phone: "15550100107",
    },
    Person {
        name: Some("Noémie Lacroix"),
        phone: "15550100108",
    },
    Person {
        name: Some("דניאל אברמוב"),
        phone: "15550100109",
    },
    Person {
        name: Some("Odhran McAllister"),
        phone: "15550100110",
    },
    Person {
        name: None,
        phone: "447700900123",
    },
    Person {
        name: Some("Café Linde"),
        phone: "15550100112",
    },
    Person {
        name: Some("Σοφία Δημητρίου"),
        phone: "15550100113",
    },
    Person {
        name: Some("राहुल शर्मा"),
        phone: "15550100114",
    },
    Person {
        name: None,
        phone: "447700900456",
    },
    Person {
        name: Some("Ximena Ortega"),
        phone: "15550100116",
    },
];
