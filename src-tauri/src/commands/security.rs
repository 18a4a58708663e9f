//! Proving who one is, and changing the password.

use profile_core::password::ChangePasswordOutcome;
use profile_core::second_factor::SecondFactor;
use profile_core::security::ConfirmIdentityOutcome;
use secrecy::SecretString;
use tauri::State;

use crate::error::CommandError;
use crate::shell::Shell;

/// Opens sensitive actions for some minutes.
#[tauri::command]
pub(crate) async fn confirm_identity(
    shell: State<'_, Shell>,
    password: String,
    proof: Option<SecondFactor>,
) -> Result<ConfirmIdentityOutcome, CommandError> {
    let password = SecretString::from(password);
    Ok(shell.app()?.confirm_identity(password, proof).await?)
}

/// Changes the password; confirms the identity by itself.
#[tauri::command]
pub(crate) async fn change_password(
    shell: State<'_, Shell>,
    current: String,
    proof: Option<SecondFactor>,
    next: String,
    sign_out_others: bool,
) -> Result<ChangePasswordOutcome, CommandError> {
    let (current, next) = (SecretString::from(current), SecretString::from(next));
    let app = shell.app()?;
    Ok(app
        .change_password(current, proof, next, sign_out_others)
        .await?)
}
