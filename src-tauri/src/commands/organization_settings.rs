//! What can be changed about the organization in view.

use profile_core::organizations::{OrganizationSettings, PictureChange, UpdateOrganizationOutcome};
use tauri::State;

use crate::error::CommandError;
use crate::shell::Shell;

/// What can be changed, for those who may.
#[tauri::command]
pub(crate) async fn organization_settings(
    shell: State<'_, Shell>,
) -> Result<Option<OrganizationSettings>, CommandError> {
    Ok(shell.app()?.organization_settings().await?)
}

/// Changes name and picture.
#[tauri::command]
pub(crate) async fn update_organization(
    shell: State<'_, Shell>,
    version: String,
    name: String,
    picture: PictureChange,
) -> Result<UpdateOrganizationOutcome, CommandError> {
    let app = shell.app()?;
    Ok(app.update_organization(&version, &name, &picture).await?)
}

/// Makes MFA a duty of all members, or lifts it.
#[tauri::command]
pub(crate) async fn set_mfa_requirement(
    shell: State<'_, Shell>,
    version: String,
    required: bool,
) -> Result<UpdateOrganizationOutcome, CommandError> {
    Ok(shell.app()?.set_mfa_requirement(&version, required).await?)
}
