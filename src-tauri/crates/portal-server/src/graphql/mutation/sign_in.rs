//! Signing in.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject, Union};
use secrecy::SecretString;

use crate::auth::{OpenedSession, SignInOutcome, SignInRequest};
use crate::graphql::model::{Instant, Viewer};
use crate::graphql::{Fault, PeerAddress};
use crate::portal::Portal;

const MAXIMUM_CLIENT_LENGTH: usize = 200;

/// What a person signs in with.
#[derive(InputObject)]
struct SignInInput {
    /// The address of the account; case doesn't count.
    email: String,
    /// The password.
    password: SecretString,
    /// What signs in, such as `Portal Profile 0.1.0 (Linux)`; at most 200 characters.
    client: String,
}

/// What came of a sign-in. More may be added, such as a second factor to ask for.
#[derive(Union)]
enum SignInResult {
    SignedIn(SignedIn),
    WrongCredentials(WrongCredentials),
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

/// Unknown account or wrong password; nothing tells which.
#[derive(SimpleObject)]
struct WrongCredentials {
    /// For people.
    message: &'static str,
}

/// Attempts are used up, for the account or for the network the request comes from.
#[derive(SimpleObject)]
struct TooManyAttempts {
    /// Seconds until the next attempt counts.
    retry_after_seconds: i32,
}

#[derive(Default)]
pub(super) struct SignInMutation;

#[Object]
impl SignInMutation {
    /// Opens a session. Needs none.
    async fn sign_in(
        &self,
        context: &Context<'_>,
        input: SignInInput,
    ) -> Result<SignInResult, Fault> {
        let portal = context.data_unchecked::<Arc<Portal>>();
        let request = SignInRequest {
            peer: context.data_unchecked::<PeerAddress>().0,
            email: input.email,
            password: input.password,
            client: client_name(input.client)?,
        };
        Ok(portal.sign_in(request).await?.into())
    }
}

fn client_name(client: String) -> Result<String, Fault> {
    let is_name =
        client.chars().count() <= MAXIMUM_CLIENT_LENGTH && !client.contains(char::is_control);
    is_name.then_some(client).ok_or_else(|| {
        Fault::BadInput(format!(
            "`client` has at most {MAXIMUM_CLIENT_LENGTH} characters on one line."
        ))
    })
}

impl From<SignInOutcome> for SignInResult {
    fn from(outcome: SignInOutcome) -> Self {
        match outcome {
            SignInOutcome::SignedIn(opened) => Self::SignedIn((*opened).into()),
            SignInOutcome::WrongCredentials => Self::WrongCredentials(WrongCredentials {
                message: "Unknown account or wrong password.",
            }),
            SignInOutcome::TooManyAttempts { retry_after } => {
                // Rounded up: a client that waits this long is let in.
                let seconds = retry_after.as_millis().div_ceil(1_000).max(1);
                Self::TooManyAttempts(TooManyAttempts {
                    retry_after_seconds: i32::try_from(seconds).unwrap_or(i32::MAX),
                })
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
