//! What a person proves besides the password, and why a code is not accepted.

use portal_client as contract;
use secrecy::SecretString;
use serde::{Deserialize, Deserializer, Serialize};
use ts_rs::TS;

/// The proof that a person holds their second factor.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum SecondFactor {
    /// What the authenticator shows; spaces don't count.
    Code {
        /// As typed.
        #[serde(deserialize_with = "secret")]
        #[ts(as = "String")]
        code: SecretString,
    },
    /// A recovery code; spaces, hyphens and case don't count.
    RecoveryCode {
        /// As typed.
        #[serde(deserialize_with = "secret")]
        #[ts(as = "String")]
        recovery_code: SecretString,
    },
}

/// Why a code is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CodeRefusal {
    /// It does not have the form of a code.
    Malformed,
    /// It is not the code of now.
    Wrong,
    /// It was used before.
    Used,
    /// It is the code of another time: the clock that made it is off.
    ClockOff,
}

impl From<SecondFactor> for contract::SecondFactor {
    fn from(proof: SecondFactor) -> Self {
        match proof {
            SecondFactor::Code { code } => Self::Code(code),
            SecondFactor::RecoveryCode { recovery_code } => Self::RecoveryCode(recovery_code),
        }
    }
}

impl From<contract::CodeRefusal> for CodeRefusal {
    fn from(reason: contract::CodeRefusal) -> Self {
        match reason {
            contract::CodeRefusal::Malformed => Self::Malformed,
            contract::CodeRefusal::Wrong | contract::CodeRefusal::Unknown => Self::Wrong,
            contract::CodeRefusal::Used => Self::Used,
            contract::CodeRefusal::ClockOff => Self::ClockOff,
        }
    }
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    String::deserialize(deserializer).map(SecretString::from)
}
