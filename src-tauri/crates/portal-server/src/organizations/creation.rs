//! Creating an organization.

use std::net::IpAddr;

use data_encoding::HEXLOWER;
use secrecy::SecretString;

use super::{Actor, Changing, SentPicture};
use crate::auth::{ActiveSession, AuthError, Repeatable, Standing};
use crate::domain::{Feature, MAXIMUM_OWNED_ORGANIZATIONS, OrganizationName, Plan};
use crate::objects::Shelf;
use crate::portal::Portal;
use crate::store::{accounts, features, memberships, organizations, sessions};

/// An organization to create.
pub struct NewOrganization {
    /// What it is called.
    pub name: OrganizationName,
    /// Its picture.
    pub picture: Option<SentPicture>,
}

/// What comes of creating an organization.
pub enum CreateOrganizationOutcome {
    /// It is there, and the session works in it.
    Created(Box<ActiveSession>),
    /// The person owns as many as they may.
    LimitReached {
        /// How many.
        owned: u64,
    },
    /// The idempotency key was used for something else, or what it was used for is gone.
    Reused,
}

impl Portal {
    /// Creates an organization owned by the session's person, and lets the session work in it. It has API keys if
    /// the personal account has. The same request again creates nothing, and is answered with what was created.
    ///
    /// # Errors
    ///
    /// When the store or the object store fails.
    pub async fn create_organization(
        &self,
        session: &ActiveSession,
        new: NewOrganization,
        idempotency_key: &SecretString,
        peer: IpAddr,
    ) -> Result<CreateOrganizationOutcome, AuthError> {
        let digest = new.picture.as_ref().map(|picture| &*picture.digest);
        let request = Repeatable {
            operation: "create_organization",
            input: format!(
                "{}/{}",
                HEXLOWER.encode(digest.unwrap_or_default()),
                new.name.as_str()
            ),
            key: idempotency_key,
        };
        let (account, now) = (session.account.id, self.surroundings.now());
        let transaction = self.store.begin_write().await?;
        accounts::lock(&transaction, account).await?;
        match request.standing(&transaction, account).await? {
            Standing::First => {}
            Standing::Reused => return Ok(CreateOrganizationOutcome::Reused),
            Standing::Repeated(before) => {
                let found = organizations::by_id(&transaction, before.subject).await?;
                let Some(organization) = found else {
                    return Ok(CreateOrganizationOutcome::Reused);
                };
                let session = session.clone();
                let session = session.working_in(&transaction, organization).await?;
                return Ok(CreateOrganizationOutcome::Created(Box::new(session)));
            }
        }
        let owned = organizations::count_owned(&transaction, account).await?;
        if owned >= MAXIMUM_OWNED_ORGANIZATIONS {
            return Ok(CreateOrganizationOutcome::LimitReached { owned });
        }
        let picture = match new.picture {
            Some(picture) => Some(self.objects.put(Shelf::Pictures, picture.png).await?),
            None => None,
        };
        let picture = picture.map(|name| name.as_str().to_owned());
        let id = self.surroundings.new_id()?;
        let changing = Changing {
            transaction: &transaction,
            surroundings: &self.surroundings,
            actor: Actor::Person { session, peer },
        };
        changing
            .create(id, &new.name, picture, Plan::Free, account)
            .await?;
        let personal = organizations::personal_of(&transaction, account).await?;
        if features::is_on(&transaction, personal.id, Feature::ApiKeys).await? {
            features::turn_on(&transaction, id, Feature::ApiKeys, now).await?;
        }
        memberships::choose(&transaction, id, account, now).await?;
        sessions::work_in(&transaction, session.id, id).await?;
        request.keep(&transaction, account, id, &[], now).await?;
        let organization = organizations::by_id(&transaction, id)
            .await?
            .ok_or(AuthError::OrganizationUnavailable)?;
        let session = session.clone();
        let session = session.working_in(&transaction, organization).await?;
        transaction.commit().await?;
        Ok(CreateOrganizationOutcome::Created(Box::new(session)))
    }
}
