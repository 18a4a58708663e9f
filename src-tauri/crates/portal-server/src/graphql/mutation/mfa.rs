//! Turning MFA on and off, and recovery codes.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject, Union};
use secrecy::{ExposeSecret, SecretString};

use super::{id_of, peer};
use crate::auth::{BeginEnrollment, DisableMfa, VerifyEnrollment};
use crate::domain::RecoveryCode;
use crate::graphql::Fault;
use crate::graphql::model::{
    CodeRefused, EnrollmentEnded, Instant, MfaNotEnabled, MfaRequirement, TooManyAttempts, Viewer,
};
use crate::graphql::query::Caller;
use crate::portal::Portal;

/// The authenticator's first code.
#[derive(InputObject)]
struct VerifyMfaEnrollmentInput {
    /// As it was begun.
    enrollment: ID,
    /// What the authenticator shows; spaces don't count.
    code: SecretString,
}

/// The enrollment to bring to its end.
#[derive(InputObject)]
struct CompleteMfaEnrollmentInput {
    /// As it was begun.
    enrollment: ID,
}

/// What came of beginning to turn MFA on.
#[derive(Union)]
enum BeginMfaEnrollmentResult {
    MfaEnrollmentBegun(MfaEnrollmentBegun),
    MfaAlreadyEnabled(MfaAlreadyEnabled),
}

/// An authenticator to be set up. MFA stays off until the enrollment is completed.
#[derive(SimpleObject)]
struct MfaEnrollmentBegun {
    /// Opaque id.
    enrollment: ID,
    /// The shared secret in base32 (RFC 4648), for authenticators that take it typed.
    secret: String,
    /// The same as an `otpauth:` URI, for a QR code.
    otpauth_uri: String,
    /// When it is too late to complete it.
    expires_at: Instant,
}

/// MFA is on already.
#[derive(SimpleObject)]
struct MfaAlreadyEnabled {
    /// Since when.
    since: Instant,
}

/// What came of verifying an authenticator.
#[derive(Union)]
enum VerifyMfaEnrollmentResult {
    RecoveryCodesIssued(RecoveryCodesIssued),
    CodeRefused(CodeRefused),
    EnrollmentEnded(EnrollmentEnded),
    TooManyAttempts(TooManyAttempts),
}

/// Codes that each stand in for the authenticator once. Shown once.
#[derive(SimpleObject)]
struct RecoveryCodesIssued {
    /// Ten of them, such as `abcd-efgh-ijkl-mnop`.
    recovery_codes: Vec<String>,
}

/// What came of turning MFA on.
#[derive(Union)]
enum CompleteMfaEnrollmentResult {
    MfaEnabled(MfaEnabled),
    EnrollmentEnded(EnrollmentEnded),
}

/// MFA is on: from the next sign-in on a code is asked for.
#[derive(SimpleObject)]
struct MfaEnabled {
    /// The person with MFA.
    viewer: Viewer,
}

/// What came of turning MFA off.
#[derive(Union)]
enum DisableMfaResult {
    MfaDisabled(MfaDisabled),
    MfaRequired(MfaRequired),
}

/// MFA is off; its secret and recovery codes are forgotten.
#[derive(SimpleObject)]
struct MfaDisabled {
    /// The person without MFA.
    viewer: Viewer,
}

/// MFA stays on: organizations of the person require it.
#[derive(SimpleObject)]
struct MfaRequired {
    /// Which.
    required_by: Vec<MfaRequirement>,
}

/// What came of issuing recovery codes anew.
#[derive(Union)]
enum RegenerateRecoveryCodesResult {
    RecoveryCodesIssued(RecoveryCodesIssued),
    MfaNotEnabled(MfaNotEnabled),
}

#[derive(Default)]
pub(super) struct MfaMutation;

