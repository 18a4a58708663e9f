//! Links from elsewhere that lead into the app, such as `portal-profile://exports`: from a browser, an email, or the
//! system's launcher. A link navigates and never acts, so it carries nothing but a place.

use serde::Serialize;
use ts_rs::TS;
use url::Url;

/// The scheme of links.
pub const SCHEME: &str = "portal-profile";

/// Longer identifiers are given to nothing.
const LONGEST_ID: usize = 64;

/// So much of a link that leads nowhere is shown to the person, in characters.
const LONGEST_SHOWN: usize = 200;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Link {
    /// The organization in view at a glance.
    Home,
    /// The charts workspaces.
    Charts,
    /// Members and roles.
    Members,
    /// The person's profile.
    Profile,
    /// All exports of chart data.
    Exports,
    /// The history of credits.
    Transactions,
    /// An organization, which comes into view.
    Organization {
        /// Its id; whether there is one for the person, the portal knows.
        id: String,
    },
    /// Nowhere that this version knows.
    Unknown {
        /// The link as it was given, but no more of it than a person would read.
        text: String,
    },
}

impl Link {
    /// Reads a link as another program gave it. The place may also be written as the portal's profile page has it:
    /// `portal-profile://profile/exports` is `portal-profile://exports`.
    ///
    /// What has more to it than a place, such as a query, is [`Self::Unknown`].
    #[must_use]
    pub fn read(text: &str) -> Self {
        place(text).unwrap_or_else(|| Self::Unknown {
            text: text.trim().chars().take(LONGEST_SHOWN).collect(),
        })
    }
}

fn place(text: &str) -> Option<Link> {
    let url = Url::parse(text.trim()).ok()?;
    let has_more = !url.username().is_empty()
        || url.password().is_some()
        || url.port().is_some()
        || url.query().is_some()
        || url.fragment().is_some();
    if url.scheme() != SCHEME || has_more {
        return None;
    }
    let first = url.host_str().unwrap_or_default();
    // Browsers add a slash to a link that is no more than a name.
    let rest = url.path().split('/').filter(|part| !part.is_empty());
    let mut parts: Vec<&str> = [first]
        .into_iter()
        .filter(|part| !part.is_empty())
        .chain(rest)
        .collect();
    if parts.len() > 1 && parts[0] == "profile" {
        parts.remove(0);
    }
    match parts[..] {
        ["home"] => Some(Link::Home),
        ["charts"] => Some(Link::Charts),
        ["members"] => Some(Link::Members),
        ["profile"] => Some(Link::Profile),
        ["exports"] => Some(Link::Exports),
        ["transactions"] => Some(Link::Transactions),
        ["organizations", id] if is_id(id) => Some(Link::Organization { id: id.to_owned() }),
        _ => None,
    }
}

/// Whether a text could be an identifier of the contract.
fn is_id(text: &str) -> bool {
    let plain = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_');
    text.len() <= LONGEST_ID && text.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(text: &str) -> Link {
        Link::Unknown {
            text: text.to_owned(),
        }
    }

    #[test]
    fn each_place_has_a_link() {
        for (place, link) in [
            ("home", Link::Home),
            ("charts", Link::Charts),
            ("members", Link::Members),
            ("profile", Link::Profile),
            ("exports", Link::Exports),
            ("transactions", Link::Transactions),
        ] {
            assert_eq!(Link::read(&format!("portal-profile://{place}")), link);
            assert_eq!(Link::read(&format!("portal-profile://{place}/")), link);
            assert_eq!(Link::read(&format!("portal-profile:///{place}")), link);
            assert_eq!(Link::read(&format!("portal-profile:{place}")), link);
            assert_eq!(
                Link::read(&format!(" PORTAL-PROFILE://profile/{place}\n")),
                link
            );
        }
        let id = "0198c0de-0000-7000-8000-00000000000a".to_owned();
        let organization = Link::Organization { id: id.clone() };
        for prefix in ["", "profile/"] {
            let link = format!("portal-profile://{prefix}organizations/{id}");
            assert_eq!(Link::read(&link), organization);
        }
    }

    #[test]
    fn what_is_more_than_a_place_leads_nowhere() {
        for text in [
            "",
            "exports",
            "portal-profile:",
            "portal-profile://",
            "portal-profile://settings",
            "portal-profile://Exports",
            "portal-profile://exports/all",
            "portal-profile://exports?cancel=all",
            "portal-profile://exports#first",
            "portal-profile://ada@exports",
            "portal-profile://exports:80",
            "portal-profile://profile/profile/exports",
            "portal-profile://organizations",
            "portal-profile://organizations/",
            "portal-profile://organizations/a/leave",
            "portal-profile://organizations/a%2Fb",
            "portal-profile://organizations/..",
            "https://exports",
            "javascript:alert(1)",
        ] {
            assert_eq!(Link::read(text), unknown(text), "{text}");
        }
        let long = format!("portal-profile://organizations/{}", "a".repeat(65));
        assert_eq!(Link::read(&long), unknown(&long));
    }

    #[test]
    fn of_a_long_one_no_more_is_shown_than_is_read() {
        let link = Link::read(&format!("portal-profile://{}", "ä".repeat(100_000)));
        let Link::Unknown { text } = link else {
            panic!("{link:?}");
        };
        assert_eq!(text.chars().count(), LONGEST_SHOWN);
    }
}
