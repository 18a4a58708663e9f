//! API keys: what they are called, how long they last, and what their secrets look like.

use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::BASE32_NOPAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use super::visible_name::{Unnameable, visible_name};
use crate::store::entities::api_key_secret::SecretHash;

/// Keys that one organization may have, expired ones included.
pub const MAXIMUM_API_KEYS: u64 = 20;

/// Characters that a key's name may have.
pub const MAXIMUM_API_KEY_NAME_LENGTH: usize = 100;

/// A key that ends within this time is said to.
pub const EXPIRY_WARNING: TimeDelta = TimeDelta::days(14);

/// What a person calls a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKeyName(String);

impl ApiKeyName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ApiKeyName {
    type Err = ApiKeyNameRefusal;

    /// Space around the name is dropped.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match visible_name(text, MAXIMUM_API_KEY_NAME_LENGTH) {
            Ok(name) => Ok(Self(name.to_owned())),
            Err(Unnameable::Empty) => Err(ApiKeyNameRefusal::Empty),
            Err(Unnameable::TooLong) => Err(ApiKeyNameRefusal::TooLong),
            Err(Unnameable::InvalidCharacters) => Err(ApiKeyNameRefusal::InvalidCharacters),
        }
    }
}

/// Why a key's name is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, async_graphql::Enum)]
pub enum ApiKeyNameRefusal {
    /// Nothing is left when the space around it is dropped.
    #[error("the name is empty")]
    Empty,
    /// It has more characters than allowed.
    #[error("the name has more than {MAXIMUM_API_KEY_NAME_LENGTH} characters")]
    TooLong,
    /// It has characters that can't be shown.
    #[error("the name has characters that can't be shown")]
    InvalidCharacters,
}

/// Whether a key can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, async_graphql::Enum)]
pub enum ApiKeyStatus {
    /// It can be used.
    Active,
    /// It can be used, and ends within two weeks.
    Expiring,
    /// It has ended.
    Expired,
}

impl ApiKeyStatus {
    /// The status at `now` of a key that ends at `expires_at`.
    #[must_use]
    pub fn at(now: DateTime<Utc>, expires_at: Option<DateTime<Utc>>) -> Self {
        match expires_at.map(|end| end - now) {
            Some(left) if left <= TimeDelta::zero() => Self::Expired,
            Some(left) if left <= EXPIRY_WARNING => Self::Expiring,
            _ => Self::Active,
        }
    }
}

/// How long the secret before a new one is still accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, async_graphql::Enum)]
pub enum ApiKeyOverlap {
    /// Not at all.
    None,
    /// One hour.
    Hour,
    /// 24 hours.
    Day,
    /// Seven days.
    Week,
}

impl ApiKeyOverlap {
    /// The time.
    #[must_use]
    pub fn time(self) -> TimeDelta {
        match self {
            Self::None => TimeDelta::zero(),
            Self::Hour => TimeDelta::hours(1),
            Self::Day => TimeDelta::days(1),
            Self::Week => TimeDelta::weeks(1),
        }
    }
}

/// Tells people and secret scanners what they found.
const PREFIX: &str = "portal_key_";
const LOOKUP_BYTES: usize = 5;
const LOOKUP: usize = 8;
const SECRET_BYTES: usize = 25;
const SECRET: usize = 40;
const CHECKSUM: usize = 7;

/// A secret as programs send it: the prefix, 8 characters to find it by, 40 characters that hold 200
/// random bits, and 7 that show a slip of the pen before any database is asked.
#[derive(Clone, Debug)]
pub struct ApiKeyText(SecretString);

impl ApiKeyText {
    /// The text of these random bytes.
    #[must_use]
    pub fn new(bytes: &[u8; LOOKUP_BYTES + SECRET_BYTES]) -> Self {
        let (lookup, secret) = bytes.split_at(LOOKUP_BYTES);
        let body = format!("{PREFIX}{}{}", encode(lookup), encode(secret));
        let checksum = checksum(&body);
        Self(format!("{body}{checksum}").into())
    }

    /// What a client sent, if it has the form of a key and no slip in it.
    #[must_use]
    pub fn presented(text: &str) -> Option<Self> {
        let whole = PREFIX.len() + LOOKUP + SECRET + CHECKSUM;
        let (body, end) = text.split_at_checked(whole - CHECKSUM)?;
        let sound = text.len() == whole && body.starts_with(PREFIX) && checksum(body) == end;
        sound.then(|| Self(text.into()))
    }

    /// The part by which it is found, which may be shown.
    #[must_use]
    pub fn lookup(&self) -> &str {
        let from = PREFIX.len();
        self.0
            .expose_secret()
            .get(from..from + LOOKUP)
            .unwrap_or_default()
    }

    /// What is kept. A fast hash is enough: there is nothing to guess in 200 random bits.
    #[must_use]
    pub fn hash(&self) -> SecretHash {
        SecretHash(Sha256::digest(self.0.expose_secret()).to_vec())
    }

    /// The text itself, for the one reply that hands it out.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// What may be shown of the secret with this visible part.
    #[must_use]
    pub fn prefix(lookup: &str) -> String {
        format!("{PREFIX}{lookup}")
    }
}

fn encode(bytes: &[u8]) -> String {
    BASE32_NOPAD.encode(bytes).to_ascii_lowercase()
}

fn checksum(body: &str) -> String {
    encode(&crc32fast::hash(body.as_bytes()).to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_written() {
        let key = ApiKeyText::new(&[0xA5; 30]);
        let read = ApiKeyText::presented(key.expose()).unwrap();
        assert_eq!(read.lookup(), key.lookup());
        assert_eq!(read.hash(), key.hash());
        assert_eq!(key.lookup().len(), LOOKUP);
        assert_eq!(key.expose().len(), 66);
        assert!(!format!("{key:?}").contains(key.lookup()));
    }

    #[test]
    fn a_slip_in_any_place_is_seen() {
        let key = ApiKeyText::new(&[0x3C; 30]);
        for at in 0..key.expose().len() {
            let mut slip = key.expose().as_bytes().to_vec();
            slip[at] = if slip[at] == b'a' { b'b' } else { b'a' };
            let slip = String::from_utf8(slip).unwrap();
            assert!(ApiKeyText::presented(&slip).is_none(), "{slip}");
        }
        for text in [
            "",
            "portal_key_",
            "ä",
            &key.expose()[1..],
            &format!("{} ", key.expose()),
        ] {
            assert!(ApiKeyText::presented(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn a_key_warns_two_weeks_before_it_ends() {
        let now = DateTime::UNIX_EPOCH;
        let in_days = |days| ApiKeyStatus::at(now, Some(now + TimeDelta::days(days)));
        assert_eq!(ApiKeyStatus::at(now, None), ApiKeyStatus::Active);
        assert_eq!(in_days(15), ApiKeyStatus::Active);
        assert_eq!(in_days(14), ApiKeyStatus::Expiring);
        assert_eq!(in_days(0), ApiKeyStatus::Expired);
    }
}
