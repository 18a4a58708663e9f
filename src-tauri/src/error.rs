//! What crosses to the page when a command fails.

use profile_core::failure::{Failure, FailureCode};
use serde::Serialize;
use ts_rs::TS;

/// A failed command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CommandError {
    /// What the page acts on.
    pub(crate) code: FailureCode,
    /// What happened, for people who ask for details. Holds no secret.
    pub(crate) message: String,
}

impl From<Failure> for CommandError {
    fn from(failure: Failure) -> Self {
        tracing::debug!(code = ?failure.code, detail = %failure.detail, "command failed");
        Self {
            code: failure.code,
            message: failure.detail,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_gets_a_code_and_a_message() -> Result<(), serde_json::Error> {
        let error = CommandError::from(Failure {
            code: FailureCode::SessionEnded,
            detail: "the session expired".to_owned(),
        });
        assert_eq!(
            serde_json::to_string(&error)?,
            r#"{"code":"session_ended","message":"the session expired"}"#
        );
        Ok(())
    }
}
