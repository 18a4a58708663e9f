//! Turning MFA on and off, and recovery codes. All of these are sensitive: they fail with
//! [`ClientError::ConfirmationRequired`] when the last confirmation of the identity is too long ago.

use cynic::MutationBuilder;
use secrecy::{ExposeSecret, SecretString};

use super::PortalClient;
use crate::error::ClientError;
use crate::graphql::{Caller, Credentials};
use crate::operations::disable_mfa::{DisableMfa, DisableMfaAnswer};
use crate::operations::mfa_enrollment::{
    BeginMfaEnrollment, BeginMfaEnrollmentAnswer, CompleteMfaEnrollment,
    CompleteMfaEnrollmentAnswer, CompleteMfaEnrollmentInput, CompleteMfaEnrollmentVariables,
    VerifyMfaEnrollment, VerifyMfaEnrollmentAnswer, VerifyMfaEnrollmentInput,
    VerifyMfaEnrollmentVariables,
};
use crate::operations::recovery_codes::{RegenerateRecoveryCodes, RegenerateRecoveryCodesAnswer};
use crate::retry::repeatedly;

impl PortalClient {
    /// Begins to turn MFA on; an enrollment begun before ends.
    ///
    /// # Errors
    /// [`ClientError::ConfirmationRequired`], [`ClientError::Unauthenticated`], or when the portal can't be
    /// asked.
    pub async fn begin_mfa_enrollment(
        &self,
        token: &SecretString,
    ) -> Result<BeginMfaEnrollmentAnswer, ClientError> {
        let operation = BeginMfaEnrollment::build(());
        let answer = repeatedly(|| self.run(&operation, Credentials::account(token))).await?;
        Ok(answer.begin_mfa_enrollment.into())
    }

    /// Shows that the authenticator is set up; answers with recovery codes. Never repeated unasked.
    ///
    /// # Errors
    /// As [`Self::begin_mfa_enrollment`]. Refusals are answers.
    pub async fn verify_mfa_enrollment(
        &self,
        token: &SecretString,
        enrollment: &str,
        code: &SecretString,
    ) -> Result<VerifyMfaEnrollmentAnswer, ClientError> {
        let input = VerifyMfaEnrollmentInput {
            enrollment: &cynic::Id::new(enrollment),
            code: code.expose_secret(),
        };
        let operation = VerifyMfaEnrollment::build(VerifyMfaEnrollmentVariables { input });
        let answer = self.run(&operation, Credentials::account(token)).await?;
        Ok(answer.verify_mfa_enrollment.into())
    }

    /// Turns MFA on. Asked again for the enrollment that is in force, the portal answers as it did the first time.
    ///
    /// # Errors
    /// As [`Self::begin_mfa_enrollment`]. Refusals are answers.
    pub async fn complete_mfa_enrollment(
        &self,
        caller: Caller<'_>,
        enrollment: &str,
    ) -> Result<CompleteMfaEnrollmentAnswer, ClientError> {
        let input = CompleteMfaEnrollmentInput {
            enrollment: &cynic::Id::new(enrollment),
        };
        let operation = CompleteMfaEnrollment::build(CompleteMfaEnrollmentVariables { input });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.complete_mfa_enrollment.into())
    }

    /// Turns MFA off.
    ///
    /// # Errors
    /// As [`Self::begin_mfa_enrollment`]. Refusals are answers.
    pub async fn disable_mfa(&self, caller: Caller<'_>) -> Result<DisableMfaAnswer, ClientError> {
        let operation = DisableMfa::build(());
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.disable_mfa.into())
    }

    /// Issues recovery codes in place of all earlier ones. Never repeated unasked.
    ///
    /// # Errors
    /// As [`Self::begin_mfa_enrollment`]. Refusals are answers.
    pub async fn regenerate_recovery_codes(
        &self,
        token: &SecretString,
    ) -> Result<RegenerateRecoveryCodesAnswer, ClientError> {
        let operation = RegenerateRecoveryCodes::build(());
        let answer = self.run(&operation, Credentials::account(token)).await?;
        Ok(answer.regenerate_recovery_codes.into())
    }
}
