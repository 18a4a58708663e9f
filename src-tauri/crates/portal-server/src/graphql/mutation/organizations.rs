//! Choosing the organization to work in, and creating one.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject, Union};
use secrecy::SecretString;

use super::idempotency::check_idempotency_key;
use super::{id_of, peer};
use crate::domain::{MAXIMUM_OWNED_ORGANIZATIONS, OrganizationName};
use crate::graphql::Fault;
use crate::graphql::model::{
    IdempotencyKeyReused, OrganizationNameRefused, OrganizationNotFound, PictureRefused, Viewer,
    count,
};
use crate::graphql::query::Caller;
use crate::organizations::{CreateOrganizationOutcome, NewOrganization};
use crate::portal::Portal;

/// The organization to work in.
#[derive(InputObject)]
struct SwitchOrganizationInput {
    /// Its id.
    organization: ID,
}

/// What came of choosing an organization.
#[derive(Union)]
enum SwitchOrganizationResult {
    OrganizationSwitched(OrganizationSwitched),
    OrganizationNotFound(OrganizationNotFound),
}

/// The session works in it.
#[derive(SimpleObject)]
struct OrganizationSwitched {
    /// The person, with the organization in view.
    viewer: Viewer,
}

/// An organization to create.
#[derive(InputObject)]
struct CreateOrganizationInput {
    /// What it is called; space around it is dropped.
    name: String,
    /// A PNG in base64 (RFC 4648) of at most 256 KiB; it is kept at most 256 pixels a side.
    picture: Option<String>,
    /// Made anew for each organization wanted, 16 to 100 characters that nobody can guess. Sent again, it is answered again.
    idempotency_key: SecretString,
}

/// What came of creating an organization.
#[derive(Union)]
enum CreateOrganizationResult {
    OrganizationCreated(OrganizationCreated),
    OrganizationNameRefused(OrganizationNameRefused),
    PictureRefused(PictureRefused),
    OrganizationLimitReached(OrganizationLimitReached),
    IdempotencyKeyReused(IdempotencyKeyReused),
}

/// The organization is there, and the session works in it.
#[derive(SimpleObject)]
struct OrganizationCreated {
    /// The person, with the organization in view.
    viewer: Viewer,
}

/// The person created as many organizations as they may.
#[derive(SimpleObject)]
struct OrganizationLimitReached {
    /// How many there are.
    owned: i32,
    /// How many there may be.
    limit: i32,
}

#[derive(Default)]
pub(super) struct OrganizationsMutation;

#[Object]
impl OrganizationsMutation {
    /// Works in another organization from now on, also after the next sign-in.
    async fn switch_organization(
        &self,
        context: &Context<'_>,
        input: SwitchOrganizationInput,
    ) -> Result<SwitchOrganizationResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let id = id_of(&input.organization);
        Ok(match portal.switch_organization(session, id).await? {
            Some(session) => SwitchOrganizationResult::OrganizationSwitched(OrganizationSwitched {
                viewer: Viewer::of(session),
            }),
            None => SwitchOrganizationResult::OrganizationNotFound(OrganizationNotFound::default()),
        })
    }

    /// Creates an organization owned by the signed-in person, and works in it from now on.
    async fn create_organization(
        &self,
        context: &Context<'_>,
        input: CreateOrganizationInput,
    ) -> Result<CreateOrganizationResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        check_idempotency_key(&input.idempotency_key)?;
        let name: OrganizationName = match input.name.parse() {
            Ok(name) => name,
            Err(reason) => {
                let refused = OrganizationNameRefused::from(reason);
                return Ok(CreateOrganizationResult::OrganizationNameRefused(refused));
            }
        };
        let picture = match input.picture {
            Some(text) => match portal.look_at_picture(text).await? {
                Ok(picture) => Some(picture),
                Err(refused) => {
                    let refused = PictureRefused::from(refused);
                    return Ok(CreateOrganizationResult::PictureRefused(refused));
                }
            },
            None => None,
        };
        let new = NewOrganization { name, picture };
        let outcome = portal
            .create_organization(session, new, &input.idempotency_key, peer(context))
            .await?;
        Ok(match outcome {
            CreateOrganizationOutcome::Created(session) => {
                CreateOrganizationResult::OrganizationCreated(OrganizationCreated {
                    viewer: Viewer::of(*session),
                })
            }
            CreateOrganizationOutcome::LimitReached { owned } => {
                CreateOrganizationResult::OrganizationLimitReached(OrganizationLimitReached {
                    owned: count(owned),
                    limit: count(MAXIMUM_OWNED_ORGANIZATIONS),
                })
            }
            CreateOrganizationOutcome::Reused => {
                CreateOrganizationResult::IdempotencyKeyReused(IdempotencyKeyReused::default())
            }
        })
    }
}
