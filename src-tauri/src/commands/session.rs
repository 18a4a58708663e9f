//! Signing in and out.

use profile_core::session::{SignInOutcome, SignOutOutcome};
use secrecy::SecretString;
use tauri::State;

use crate::error::CommandError;
use crate::shell::Shell;

/// Signs in to the portal with the id `portal`.
#[tauri::command]
pub(crate) async fn sign_in(
    shell: State<'_, Shell>,
    portal: String,
    email: String,
    password: String,
) -> Result<SignInOutcome, CommandError> {
    let password = SecretString::from(password);
    let outcome = shell.app()?.sign_in(&portal, &email, password).await?;
    if let SignInOutcome::SignedIn { snapshot } = &outcome {
        shell.draw(snapshot.profile.preferences.theme);
    }
    Ok(outcome)
}

/// Ends the session.
#[tauri::command]
pub(crate) async fn sign_out(shell: State<'_, Shell>) -> Result<SignOutOutcome, CommandError> {
    Ok(shell.app()?.sign_out().await?)
}
