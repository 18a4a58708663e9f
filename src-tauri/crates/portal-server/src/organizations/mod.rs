//! What people do to organizations: creating, choosing, changing, leaving and deleting them, and managing
//! their members. What an operator does takes the same steps.

mod changing;
mod creation;
mod ending;
mod listing;
mod members;
mod picture;
mod settings;
mod switching;

pub use creation::{CreateOrganizationOutcome, NewOrganization};
pub use ending::{DeleteOrganizationOutcome, LeaveOrganizationOutcome};
pub use listing::{ListPosition, ListedOrganization};
pub use members::{AddMemberOutcome, ChangeRolesOutcome, RemoveMemberOutcome};
pub use picture::{PictureEdit, SentPicture};
pub use settings::{Deletion, OrganizationSettings, UpdateOutcome};

pub(crate) use changing::{Actor, Changing};

use sea_orm::DatabaseTransaction;

use crate::auth::{ActiveSession, AuthError};
use crate::domain::{Members, Role};
use crate::store::entities::organization;
use crate::store::{memberships, organizations};

/// Holds the organization in view until the transaction ends, and answers it and the person's roles in it
/// as they are: both may have changed since the request began.
///
/// # Errors
///
/// [`AuthError::OrganizationUnavailable`], or when the store fails.
pub(crate) async fn hold(
    transaction: &DatabaseTransaction,
    session: &ActiveSession,
) -> Result<(organization::Model, Vec<Role>), AuthError> {
    let organization = organizations::lock(transaction, session.organization.id)
        .await?
        .ok_or(AuthError::OrganizationUnavailable)?;
    let roles = memberships::roles(transaction, organization.id, session.account.id).await?;
    if roles.is_empty() {
        return Err(AuthError::OrganizationUnavailable);
    }
    Ok((organization, roles))
}

/// As [`hold`], for those who are among `members`.
///
/// # Errors
///
/// [`AuthError::Forbidden`] besides.
pub(crate) async fn hold_as(
    members: Members,
    transaction: &DatabaseTransaction,
    session: &ActiveSession,
) -> Result<organization::Model, AuthError> {
    let (organization, roles) = hold(transaction, session).await?;
    match members.include(organization.kind, &roles) {
        true => Ok(organization),
        false => Err(AuthError::Forbidden),
    }
}
