//! The address that a person signs in with.

use std::fmt;
use std::str::FromStr;

/// Octets that SMTP allows in an address.
const MAXIMUM_LENGTH: usize = 254;

/// An email address: kept as it was written, compared without regard to case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress {
    written: String,
    key: String,
}

impl EmailAddress {
    /// The address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The form in which addresses are compared; unique among accounts.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl FromStr for EmailAddress {
    type Err = InvalidEmail;

    /// Accepts what could be delivered: whether it is, only a message to it can tell.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let written = text.trim();
        let deliverable = written.len() <= MAXIMUM_LENGTH
            && !written.contains(|c: char| c.is_whitespace() || c.is_control())
            && written.split_once('@').is_some_and(|(local, domain)| {
                !local.is_empty() && !domain.is_empty() && !domain.contains('@')
            });
        if deliverable {
            Ok(Self {
                key: written.to_lowercase(),
                written: written.to_owned(),
            })
        } else {
            Err(InvalidEmail(text.to_owned()))
        }
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.written)
    }
}

/// Not an email address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an email address; one looks like ada@acme.example")]
pub struct InvalidEmail(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_is_kept_and_does_not_count() {
        let email: EmailAddress = " Ada@ACME.example ".parse().unwrap();
        assert_eq!(email.as_str(), "Ada@ACME.example");
        assert_eq!(email.key(), "ada@acme.example");
    }

    #[test]
    fn what_cannot_be_delivered_is_refused() {
        let too_long = format!("{}@acme.example", "a".repeat(250));
        for text in [
            "",
            "ada",
            "@acme.example",
            "ada@",
            "a@b@c",
            "a da@b",
            "a\0@b",
            &too_long,
        ] {
            assert!(text.parse::<EmailAddress>().is_err(), "{text:?}");
        }
    }
}
