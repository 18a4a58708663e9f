//! Recovery codes: each stands in for the authenticator once.

use data_encoding::BASE32_NOPAD;
use secrecy::{ExposeSecret, SecretString};

/// How many are issued at a time.
pub const RECOVERY_CODES: usize = 10;

/// 80 bits: too many to guess, few enough to type.
const BYTES: usize = 10;
const GROUP: usize = 4;

/// A code without hyphens, in lower case.
#[derive(Clone, Debug)]
pub struct RecoveryCode(SecretString);

impl RecoveryCode {
    /// The code of these random bytes.
    #[must_use]
    pub fn new(bytes: &[u8; BYTES]) -> Self {
        Self(BASE32_NOPAD.encode(bytes).to_ascii_lowercase().into())
    }

    /// A code as it was typed: space, hyphens and case don't count. `None` when it does not have the
    /// form of a code.
    #[must_use]
    pub fn typed(text: &str) -> Option<Self> {
        let code: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let decoded = BASE32_NOPAD.decode(code.as_bytes()).ok()?;
        (decoded.len() == BYTES).then(|| Self(code.to_ascii_lowercase().into()))
    }

    /// The code as it is shown, such as `abcd-efgh-ijkl-mnop`.
    #[must_use]
    pub fn shown(&self) -> String {
        let code = self.0.expose_secret();
        let groups: Vec<&str> = (0..code.len())
            .step_by(GROUP)
            .filter_map(|at| code.get(at..at + GROUP))
            .collect();
        groups.join("-")
    }

    /// What is kept of it goes through this.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_again_however_it_is_typed() {
        let code = RecoveryCode::new(&[0, 1, 2, 3, 250, 251, 252, 253, 254, 255]);
        let shown = code.shown();
        assert_eq!(shown.len(), 19);
        for typed in [
            shown.clone(),
            shown.to_uppercase(),
            shown.replace('-', ""),
            format!("  {} ", shown.replace('-', " ")),
        ] {
            let read = RecoveryCode::typed(&typed).unwrap();
            assert_eq!(read.as_bytes(), code.as_bytes(), "{typed}");
        }
    }

    #[test]
    fn anything_else_is_no_code() {
        for text in [
            "",
            "abcd",
            "abcd-efgh-ijkl-mno",
            "abcd-efgh-ijkl-mno1",
            "äbcd-efgh-ijkl-mnop",
        ] {
            assert!(RecoveryCode::typed(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn a_code_is_not_shown_by_debug() {
        let code = RecoveryCode::new(&[7; 10]);
        assert!(!format!("{code:?}").contains(&code.shown()[..4]));
    }
}
