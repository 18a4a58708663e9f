//! Opening a session, and proving again who one is. All of these count as attempts, so none is repeated
//! unasked.

use cynic::MutationBuilder;
use secrecy::{ExposeSecret, SecretString};

use super::PortalClient;
use crate::error::ClientError;
use crate::graphql::Credentials;
use crate::operations::confirm_identity::{
    ConfirmIdentity, ConfirmIdentityAnswer, ConfirmIdentityInput, ConfirmIdentityVariables,
};
use crate::operations::idempotency_key::IdempotencyKey;
use crate::operations::password::{
    ChangePassword, ChangePasswordAnswer, ChangePasswordInput, ChangePasswordVariables,
};
use crate::operations::second_factor::SecondFactor;
use crate::operations::second_step::{
    CompleteSignIn, CompleteSignInAnswer, CompleteSignInInput, CompleteSignInVariables,
};
use crate::operations::sign_in::{SignIn, SignInAnswer, SignInInput, SignInVariables};

impl PortalClient {
    /// Starts a session, or its first step; `client` says what signs in, in at most 200 characters, and
    /// `device` on which machine, in at most 100.
    ///
    /// # Errors
    /// When the portal can't be asked. Refusals are answers.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &SecretString,
        client: &str,
        device: Option<&str>,
    ) -> Result<SignInAnswer, ClientError> {
        let input = SignInInput {
            email,
            password: password.expose_secret(),
            client,
            device,
        };
        let operation = SignIn::build(SignInVariables { input });
        let answer = self.run(&operation, Credentials::None).await?;
        Ok(answer.sign_in.into())
    }

    /// Starts the session whose first step was answered with `challenge`.
    ///
    /// # Errors
    /// When the portal can't be asked. Refusals are answers.
    pub async fn complete_sign_in(
        &self,
        challenge: &SecretString,
        proof: &SecondFactor,
    ) -> Result<CompleteSignInAnswer, ClientError> {
        let input = CompleteSignInInput {
            challenge: challenge.expose_secret(),
            code: proof.code(),
            recovery_code: proof.recovery_code(),
        };
        let operation = CompleteSignIn::build(CompleteSignInVariables { input });
        let answer = self.run(&operation, Credentials::None).await?;
        Ok(answer.complete_sign_in.into())
    }

    /// Opens sensitive actions to the session of `token`, which gets another token; with MFA on, `proof` is
    /// needed.
    ///
    /// # Errors
    /// [`ClientError::Unauthenticated`], or when the portal can't be asked. Refusals are answers. After an error
    /// on the way the token may have changed all the same, to the one that [`IdempotencyKey::next_token`] tells.
    pub async fn confirm_identity(
        &self,
        token: &SecretString,
        password: &SecretString,
        proof: Option<&SecondFactor>,
        key: &IdempotencyKey,
    ) -> Result<ConfirmIdentityAnswer, ClientError> {
        let input = ConfirmIdentityInput {
            password: password.expose_secret(),
            code: proof.and_then(SecondFactor::code),
            recovery_code: proof.and_then(SecondFactor::recovery_code),
            idempotency_key: Some(key.expose()),
        };
        let operation = ConfirmIdentity::build(ConfirmIdentityVariables { input });
        let answer = self.run(&operation, Credentials::account(token)).await?;
        Ok(answer.confirm_identity.into())
    }

    /// Changes the password, and ends all other sessions if `sign_out_others` says so.
    ///
    /// # Errors
    /// [`ClientError::ConfirmationRequired`], [`ClientError::Unauthenticated`], or when the portal can't be
    /// asked. Refusals are answers.
    pub async fn change_password(
        &self,
        token: &SecretString,
        current: &SecretString,
        next: &SecretString,
        sign_out_others: bool,
    ) -> Result<ChangePasswordAnswer, ClientError> {
        let input = ChangePasswordInput {
            current_password: current.expose_secret(),
            new_password: next.expose_secret(),
            sign_out_others,
        };
        let operation = ChangePassword::build(ChangePasswordVariables { input });
        let answer = self.run(&operation, Credentials::account(token)).await?;
        Ok(answer.change_password.into())
    }
}
