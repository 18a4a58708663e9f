//! Confirming one's identity before sensitive actions.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject, Union};
use secrecy::SecretString;

use super::peer;
use crate::auth::ConfirmOutcome;
use crate::graphql::Fault;
use crate::graphql::model::{
    CodeRefused, Instant, SecondFactorMissing, TooManyAttempts, WrongCredentials, proof_of,
};
use crate::graphql::query::Caller;
use crate::portal::Portal;

/// Proof of who one is; with MFA on, one of the two codes is given.
#[derive(InputObject)]
struct ConfirmIdentityInput {
    /// The password.
    password: SecretString,
    /// What the authenticator shows; spaces don't count.
    code: Option<SecretString>,
    /// A recovery code; spaces, hyphens and case don't count.
    recovery_code: Option<SecretString>,
}

/// What came of confirming one's identity.
#[derive(Union)]
enum ConfirmIdentityResult {
    IdentityConfirmed(IdentityConfirmed),
    SecondFactorMissing(SecondFactorMissing),
    WrongCredentials(WrongCredentials),
    CodeRefused(CodeRefused),
    TooManyAttempts(TooManyAttempts),
}

/// Sensitive actions are open to this session.
#[derive(SimpleObject)]
struct IdentityConfirmed {
    /// The session's bearer token from now on; the one before is refused.
    token: String,
    /// Until when sensitive actions need no further confirmation.
    confirmed_until: Instant,
}

#[derive(Default)]
pub(super) struct ConfirmIdentityMutation;

#[Object]
impl ConfirmIdentityMutation {
    /// Opens sensitive actions to this session for five minutes.
    async fn confirm_identity(
        &self,
        context: &Context<'_>,
        input: ConfirmIdentityInput,
    ) -> Result<ConfirmIdentityResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let proof = proof_of(input.code, input.recovery_code)?;
        let outcome = portal
            .confirm_identity(session, input.password, proof.as_ref(), peer(context))
            .await?;
        Ok(outcome.into())
    }
}

impl From<ConfirmOutcome> for ConfirmIdentityResult {
    fn from(outcome: ConfirmOutcome) -> Self {
        match outcome {
            ConfirmOutcome::Confirmed { token, until } => {
                Self::IdentityConfirmed(IdentityConfirmed {
                    token: token.expose().to_owned(),
                    confirmed_until: Instant(until),
                })
            }
            ConfirmOutcome::SecondFactorMissing => {
                Self::SecondFactorMissing(SecondFactorMissing::default())
            }
            ConfirmOutcome::WrongCredentials => Self::WrongCredentials(WrongCredentials::default()),
            ConfirmOutcome::Refused(refusal) => Self::CodeRefused(refusal.into()),
            ConfirmOutcome::TooManyAttempts { retry_after } => {
                Self::TooManyAttempts(retry_after.into())
            }
        }
    }
}
