//! Leaving the organization in view, and deleting it.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject, Union};

use super::peer;
use crate::graphql::Fault;
use crate::graphql::model::{OrganizationNameMismatch, OwnerStays, Viewer};
use crate::graphql::query::Caller;
use crate::organizations::{DeleteOrganizationOutcome, LeaveOrganizationOutcome};
use crate::portal::Portal;

/// What came of leaving an organization.
#[derive(Union)]
enum LeaveOrganizationResult {
    OrganizationLeft(OrganizationLeft),
    OwnerStays(OwnerStays),
}

/// The person is no member any more. The session works in the personal account, or in what was chosen meanwhile.
#[derive(SimpleObject)]
struct OrganizationLeft {
    /// The person, with what the session works in.
    viewer: Viewer,
}

/// The organization to delete: the one in view, and this is its name.
#[derive(InputObject)]
struct DeleteOrganizationInput {
    /// Its name, typed as it is.
    name: String,
}

/// What came of deleting an organization.
#[derive(Union)]
enum DeleteOrganizationResult {
    OrganizationDeleted(OrganizationDeleted),
    OrganizationNameMismatch(OrganizationNameMismatch),
}

/// The organization is gone with all that was in it. The session works in the personal account, or in what was chosen meanwhile.
#[derive(SimpleObject)]
struct OrganizationDeleted {
    /// The person, with what the session works in.
    viewer: Viewer,
}

#[derive(Default)]
pub(super) struct OrganizationEndingMutation;

#[Object]
impl OrganizationEndingMutation {
    /// Ends the signed-in person's membership in the organization in view, and the API keys they created for it.
    async fn leave_organization(
        &self,
        context: &Context<'_>,
    ) -> Result<LeaveOrganizationResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        Ok(
            match portal.leave_organization(session, peer(context)).await? {
                LeaveOrganizationOutcome::Left(session) => {
                    LeaveOrganizationResult::OrganizationLeft(OrganizationLeft {
                        viewer: Viewer::of(*session),
                    })
                }
                LeaveOrganizationOutcome::OwnerStays => {
                    LeaveOrganizationResult::OwnerStays(OwnerStays::default())
                }
            },
        )
    }

    /// Deletes the organization in view with all that is in it. Only for its owner. Sensitive.
    async fn delete_organization(
        &self,
        context: &Context<'_>,
        input: DeleteOrganizationInput,
    ) -> Result<DeleteOrganizationResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let outcome = portal
            .delete_organization(session, &input.name, peer(context))
            .await?;
        Ok(match outcome {
            DeleteOrganizationOutcome::Deleted(session) => {
                DeleteOrganizationResult::OrganizationDeleted(OrganizationDeleted {
                    viewer: Viewer::of(*session),
                })
            }
            DeleteOrganizationOutcome::NameMismatch => {
                DeleteOrganizationResult::OrganizationNameMismatch(
                    OrganizationNameMismatch::default(),
                )
            }
        })
    }
}
