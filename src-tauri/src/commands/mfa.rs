//! Turning MFA on and off, and recovery codes.

use profile_core::downloads::SavedFile;
use profile_core::mfa::{
    BeginEnrollmentOutcome, CompleteEnrollmentOutcome, DisableMfaOutcome, RecoveryCodesOutcome,
    VerifyEnrollmentOutcome,
};
use secrecy::SecretString;
use tauri::State;

use crate::error::CommandError;
use crate::shell::Shell;

/// Begins to turn MFA on.
#[tauri::command]
pub(crate) async fn begin_mfa_enrollment(
    shell: State<'_, Shell>,
) -> Result<BeginEnrollmentOutcome, CommandError> {
    Ok(shell.app()?.begin_mfa_enrollment().await?)
}

/// Shows that the authenticator is set up; brings the recovery codes.
#[tauri::command]
pub(crate) async fn verify_mfa_enrollment(
    shell: State<'_, Shell>,
    enrollment: String,
    code: String,
) -> Result<VerifyEnrollmentOutcome, CommandError> {
    let code = SecretString::from(code);
    let app = shell.app()?;
    Ok(app.verify_mfa_enrollment(&enrollment, code).await?)
}

/// Turns MFA on.
#[tauri::command]
pub(crate) async fn complete_mfa_enrollment(
    shell: State<'_, Shell>,
    enrollment: String,
) -> Result<CompleteEnrollmentOutcome, CommandError> {
    Ok(shell.app()?.complete_mfa_enrollment(&enrollment).await?)
}

/// Turns MFA off.
#[tauri::command]
pub(crate) async fn disable_mfa(
    shell: State<'_, Shell>,
) -> Result<DisableMfaOutcome, CommandError> {
    Ok(shell.app()?.disable_mfa().await?)
}

/// Issues recovery codes in place of all earlier ones.
#[tauri::command]
pub(crate) async fn regenerate_recovery_codes(
    shell: State<'_, Shell>,
) -> Result<RecoveryCodesOutcome, CommandError> {
    Ok(shell.app()?.regenerate_recovery_codes().await?)
}

/// Saves recovery codes among the person's downloads.
#[tauri::command]
pub(crate) async fn save_recovery_codes(
    shell: State<'_, Shell>,
    recovery_codes: Vec<String>,
) -> Result<SavedFile, CommandError> {
    let codes = recovery_codes.into_iter().map(SecretString::from).collect();
    Ok(shell.app()?.save_recovery_codes(codes).await?)
}