#[Object]
impl MfaMutation {
    /// Begins to turn MFA on. An enrollment begun before ends. Sensitive.
    async fn begin_mfa_enrollment(
        &self,
        context: &Context<'_>,
    ) -> Result<BeginMfaEnrollmentResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        Ok(match portal.begin_enrollment(session).await? {
            BeginEnrollment::Begun(begun) => {
                BeginMfaEnrollmentResult::MfaEnrollmentBegun(MfaEnrollmentBegun {
                    enrollment: begun.id.into(),
                    secret: begun.secret.expose_secret().to_owned(),
                    otpauth_uri: begun.uri.expose_secret().to_owned(),
                    expires_at: Instant(begun.expires_at),
                })
            }
            BeginEnrollment::AlreadyEnabled { since } => {
                BeginMfaEnrollmentResult::MfaAlreadyEnabled(MfaAlreadyEnabled {
                    since: Instant(since),
                })
            }
        })
    }

    /// Shows that the authenticator is set up, and issues recovery codes. MFA stays off. Sensitive.
    async fn verify_mfa_enrollment(
        &self,
        context: &Context<'_>,
        input: VerifyMfaEnrollmentInput,
    ) -> Result<VerifyMfaEnrollmentResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let id = id_of(&input.enrollment);
        let outcome = portal
            .verify_enrollment(session, id, &input.code, peer(context))
            .await?;
        Ok(match outcome {
            VerifyEnrollment::Verified(codes) => {
                VerifyMfaEnrollmentResult::RecoveryCodesIssued(codes.into())
            }
            VerifyEnrollment::Refused(refusal) => {
                VerifyMfaEnrollmentResult::CodeRefused(refusal.into())
            }
            VerifyEnrollment::Ended => {
                VerifyMfaEnrollmentResult::EnrollmentEnded(EnrollmentEnded::default())
            }
            VerifyEnrollment::TooManyAttempts { retry_after } => {
                VerifyMfaEnrollmentResult::TooManyAttempts(retry_after.into())
            }
        })
    }

    /// Turns MFA on with the verified authenticator and the recovery codes issued last. Sensitive.
    async fn complete_mfa_enrollment(
        &self,
        context: &Context<'_>,
        input: CompleteMfaEnrollmentInput,
    ) -> Result<CompleteMfaEnrollmentResult, Fault> {
        let mut session = Caller::session(context)?.clone();
        let portal = context.data_unchecked::<Arc<Portal>>();
        let id = id_of(&input.enrollment);
        if !portal
            .complete_enrollment(&session, id, peer(context))
            .await?
        {
            return Ok(CompleteMfaEnrollmentResult::EnrollmentEnded(
                EnrollmentEnded::default(),
            ));
        }
        session.owes_mfa = false;
        Ok(CompleteMfaEnrollmentResult::MfaEnabled(MfaEnabled {
            viewer: Viewer::of(session),
        }))
    }

    /// Turns MFA off. Sensitive.
    async fn disable_mfa(&self, context: &Context<'_>) -> Result<DisableMfaResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        Ok(match portal.disable_mfa(session, peer(context)).await? {
            DisableMfa::Disabled => DisableMfaResult::MfaDisabled(MfaDisabled {
                viewer: Viewer::of(session.clone()),
            }),
            DisableMfa::Required(requiring) => DisableMfaResult::MfaRequired(MfaRequired {
                required_by: MfaRequirement::of(portal, session, requiring).await?,
            }),
        })
    }

    /// Issues recovery codes in place of all earlier ones. Sensitive.
    async fn regenerate_recovery_codes(
        &self,
        context: &Context<'_>,
    ) -> Result<RegenerateRecoveryCodesResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let codes = portal
            .regenerate_recovery_codes(session, peer(context))
            .await?;
        Ok(match codes {
            Some(codes) => RegenerateRecoveryCodesResult::RecoveryCodesIssued(codes.into()),
            None => RegenerateRecoveryCodesResult::MfaNotEnabled(MfaNotEnabled::default()),
        })
    }
}

impl From<Vec<RecoveryCode>> for RecoveryCodesIssued {
    fn from(codes: Vec<RecoveryCode>) -> Self {
        Self {
            recovery_codes: codes.iter().map(RecoveryCode::shown).collect(),
        }
    }
}
