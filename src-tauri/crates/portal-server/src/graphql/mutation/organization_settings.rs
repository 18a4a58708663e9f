//! Changing the organization in view, by those who administer it.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject, Union};

use super::peer;
use crate::domain::OrganizationName;
use crate::graphql::Fault;
use crate::graphql::model::{
    OrganizationNameRefused, OrganizationSettings, PictureRefused, Viewer,
};
use crate::graphql::query::Caller;
use crate::organizations::{PictureEdit, UpdateOutcome};
use crate::portal::Portal;

/// What an organization is to be called, and what becomes of its picture.
#[derive(InputObject)]
struct UpdateOrganizationInput {
    /// The one that the person saw.
    version: String,
    /// What it is called; space around it is dropped.
    name: String,
    /// What becomes of the picture.
    picture: PictureChange,
}

/// What becomes of a picture: at most one of the two. It stays with neither.
#[derive(InputObject)]
struct PictureChange {
    /// The new one, as in `createOrganization`; null or left out: none.
    png: Option<String>,
    /// Whether the picture goes.
    #[graphql(default = false)]
    remove: bool,
}

/// What came of changing an organization.
#[derive(Union)]
enum UpdateOrganizationResult {
    OrganizationUpdated(OrganizationUpdated),
    OrganizationChangedMeanwhile(OrganizationChangedMeanwhile),
    OrganizationNameRefused(OrganizationNameRefused),
    PictureRefused(PictureRefused),
}

/// Whether an organization requires MFA.
#[derive(InputObject)]
struct SetMfaRequirementInput {
    /// The one that the person saw.
    version: String,
    /// Whether all members need MFA.
    required: bool,
}

/// What came of requiring MFA, or no longer requiring it.
#[derive(Union)]
enum SetMfaRequirementResult {
    OrganizationUpdated(OrganizationUpdated),
    OrganizationChangedMeanwhile(OrganizationChangedMeanwhile),
}

/// The change is saved.
#[derive(SimpleObject)]
struct OrganizationUpdated {
    /// The person, with the organization as it is now.
    viewer: Viewer,
    /// Its settings as they are now.
    settings: OrganizationSettings,
}

/// Somebody else changed it since `version`; nothing was changed.
#[derive(SimpleObject)]
struct OrganizationChangedMeanwhile {
    /// Its settings as they are now.
    settings: OrganizationSettings,
}

/// Either of the two that both mutations come to.
enum Updated {
    Saved(Box<OrganizationUpdated>),
    ChangedMeanwhile(Box<OrganizationChangedMeanwhile>),
}

#[derive(Default)]
pub(super) struct OrganizationSettingsMutation;

#[Object]
impl OrganizationSettingsMutation {
    /// Changes name and picture of the organization in view. Only for its owner and admins.
    async fn update_organization(
        &self,
        context: &Context<'_>,
        input: UpdateOrganizationInput,
    ) -> Result<UpdateOrganizationResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let name: OrganizationName = match input.name.parse() {
            Ok(name) => name,
            Err(reason) => {
                let refused = OrganizationNameRefused::from(reason);
                return Ok(UpdateOrganizationResult::OrganizationNameRefused(refused));
            }
        };
        let picture = match (input.picture.png, input.picture.remove) {
            (None, false) => PictureEdit::Keep,
            (None, true) => PictureEdit::Remove,
            (Some(_), true) => {
                return Err(Fault::BadInput(
                    "Either `png` is given or `remove` is true, not both.".to_owned(),
                ));
            }
            (Some(text), false) => match portal.look_at_picture(text).await? {
                Ok(picture) => PictureEdit::Replace(picture),
                Err(refused) => {
                    let refused = PictureRefused::from(refused);
                    return Ok(UpdateOrganizationResult::PictureRefused(refused));
                }
            },
        };
        let outcome = portal
            .update_organization(session, &input.version, &name, picture)
            .await?;
        Ok(match told(outcome) {
            Updated::Saved(saved) => UpdateOrganizationResult::OrganizationUpdated(*saved),
            Updated::ChangedMeanwhile(changed) => {
                UpdateOrganizationResult::OrganizationChangedMeanwhile(*changed)
            }
        })
    }

    /// Makes MFA a duty of all members of the organization in view, or lifts it. Only for its owner and admins. Sensitive.
    async fn set_mfa_requirement(
        &self,
        context: &Context<'_>,
        input: SetMfaRequirementInput,
    ) -> Result<SetMfaRequirementResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let outcome = portal
            .set_mfa_requirement(session, &input.version, input.required, peer(context))
            .await?;
        Ok(match told(outcome) {
            Updated::Saved(saved) => SetMfaRequirementResult::OrganizationUpdated(*saved),
            Updated::ChangedMeanwhile(changed) => {
                SetMfaRequirementResult::OrganizationChangedMeanwhile(*changed)
            }
        })
    }
}

fn told(outcome: UpdateOutcome) -> Updated {
    match outcome {
        UpdateOutcome::Updated(session, settings) => {
            Updated::Saved(Box::new(OrganizationUpdated {
                viewer: Viewer::of(*session),
                settings: (*settings).into(),
            }))
        }
        UpdateOutcome::ChangedMeanwhile(settings) => {
            Updated::ChangedMeanwhile(Box::new(OrganizationChangedMeanwhile {
                settings: (*settings).into(),
            }))
        }
    }
}
