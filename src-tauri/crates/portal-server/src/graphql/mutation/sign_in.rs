//! Signing in.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject, Union};
use secrecy::{ExposeSecret, SecretString};

use super::peer;
use crate::auth::{
    CompleteSignInOutcome, OpenedSession, Opener, SessionToken, SignInOutcome, SignInRequest,
};
use crate::domain::readable_line;
use crate::graphql::Fault;
use crate::graphql::model::{
    ChallengeEnded, CodeRefused, Instant, TooManyAttempts, Viewer, WrongCredentials, proof_of,
};
use crate::portal::Portal;

const MAXIMUM_CLIENT_LENGTH: usize = 200;
const MAXIMUM_DEVICE_LENGTH: usize = 100;

/// What a person signs in with.
#[derive(InputObject)]
struct SignInInput {
    /// The address of the account; case doesn't count.
    email: String,
    /// The password.
    password: SecretString,
    /// What signs in, such as `Portal Profile 0.1.0 (Linux)`; at most 200 characters.
    client: String,
    /// The name of the device; at most 100 characters.
    device: Option<String>,
}

/// What came of the first step of a sign-in.
#[derive(Union)]
enum SignInResult {
    SignedIn(SignedIn),
    SecondFactorRequired(SecondFactorRequired),
    WrongCredentials(WrongCredentials),
    TooManyAttempts(TooManyAttempts),
}

/// The second step of a sign-in; exactly one of the two codes is given.
#[derive(InputObject)]
struct CompleteSignInInput {
    /// As the first step answered it.
    challenge: SecretString,
    /// What the authenticator shows; spaces don't count.
    code: Option<SecretString>,
    /// A recovery code; spaces, hyphens and case don't count.
    recovery_code: Option<SecretString>,
}

/// What came of the second step.
#[derive(Union)]
enum CompleteSignInResult {
    SignedIn(SignedIn),
    CodeRefused(CodeRefused),
    ChallengeEnded(ChallengeEnded),
    TooManyAttempts(TooManyAttempts),
}

/// A session is open.
#[derive(SimpleObject)]
struct SignedIn {
    /// Bearer token; shown once.
    token: String,
    /// Absolute end of the session.
    expires_at: Instant,
    /// The signed-in person.
    viewer: Viewer,
}

/// A sign-in needs a second factor; the session is opened by `completeSignIn`.
#[derive(SimpleObject)]
struct SecondFactorRequired {
    /// Stands for the first step; shown once.
    challenge: String,
    /// When it is too late for the second.
    expires_at: Instant,
}

#[derive(Default)]
pub(super) struct SignInMutation;

#[Object]
impl SignInMutation {
    /// Opens a session, or asks for a second factor. Needs no session.
    async fn sign_in(
        &self,
        context: &Context<'_>,
        input: SignInInput,
    ) -> Result<SignInResult, Fault> {
        let portal = context.data_unchecked::<Arc<Portal>>();
        let request = SignInRequest {
            email: input.email,
            password: input.password,
            opener: Opener {
                client: line("client", input.client, MAXIMUM_CLIENT_LENGTH)?,
                device: input
                    .device
                    .map(|device| line("device", device, MAXIMUM_DEVICE_LENGTH))
                    .transpose()?,
                peer: peer(context),
            },
        };
        Ok(portal.sign_in(request).await?.into())
    }

    /// Opens the session that `signIn` asked a second factor for. Needs no session.
    async fn complete_sign_in(
        &self,
        context: &Context<'_>,
        input: CompleteSignInInput,
    ) -> Result<CompleteSignInResult, Fault> {
        let portal = context.data_unchecked::<Arc<Portal>>();
        let challenge = SessionToken::presented(input.challenge.expose_secret());
        let proof = proof_of(input.code, input.recovery_code)?.ok_or_else(|| {
            Fault::BadInput("Either `code` or `recoveryCode` is given.".to_owned())
        })?;
        let outcome = portal
            .complete_sign_in(&challenge, &proof, peer(context))
            .await?;
        Ok(outcome.into())
    }
}

fn line(field: &str, text: String, most: usize) -> Result<String, Fault> {
    let is_line = text.chars().count() <= most
        && readable_line(&text).is_some_and(|line| line == text.trim());
    is_line.then_some(text).ok_or_else(|| {
        Fault::BadInput(format!(
            "`{field}` has 1 to {most} characters on one line, all of which can be seen."
        ))
    })
}

impl From<SignInOutcome> for SignInResult {
    fn from(outcome: SignInOutcome) -> Self {
        match outcome {
            SignInOutcome::SignedIn(opened) => Self::SignedIn((*opened).into()),
            SignInOutcome::SecondFactorRequired {
                challenge,
                expires_at,
            } => Self::SecondFactorRequired(SecondFactorRequired {
                challenge: challenge.expose().to_owned(),
                expires_at: Instant(expires_at),
            }),
            SignInOutcome::WrongCredentials => Self::WrongCredentials(WrongCredentials::default()),
            SignInOutcome::TooManyAttempts { retry_after } => {
                Self::TooManyAttempts(retry_after.into())
            }
        }
    }
}

impl From<CompleteSignInOutcome> for CompleteSignInResult {
    fn from(outcome: CompleteSignInOutcome) -> Self {
        match outcome {
            CompleteSignInOutcome::SignedIn(opened) => Self::SignedIn((*opened).into()),
            CompleteSignInOutcome::Refused(refusal) => Self::CodeRefused(refusal.into()),
            CompleteSignInOutcome::Ended => Self::ChallengeEnded(ChallengeEnded::default()),
            CompleteSignInOutcome::TooManyAttempts { retry_after } => {
                Self::TooManyAttempts(retry_after.into())
            }
        }
    }
}

impl From<OpenedSession> for SignedIn {
    fn from(opened: OpenedSession) -> Self {
        Self {
            token: opened.token.expose().to_owned(),
            expires_at: Instant(opened.expires_at),
            viewer: Viewer::of(opened.session),
        }
    }
}
