//! The people of the sample data.

/// One of them.
pub(super) struct Person {
    pub(super) display_name: &'static str,
    pub(super) email: &'static str,
    pub(super) picture: Option<&'static [u8]>,
    /// What they tinker with at home, in their personal account.
    pub(super) devices: &'static [&'static str],
}

pub(super) const ADA: &str = "ada@acme.example";
pub(super) const GRACE: &str = "grace@acme.example";
pub(super) const LINUS: &str = "linus@borealis.example";
pub(super) const MEI: &str = "mei@cobalt.example";

pub(super) const PEOPLE: [Person; 4] = [
    Person {
        display_name: "Ada Lovelace",
        email: ADA,
        picture: Some(include_bytes!("../../assets/ada.png")),
        devices: &["Attic weather station"],
    },
    Person {
        display_name: "Grace Hopper",
        email: GRACE,
        picture: None,
        devices: &["Garage door sensor"],
    },
    Person {
        display_name: "Linus Okafor",
        email: LINUS,
        picture: None,
        devices: &["Greenhouse thermometer", "Workbench gateway"],
    },
    Person {
        display_name: "Mei Tanaka",
        email: MEI,
        picture: None,
        devices: &["Balcony solar meter"],
    },
];
