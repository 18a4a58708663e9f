//! Which passwords are accepted: long enough, and none of those that are tried first (OWASP
//! Authentication Cheat Sheet; NIST SP 800-63B, section 3.1.1.2). No rules of composition.

/// Characters that a password has at least.
pub const MINIMUM_PASSWORD_LENGTH: usize = 8;

/// Characters that a password may have.
pub const MAXIMUM_PASSWORD_LENGTH: usize = 128;

/// In lower case, sorted, those of at least [`MINIMUM_PASSWORD_LENGTH`] characters of the list of
/// 20,000 that Django ships (BSD-3-Clause, see the file beside it).
const COMMON: &str = include_str!("../../assets/common-passwords.txt");

/// Why a password is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, async_graphql::Enum)]
pub enum PasswordRefusal {
    /// It has too few characters.
    #[error("a password has at least {MINIMUM_PASSWORD_LENGTH} characters")]
    TooShort,
    /// It has too many characters.
    #[error("a password has at most {MAXIMUM_PASSWORD_LENGTH} characters")]
    TooLong,
    /// It is one of those that are tried first.
    #[error("this password is one of the most common ones")]
    Common,
    /// It is the password as it is.
    #[error("this is the password as it is")]
    Unchanged,
}

/// Whether a person may take `password`.
///
/// # Errors
///
/// Why not.
pub fn check_password(password: &str) -> Result<(), PasswordRefusal> {
    let length = password.chars().count();
    if length < MINIMUM_PASSWORD_LENGTH {
        Err(PasswordRefusal::TooShort)
    } else if length > MAXIMUM_PASSWORD_LENGTH {
        Err(PasswordRefusal::TooLong)
    } else if is_common(password) {
        Err(PasswordRefusal::Common)
    } else {
        Ok(())
    }
}

fn is_common(password: &str) -> bool {
    let password = password.to_lowercase();
    COMMON.lines().any(|common| common == password)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_characters() {
        assert_eq!(check_password("ä9µ#kß"), Err(PasswordRefusal::TooShort));
        assert_eq!(check_password(&"ä9µ#".repeat(2)), Ok(()));
        assert_eq!(check_password(&"ä9µ#".repeat(32)), Ok(()));
        let long = "x".repeat(129);
        assert_eq!(check_password(&long), Err(PasswordRefusal::TooLong));
    }

    #[test]
    fn what_is_tried_first_is_refused_in_any_case() {
        for password in [
            "password",
            "Password1",
            "12345678",
            "iloveyou",
            "QWERTYUIOP",
        ] {
            assert_eq!(
                check_password(password),
                Err(PasswordRefusal::Common),
                "{password}"
            );
        }
        assert_eq!(check_password("correct horse battery"), Ok(()));
    }
}
