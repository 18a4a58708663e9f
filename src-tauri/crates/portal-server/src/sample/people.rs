//! The people of the sample data.

/// One of them.
pub(super) struct Person {
    pub(super) display_name: &'static str,
    pub(super) email: &'static str,
    pub(super) picture: Option<&'static [u8]>,
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
    },
    Person {
        display_name: "Grace Hopper",
        email: GRACE,
        picture: None,
    },
    Person {
        display_name: "Linus Okafor",
        email: LINUS,
        picture: None,
    },
    Person {
        display_name: "Mei Tanaka",
        email: MEI,
        picture: None,
    },
];
