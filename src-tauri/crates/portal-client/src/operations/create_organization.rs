//! Creating an organization.

use crate::operations::count;
use crate::operations::refusals::IdempotencyKeyReused;
use crate::operations::viewer::Viewer;
use crate::schema;

/// What came of creating an organization.
#[derive(Debug)]
pub enum CreateOrganizationAnswer {
    /// It is there, and the session works in it.
    Created(Box<Viewer>),
    /// Its name can't be used.
    NameRefused {
        /// Why.
        reason: OrganizationNameRefusal,
        /// Characters a name may have.
        maximum_length: u32,
    },
    /// Its picture can't be used.
    PictureRefused(PictureRefusal),
    /// The person created as many as they may.
    LimitReached {
        /// How many they created.
        owned: u32,
        /// How many they may create.
        limit: u32,
    },
    /// The idempotency key names another wish, or an organization that was deleted since.
    Reused,
    /// An answer that a later portal knows.
    Unknown,
}

/// Why an organization's name can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum OrganizationNameRefusal {
    /// Nothing to show.
    Empty,
    /// Too many characters.
    TooLong,
    /// Characters that can't be shown.
    InvalidCharacters,
    /// A reason that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

/// Why a picture can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum PictureRefusal {
    /// It is no whole PNG.
    #[cynic(rename = "NOT_A_PICTURE")]
    NotAPicture,
    /// The file or the picture is too large.
    TooLarge,
    /// A reason that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::InputObject)]
pub(crate) struct CreateOrganizationInput<'a> {
    pub(crate) name: &'a str,
    pub(crate) picture: Option<&'a str>,
    pub(crate) idempotency_key: &'a str,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct CreateOrganizationVariables<'a> {
    pub(crate) input: CreateOrganizationInput<'a>,
}

/// Creates an organization; sent twice with one idempotency key it creates one.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CreateOrganizationVariables")]
pub(crate) struct CreateOrganization {
    #[arguments(input: $input)]
    pub(crate) create_organization: CreateOrganizationResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum CreateOrganizationResult {
    Created(OrganizationCreated),
    NameRefused(OrganizationNameRefused),
    PictureRefused(PictureRefused),
    LimitReached(OrganizationLimitReached),
    IdempotencyKeyReused(IdempotencyKeyReused),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct OrganizationCreated {
    viewer: Box<Viewer>,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct OrganizationNameRefused {
    pub(crate) reason: OrganizationNameRefusal,
    pub(crate) maximum_length: i32,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct PictureRefused {
    pub(crate) reason: PictureRefusal,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct OrganizationLimitReached {
    owned: i32,
    limit: i32,
}

impl From<CreateOrganizationResult> for CreateOrganizationAnswer {
    fn from(result: CreateOrganizationResult) -> Self {
        use CreateOrganizationResult as Result;
        match result {
            Result::Created(created) => Self::Created(created.viewer),
            Result::NameRefused(refused) => Self::NameRefused {
                reason: refused.reason,
                maximum_length: count(refused.maximum_length),
            },
            Result::PictureRefused(refused) => Self::PictureRefused(refused.reason),
            Result::LimitReached(reached) => Self::LimitReached {
                owned: count(reached.owned),
                limit: count(reached.limit),
            },
            Result::IdempotencyKeyReused(IdempotencyKeyReused { .. }) => Self::Reused,
            Result::Unknown => Self::Unknown,
        }
    }
}
