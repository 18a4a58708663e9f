//! Signing in and out.

use profile_core::second_factor::SecondFactor;
use profile_core::session::{CompleteSignInOutcome, SignInOutcome, SignOutOutcome};
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

/// Takes the second step of a sign-in.
#[tauri::command]
pub(crate) async fn complete_sign_in(
    shell: State<'_, Shell>,
    proof: SecondFactor,
) -> Result<CompleteSignInOutcome, CommandError> {
    let outcome = shell.app()?.complete_sign_in(proof).await?;
    if let CompleteSignInOutcome::SignedIn { snapshot } = &outcome {
        shell.draw(snapshot.profile.preferences.theme);
    }
    Ok(outcome)
}

/// Forgets the first step of a sign-in: the person goes back.
#[tauri::command]
pub(crate) fn cancel_sign_in(shell: State<'_, Shell>) -> Result<(), CommandError> {
    shell.app()?.cancel_sign_in();
    Ok(())
}

/// Ends the session.
#[tauri::command]
pub(crate) async fn sign_out(shell: State<'_, Shell>) -> Result<SignOutOutcome, CommandError> {
    Ok(shell.app()?.sign_out().await?)
}
