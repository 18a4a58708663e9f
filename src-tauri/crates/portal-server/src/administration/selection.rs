//! How an operator names an organization.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::AdministrationError;
use crate::domain::EmailAddress;
use crate::store::entities::{account, organization};
use crate::store::{accounts, organizations};

/// An organization by name, by id, or as `personal:EMAIL`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrganizationSelection {
    /// The shared one with this name.
    Name(String),
    /// The one with this id.
    Id(Uuid),
    /// The personal account of this person.
    PersonalOf(EmailAddress),
}

impl FromStr for OrganizationSelection {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let personal = text.strip_prefix("personal:").map(str::parse);
        Ok(match (personal, Uuid::try_parse(text)) {
            (Some(Ok(email)), _) => Self::PersonalOf(email),
            (_, Ok(id)) => Self::Id(id),
            _ => Self::Name(text.to_owned()),
        })
    }
}

impl fmt::Display for OrganizationSelection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => formatter.write_str(name),
            Self::Id(id) => write!(formatter, "{id}"),
            Self::PersonalOf(email) => write!(formatter, "personal:{email}"),
        }
    }
}

/// The one organization that `selection` names.
///
/// # Errors
///
/// When there is none, or more than one.
pub(super) async fn find_organization(
    database: &impl ConnectionTrait,
    selection: &OrganizationSelection,
) -> Result<organization::Model, AdministrationError> {
    let mut found = match selection {
        OrganizationSelection::Name(name) => organizations::shared_by_name(database, name).await?,
        OrganizationSelection::Id(id) => Vec::from_iter(organizations::by_id(database, *id).await?),
        OrganizationSelection::PersonalOf(email) => {
            let account = find_account(database, email).await?;
            vec![organizations::personal_of(database, account.id).await?]
        }
    };
    match (found.pop(), found.is_empty()) {
        (Some(only), true) => Ok(only),
        (None, _) => Err(AdministrationError::NoSuchOrganization(
            selection.to_string(),
        )),
        (Some(last), false) => Err(AdministrationError::AmbiguousOrganization {
            name: selection.to_string(),
            ids: found.iter().chain([&last]).map(|row| row.id).collect(),
        }),
    }
}

/// The account that signs in with `email`.
///
/// # Errors
///
/// When there is none.
pub(super) async fn find_account(
    database: &impl ConnectionTrait,
    email: &EmailAddress,
) -> Result<account::Model, AdministrationError> {
    accounts::by_email(database, email)
        .await?
        .ok_or_else(|| AdministrationError::NoSuchAccount(email.clone()))
}
