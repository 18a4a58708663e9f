//! One-time codes of an authenticator: TOTP as RFC 6238 has it, with SHA-1, six digits and steps of
//! 30 seconds, which is what every authenticator app knows.

use std::time::Duration;

use chrono::{DateTime, Utc};
use subtle::ConstantTimeEq;
use totp_rs::{Algorithm, Builder, Totp, TotpError};

/// How long one code lasts.
pub const STEP: Duration = Duration::from_secs(30);

const DIGITS: usize = 6;

/// Steps that a clock may be off, either way (RFC 6238, section 5.2).
const DRIFT: u64 = 1;

/// Steps, either way, in which a refused code is looked for, so that a person learns by how much
/// their clock is off: two hours, so that a wrong summer time is found.
const SEARCH: u16 = 240;

/// An authenticator's shared secret.
pub struct Authenticator(Totp);

/// What a code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// The code of this step, which is now or next to it.
    Step(i64),
    /// A code of another time. Not to be accepted.
    Elsewhen {
        /// By how much the clock that made it is ahead; negative when it is behind.
        ahead_seconds: i64,
        /// The step whose code it is.
        step: i64,
    },
    /// No code of this authenticator.
    None,
}

impl Authenticator {
    /// The authenticator of `secret`, 160 random bits.
    #[must_use]
    pub fn new(secret: &[u8]) -> Self {
        Self(settings(secret).build_noncompliant())
    }

    /// The secret in base32, for authenticators that take it typed.
    #[must_use]
    pub fn secret(&self) -> String {
        self.0.secret().to_base32()
    }

    /// The secret as a [key URI](https://github.com/google/google-authenticator/wiki/Key-Uri-Format),
    /// for a QR code. A colon would end the portal's name there.
    ///
    /// # Errors
    ///
    /// When the account's name can't stand in such a URI.
    pub fn uri(&self, portal: &str, account: &str) -> Result<String, TotpError> {
        settings(self.0.secret().as_bytes())
            .with_issuer(Some(portal.replace(':', " ")))
            .with_account_name(account)
            .build()?
            .to_url()
    }

    /// What `code` is at `now`. Looks at every candidate in constant time.
    #[must_use]
    pub fn look_up(&self, code: &str, now: DateTime<Utc>) -> Match {
        let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
        let present = seconds / STEP.as_secs();
        let is_of = |step: u64| {
            let shown = self.0.generate(step * STEP.as_secs()).to_string();
            bool::from(shown.as_bytes().ct_eq(code.as_bytes()))
        };
        let near = present.saturating_sub(DRIFT)..=present + DRIFT;
        // The latest first: a code of the next step must not be taken for an equal one before it.
        if let Some(step) = near.rev().find(|&step| is_of(step)) {
            return i64::try_from(step).map_or(Match::None, Match::Step);
        }
        let found = self.0.check(code, seconds);
        let found = found.and_then(|step| i64::try_from(step).ok());
        let present = i64::try_from(present).unwrap_or(i64::MAX);
        found.map_or(Match::None, |step| Match::Elsewhen {
            ahead_seconds: (step - present).saturating_mul(STEP.as_secs().cast_signed()),
            step,
        })
    }
}

fn settings(secret: &[u8]) -> Builder {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(STEP.as_secs())
        .with_skew(SEARCH)
        .with_secret(secret.to_vec())
}

/// A code as it was typed or pasted, without the space in and around it; `None` when what is left
/// is not six digits.
#[must_use]
pub fn normalized_code(text: &str) -> Option<String> {
    let code: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_code = code.len() == DIGITS && code.bytes().all(|byte| byte.is_ascii_digit());
    is_code.then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    /// RFC 6238, appendix B, SHA-1; the last six of the eight digits.
    #[test]
    fn the_vectors_of_the_rfc_match() {
        let authenticator = Authenticator::new(b"12345678901234567890");
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(
                authenticator.look_up(code, at(seconds)),
                Match::Step(seconds / 30),
                "{code}"
            );
        }
    }

    #[test]
    fn one_step_of_drift_is_allowed_and_more_is_told() {
        let authenticator = Authenticator::new(b"12345678901234567890");
        let (code, step) = ("005924", 1_234_567_890 / 30);
        let elsewhen = |ahead_seconds| Match::Elsewhen {
            ahead_seconds,
            step,
        };
        for (shift, expected) in [
            (-30, Match::Step(step)),
            (30, Match::Step(step)),
            (60, elsewhen(-60)),
            (-3_600, elsewhen(3_600)),
            (3_600, elsewhen(-3_600)),
            (7_500, Match::None),
        ] {
            let now = at(1_234_567_890 + shift);
            assert_eq!(authenticator.look_up(code, now), expected, "{shift}");
        }
    }

    #[test]
    fn names_in_a_uri_are_escaped() {
        let authenticator = Authenticator::new(b"12345678901234567890");
        let uri = authenticator.uri("ACME: Portal & Co", "ada+1@acme.example");
        assert_eq!(
            uri.as_deref(),
            Ok(
                "otpauth://totp/ACME%20%20Portal%20%26%20Co:ada%2B1%40acme.example\
                ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=ACME%20%20Portal%20%26%20Co"
            )
        );
    }

    #[test]
    fn codes_may_be_pasted_with_space() {
        assert_eq!(
            normalized_code(" 123\u{a0}456\n").as_deref(),
            Some("123456")
        );
        for text in [
            "",
            "12345",
            "1234567",
            "12345a",
            "１２３４５６",
            "123-456",
            "-12345",
        ] {
            assert_eq!(normalized_code(text), None, "{text:?}");
        }
    }
}
