//! Members of the organization in view.

use profile_core::members::{
    AddMemberOutcome, ChangeMemberRolesOutcome, MembersPage, RemoveMemberOutcome,
};
use profile_core::profile::Role;
use tauri::State;

use crate::error::CommandError;
use crate::shell::Shell;

/// One page of members.
#[tauri::command]
pub(crate) async fn members(
    shell: State<'_, Shell>,
    search: String,
    after: Option<String>,
) -> Result<MembersPage, CommandError> {
    Ok(shell.app()?.members(&search, after.as_deref()).await?)
}

/// Makes an account a member.
#[tauri::command]
pub(crate) async fn add_member(
    shell: State<'_, Shell>,
    email: String,
    roles: Vec<Role>,
) -> Result<AddMemberOutcome, CommandError> {
    Ok(shell.app()?.add_member(&email, &roles).await?)
}

/// Gives a member other roles.
#[tauri::command]
pub(crate) async fn change_member_roles(
    shell: State<'_, Shell>,
    member: String,
    from: Vec<Role>,
    roles: Vec<Role>,
) -> Result<ChangeMemberRolesOutcome, CommandError> {
    let app = shell.app()?;
    Ok(app.change_member_roles(&member, &from, &roles).await?)
}

/// Ends a membership.
#[tauri::command]
pub(crate) async fn remove_member(
    shell: State<'_, Shell>,
    member: String,
) -> Result<RemoveMemberOutcome, CommandError> {
    Ok(shell.app()?.remove_member(&member).await?)
}
