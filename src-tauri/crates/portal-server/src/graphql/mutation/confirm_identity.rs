//! Confirming one's identity before sensitive actions.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject, Union};
use secrecy::SecretString;

use super::idempotency::check_idempotency_key;
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
    /// 16 to 100 characters that nobody can guess, kept until there is a reply. With it, the next token is
    /// `portal_session_` followed by the HMAC-SHA-256 of the token before, under the SHA-256 of this, in
    /// base64url without padding: a client whose reply is lost, and whose token is refused, goes on with that.
    idempotency_key: Option<SecretString>,
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
        let key = input.idempotency_key.as_ref();
        key.map(check_idempotency_key).transpose()?;
        let (proof, peer) = (proof.as_ref(), peer(context));
        let outcome = portal
            .confirm_identity(session, input.password, proof, key, peer)
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
