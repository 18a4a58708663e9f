//! The organizations of a person.

use profile_core::organizations::{
    CreateOrganizationOutcome, DeleteOrganizationOutcome, LeaveOrganizationOutcome, Organizations,
    PreparePictureOutcome, SwitchOrganizationOutcome,
};
use tauri::State;

use crate::error::CommandError;
use crate::shell::Shell;

/// All of them.
#[tauri::command]
pub(crate) async fn organizations(shell: State<'_, Shell>) -> Result<Organizations, CommandError> {
    Ok(shell.app()?.organizations().await?)
}

/// Works in another one.
#[tauri::command]
pub(crate) async fn switch_organization(
    shell: State<'_, Shell>,
    organization: String,
) -> Result<SwitchOrganizationOutcome, CommandError> {
    let outcome = shell.app()?.switch_organization(&organization).await?;
    if let SwitchOrganizationOutcome::Switched { snapshot } = &outcome {
        shell.draw(snapshot.profile.preferences.theme);
    }
    Ok(outcome)
}

/// Makes a file ready to be a picture.
#[tauri::command]
pub(crate) async fn prepare_picture(
    shell: State<'_, Shell>,
    file: String,
) -> Result<PreparePictureOutcome, CommandError> {
    Ok(shell.app()?.prepare_picture(file).await?)
}

/// Creates one and works in it.
#[tauri::command]
pub(crate) async fn create_organization(
    shell: State<'_, Shell>,
    name: String,
    picture: Option<String>,
) -> Result<CreateOrganizationOutcome, CommandError> {
    let app = shell.app()?;
    let outcome = app.create_organization(&name, picture.as_deref()).await?;
    if let CreateOrganizationOutcome::Created { snapshot } = &outcome {
        shell.draw(snapshot.profile.preferences.theme);
    }
    Ok(outcome)
}

/// A picture of the portal.
#[tauri::command]
pub(crate) async fn picture(
    shell: State<'_, Shell>,
    path: String,
) -> Result<Option<String>, CommandError> {
    Ok(shell.app()?.picture(&path).await?)
}

/// Ends the person's membership in the one in view.
#[tauri::command]
pub(crate) async fn leave_organization(
    shell: State<'_, Shell>,
) -> Result<LeaveOrganizationOutcome, CommandError> {
    let outcome = shell.app()?.leave_organization().await?;
    if let LeaveOrganizationOutcome::Left { snapshot } = &outcome {
        shell.draw(snapshot.profile.preferences.theme);
    }
    Ok(outcome)
}

/// Deletes the one in view.
#[tauri::command]
pub(crate) async fn delete_organization(
    shell: State<'_, Shell>,
    name: String,
) -> Result<DeleteOrganizationOutcome, CommandError> {
    let outcome = shell.app()?.delete_organization(&name).await?;
    if let DeleteOrganizationOutcome::Deleted { snapshot } = &outcome {
        shell.draw(snapshot.profile.preferences.theme);
    }
    Ok(outcome)
}
