//! The password.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject, Union};
use secrecy::SecretString;

use super::peer;
use crate::auth::{ChangePasswordOutcome, PasswordChange};
use crate::domain::{MAXIMUM_PASSWORD_LENGTH, MINIMUM_PASSWORD_LENGTH, PasswordRefusal};
use crate::graphql::Fault;
use crate::graphql::model::{Instant, TooManyAttempts, WrongCredentials};
use crate::graphql::query::Caller;
use crate::portal::Portal;

/// A new password.
#[derive(InputObject)]
struct ChangePasswordInput {
    /// The password as it is.
    current_password: SecretString,
    /// The password to take.
    new_password: SecretString,
    /// Whether all other sessions end.
    sign_out_others: bool,
}

/// What came of changing the password.
#[derive(Union)]
enum ChangePasswordResult {
    PasswordChanged(PasswordChanged),
    PasswordRefused(PasswordRefused),
    WrongCredentials(WrongCredentials),
    TooManyAttempts(TooManyAttempts),
}

/// The password is changed.
#[derive(SimpleObject)]
struct PasswordChanged {
    /// When.
    at: Instant,
    /// How many other sessions ended.
    sessions_ended: i32,
}

/// The password is not accepted; the old one stays.
#[derive(SimpleObject)]
struct PasswordRefused {
    /// Why.
    reason: PasswordRefusal,
    /// Characters a password has at least.
    minimum_length: i32,
    /// Characters a password may have.
    maximum_length: i32,
}

#[derive(Default)]
pub(super) struct PasswordMutation;

#[Object]
impl PasswordMutation {
    /// Changes the password. Sensitive.
    async fn change_password(
        &self,
        context: &Context<'_>,
        input: ChangePasswordInput,
    ) -> Result<ChangePasswordResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let change = PasswordChange {
            current: input.current_password,
            new: input.new_password,
            sign_out_others: input.sign_out_others,
        };
        let outcome = portal
            .change_password(session, change, peer(context))
            .await?;
        Ok(match outcome {
            ChangePasswordOutcome::Changed { at, sessions_ended } => {
                ChangePasswordResult::PasswordChanged(PasswordChanged {
                    at: Instant(at),
                    sessions_ended: i32::try_from(sessions_ended).unwrap_or(i32::MAX),
                })
            }
            ChangePasswordOutcome::Refused(reason) => {
                ChangePasswordResult::PasswordRefused(PasswordRefused {
                    reason,
                    minimum_length: i32::try_from(MINIMUM_PASSWORD_LENGTH).unwrap_or(i32::MAX),
                    maximum_length: i32::try_from(MAXIMUM_PASSWORD_LENGTH).unwrap_or(i32::MAX),
                })
            }
            ChangePasswordOutcome::WrongCredentials => {
                ChangePasswordResult::WrongCredentials(WrongCredentials::default())
            }
            ChangePasswordOutcome::TooManyAttempts { retry_after } => {
                ChangePasswordResult::TooManyAttempts(retry_after.into())
            }
        })
    }
}
