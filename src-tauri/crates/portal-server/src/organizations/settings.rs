//! What can be changed about an organization: its name, its picture, and whether it requires MFA.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Actor, Changing, PictureEdit, hold_as};
use crate::auth::{ActiveSession, AuthError};
use crate::domain::{Credits, Members, OrganizationName};
use crate::objects::Shelf;
use crate::portal::Portal;
use crate::store::entities::organization;
use crate::store::{
    StoreError, accounts, api_keys, chart_workspaces, credits, devices, exports, members,
    organizations, second_factors,
};

/// What is lost when an organization is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deletion {
    /// Its devices.
    pub devices: u64,
    /// Its charts workspaces, private ones of its members included.
    pub workspaces: u64,
    /// Its members without the one who looks.
    pub other_members: u64,
    /// Its API keys that can be used.
    pub api_keys: u64,
    /// Credits that are left; `None` when there are none.
    pub credits: Option<Credits>,
    /// Exports, whoever asked for them.
    pub exports: u64,
}

/// An organization as those see it who administer it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationSettings {
    /// The organization.
    pub organization: organization::Model,
    /// How many members it has.
    pub members: u64,
    /// How many of them have no MFA.
    pub members_without_mfa: u64,
    /// Whether the one who looks is one of those.
    pub viewer_without_mfa: bool,
}

/// What comes of a change.
#[derive(Debug)]
pub enum UpdateOutcome {
    /// It is made. The session sees the organization as it is now.
    Updated(Box<ActiveSession>, Box<OrganizationSettings>),
    /// Somebody else changed the organization since; this is how it is now.
    ChangedMeanwhile(Box<OrganizationSettings>),
}

impl OrganizationSettings {
    /// Changes whenever the name, the picture or the MFA rule does, and is no other organization's.
    #[must_use]
    pub fn version(&self) -> String {
        version_of(&self.organization)
    }
}

fn version_of(organization: &organization::Model) -> String {
    let of = format!("{}/{}", organization.id, organization.revision);
    URL_SAFE_NO_PAD.encode(&Sha256::digest(of)[..15])
}

impl Portal {
    /// What can be changed about the organization in view.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn organization_settings(
        &self,
        session: &ActiveSession,
    ) -> Result<OrganizationSettings, StoreError> {
        let organization = session.organization.clone();
        settings(self.store.read(), session, organization).await
    }

    /// What is lost when the organization in view is deleted.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn deletion(&self, session: &ActiveSession) -> Result<Deletion, StoreError> {
        let (database, id) = (self.store.read(), session.organization.id);
        let members = members::count(database, id).await?;
        Ok(Deletion {
            devices: devices::count(database, id).await?,
            workspaces: chart_workspaces::count(database, id).await?,
            other_members: members.saturating_sub(1),
            api_keys: api_keys::count_usable(database, id, self.surroundings.now()).await?,
            credits: credits_left(database, id).await?,
            exports: exports::count(database, id).await?,
        })
    }

    /// Changes name and picture of the organization in view.
    ///
    /// # Errors
    ///
    /// When the person may not do so any more, or the store or the object store fails.
    pub async fn update_organization(
        &self,
        session: &ActiveSession,
        version: &str,
        name: &OrganizationName,
        picture: PictureEdit,
    ) -> Result<UpdateOutcome, AuthError> {
        let transaction = self.store.begin_write().await?;
        accounts::lock(&transaction, session.account.id).await?;
        let organization = hold_as(Members::Administrators, &transaction, session).await?;
        if version_of(&organization) != version {
            let settings = settings(&transaction, session, organization).await?;
            return Ok(UpdateOutcome::ChangedMeanwhile(Box::new(settings)));
        }
        let picture = match picture {
            PictureEdit::Keep => organization.picture.clone(),
            PictureEdit::Remove => None,
            PictureEdit::Replace(sent) => {
                let kept = self.objects.put(Shelf::Pictures, sent.png).await?;
                Some(kept.as_str().to_owned())
            }
        };
        let (id, picture) = (organization.id, picture.as_deref());
        let is_new =
            organization.name != name.as_str() || organization.picture.as_deref() != picture;
        if is_new {
            organizations::set_appearance(&transaction, id, name, picture).await?;
        }
        let updated = updated(&transaction, session).await?;
        transaction.commit().await?;
        Ok(updated)
    }

    /// Makes MFA a duty of all members of the organization in view, or lifts that duty.
    ///
    /// # Errors
    ///
    /// As [`update_organization`](Self::update_organization), and when the session ended meanwhile.
    pub async fn set_mfa_requirement(
        &self,
        session: &ActiveSession,
        version: &str,
        required: bool,
        peer: IpAddr,
    ) -> Result<UpdateOutcome, AuthError> {
        let transaction = self.begin_sensitive(session).await?;
        let organization = hold_as(Members::Administrators, &transaction, session).await?;
        if version_of(&organization) != version {
            let settings = settings(&transaction, session, organization).await?;
            return Ok(UpdateOutcome::ChangedMeanwhile(Box::new(settings)));
        }
        let changing = Changing {
            transaction: &transaction,
            surroundings: &self.surroundings,
            actor: Actor::Person { session, peer },
        };
        changing.require_mfa(&organization, required).await?;
        let updated = updated(&transaction, session).await?;
        transaction.commit().await?;
        Ok(updated)
    }
}

/// The organization in view as a change left it.
async fn updated(
    database: &impl ConnectionTrait,
    session: &ActiveSession,
) -> Result<UpdateOutcome, AuthError> {
    let organization = organizations::by_id(database, session.organization.id)
        .await?
        .ok_or(AuthError::OrganizationUnavailable)?;
    let session = session.clone();
    let session = session.working_in(database, organization.clone()).await?;
    let settings = settings(database, &session, organization).await?;
    Ok(UpdateOutcome::Updated(
        Box::new(session),
        Box::new(settings),
    ))
}

async fn settings(
    database: &impl ConnectionTrait,
    session: &ActiveSession,
    organization: organization::Model,
) -> Result<OrganizationSettings, StoreError> {
    let id = organization.id;
    let factor = second_factors::of(database, session.account.id).await?;
    Ok(OrganizationSettings {
        members: members::count(database, id).await?,
        members_without_mfa: members::count_without_mfa(database, id).await?,
        viewer_without_mfa: factor.is_none(),
        organization,
    })
}

/// `None` when there are none.
async fn credits_left(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
) -> Result<Option<Credits>, StoreError> {
    let end = credits::balance(database, organization_id).await?;
    let balance = end.map(|end| end.balance);
    Ok(balance.filter(|balance| *balance > Credits::default()))
}
