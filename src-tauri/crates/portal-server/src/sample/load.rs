//! Loading the sample data: once, whole or not at all.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::DatabaseTransaction;
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::people::{PEOPLE, Person};
use super::tenants::{FIRST_VIEWS, TENANTS, Tenant};
use super::{PASSWORD, SampleTime, accounting, exports, output};
use crate::administration::insert_account;
use crate::auth::{HashingError, Passwords};
use crate::domain::{
    DisplayNameRefusal, EmailAddress, Feature, InvalidEmail, OrganizationNameRefusal, Role,
    UnknownCurrency,
};
use crate::objects::{Objects, ObjectsError, Shelf};
use crate::store::accounts::{self, NewAccount};
use crate::store::entities::account::PasswordHash;
use crate::store::{Store, StoreError, devices, features, memberships, organizations};

/// Monday, 12 January 2026, 09:00 UTC: when the sample's world begins.
const BEGINNING: DateTime<Utc> = DateTime::from_timestamp(1_768_208_400, 0).unwrap();

/// Whether loading changed anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// The sample data is there now.
    Now,
    /// It was there before, as it is now or as people changed it since.
    Before,
}

/// Loads the sample data unless it is there, with what devices put out until now.
///
/// # Errors
///
/// When someone else's account has one of its addresses, or the store fails.
pub async fn load(
    store: &Store,
    objects: &Objects,
    passwords: &Passwords,
    time: SampleTime,
) -> Result<Loaded, LoadSampleError> {
    if is_loaded(store).await? {
        return Ok(Loaded::Before);
    }
    // One hash for all: there is nothing to hide about a published password.
    let password_hash = passwords.hash(SecretString::from(PASSWORD)).await?;
    let mut people = Vec::new();
    for person in &PEOPLE {
        people.push(prepare(person, objects, password_hash.clone()).await?);
    }
    let transaction = store.begin_write().await?;
    for person in people {
        let email = person.email.clone();
        let personal = id("personal", email.as_str());
        if !insert_account(&transaction, person, personal).await? {
            transaction.rollback().await.map_err(StoreError::from)?;
            // Another program that loads it at this moment takes the addresses, too.
            return match is_loaded(store).await? {
                true => Ok(Loaded::Before),
                false => Err(LoadSampleError::EmailTaken(email)),
            };
        }
    }
    for person in &PEOPLE {
        furnish_personal_account(&transaction, person).await?;
    }
    for tenant in &TENANTS {
        insert_tenant(&transaction, tenant).await?;
    }
    output::load(&transaction, time).await?;
    accounting::load(&transaction, time).await?;
    exports::load(&transaction, time).await?;
    for (email, tenant) in FIRST_VIEWS {
        let (organization, account) = (id("organization", tenant), id("account", email));
        memberships::choose(&transaction, organization, account, BEGINNING).await?;
    }
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(Loaded::Now)
}

async fn is_loaded(store: &Store) -> Result<bool, StoreError> {
    for person in &PEOPLE {
        if accounts::by_id(store.read(), id("account", person.email))
            .await?
            .is_none()
        {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn prepare(
    person: &Person,
    objects: &Objects,
    password_hash: PasswordHash,
) -> Result<NewAccount, LoadSampleError> {
    let avatar = match person.picture {
        Some(png) => Some(objects.put(Shelf::Avatars, png.to_vec()).await?),
        None => None,
    };
    Ok(NewAccount {
        id: id("account", person.email),
        email: person.email.parse()?,
        display_name: person.display_name.parse()?,
        password_hash,
        avatar: avatar.map(|name| name.as_str().to_owned()),
        created_at: BEGINNING,
    })
}

async fn furnish_personal_account(
    transaction: &DatabaseTransaction,
    person: &Person,
) -> Result<(), StoreError> {
    let personal = id("personal", person.email);
    features::turn_on(transaction, personal, Feature::ApiKeys, BEGINNING).await?;
    enrol_devices(transaction, personal, person.email, person.devices).await
}

/// Enrols devices, one a day.
async fn enrol_devices(
    transaction: &DatabaseTransaction,
    organization: Uuid,
    owner: &str,
    names: &[&str],
) -> Result<(), StoreError> {
    for (day, name) in (1..).zip(names) {
        let enrolled = BEGINNING + TimeDelta::days(day);
        let device = id(owner, name);
        devices::insert(transaction, device, organization, name, enrolled).await?;
    }
    Ok(())
}

async fn insert_tenant(
    transaction: &DatabaseTransaction,
    tenant: &Tenant,
) -> Result<(), LoadSampleError> {
    let organization = id("organization", tenant.name);
    let owner = id("account", tenant.owner);
    let name = tenant.name.parse()?;
    organizations::insert_shared(
        transaction,
        organization,
        &name,
        None,
        tenant.plan,
        owner,
        BEGINNING,
    )
    .await?;
    memberships::ensure(transaction, organization, owner, BEGINNING).await?;
    memberships::replace_roles(transaction, organization, owner, [Role::Owner]).await?;
    for member in tenant.members {
        let account = id("account", member.email);
        let roles = member.roles.iter().copied();
        memberships::ensure(transaction, organization, account, BEGINNING).await?;
        memberships::replace_roles(transaction, organization, account, roles).await?;
    }
    organizations::set_time_zone(transaction, organization, tenant.zone).await?;
    for &feature in tenant.features {
        features::turn_on(transaction, organization, feature, BEGINNING).await?;
    }
    Ok(enrol_devices(transaction, organization, tenant.name, tenant.devices).await?)
}

/// The id of what is called `name` among its `kind`: always the same, and in the form of all ids.
pub(super) fn id(kind: &str, name: &str) -> Uuid {
    let digest = Sha256::digest(format!("{kind}/{name}"));
    let mut bytes = [0; 10];
    bytes.copy_from_slice(&digest[..10]);
    let millis = BEGINNING.timestamp_millis().unsigned_abs();
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}

/// Why the sample data was not loaded. Nothing is changed then.
#[derive(Debug, thiserror::Error)]
pub enum LoadSampleError {
    /// Someone else's account has one of its addresses.
    #[error("the sample data can't be loaded here: {0} is the address of another account")]
    EmailTaken(EmailAddress),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The object store failed.
    #[error(transparent)]
    Objects(#[from] ObjectsError),
    /// A password can't be hashed.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// The sample data breaks a rule of addresses.
    #[error(transparent)]
    Email(#[from] InvalidEmail),
    /// The sample data breaks a rule of display names.
    #[error(transparent)]
    DisplayName(#[from] DisplayNameRefusal),
    /// The sample data has a currency that there is not.
    #[error(transparent)]
    Currency(#[from] UnknownCurrency),
    /// The sample data breaks a rule of organizations' names.
    #[error(transparent)]
    OrganizationName(#[from] OrganizationNameRefusal),
}
