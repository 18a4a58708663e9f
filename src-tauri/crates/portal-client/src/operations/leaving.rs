//! Leaving an organization, and deleting it. Sent twice, the second one would find none: never repeated unasked.

use crate::operations::refusals::{OrganizationNameMismatch, OwnerStays};
use crate::operations::viewer::Viewer;
use crate::schema;

/// What came of leaving an organization.
#[derive(Debug)]
pub enum LeaveOrganizationAnswer {
    /// The person is no member any more, and works in the personal account.
    Left(Box<Viewer>),
    /// The person is its owner.
    OwnerStays,
    /// An answer that a later portal knows.
    Unknown,
}

/// What came of deleting an organization.
#[derive(Debug)]
pub enum DeleteOrganizationAnswer {
    /// It is gone, and the person works in the personal account.
    Deleted(Box<Viewer>),
    /// The name that was typed is not its name.
    NameMismatch,
    /// An answer that a later portal knows.
    Unknown,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation")]
pub(crate) struct LeaveOrganization {
    pub(crate) leave_organization: LeaveOrganizationResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum LeaveOrganizationResult {
    Left(OrganizationLeft),
    OwnerStays(OwnerStays),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct OrganizationLeft {
    viewer: Box<Viewer>,
}

#[derive(cynic::InputObject)]
pub(crate) struct DeleteOrganizationInput<'a> {
    pub(crate) name: &'a str,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct DeleteOrganizationVariables<'a> {
    pub(crate) input: DeleteOrganizationInput<'a>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "DeleteOrganizationVariables")]
pub(crate) struct DeleteOrganization {
    #[arguments(input: $input)]
    pub(crate) delete_organization: DeleteOrganizationResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum DeleteOrganizationResult {
    Deleted(OrganizationDeleted),
    NameMismatch(OrganizationNameMismatch),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct OrganizationDeleted {
    viewer: Box<Viewer>,
}

impl From<LeaveOrganizationResult> for LeaveOrganizationAnswer {
    fn from(result: LeaveOrganizationResult) -> Self {
        match result {
            LeaveOrganizationResult::Left(left) => Self::Left(left.viewer),
            LeaveOrganizationResult::OwnerStays(OwnerStays { .. }) => Self::OwnerStays,
            LeaveOrganizationResult::Unknown => Self::Unknown,
        }
    }
}

impl From<DeleteOrganizationResult> for DeleteOrganizationAnswer {
    fn from(result: DeleteOrganizationResult) -> Self {
        use DeleteOrganizationResult as Result;
        match result {
            Result::Deleted(deleted) => Self::Deleted(deleted.viewer),
            Result::NameMismatch(OrganizationNameMismatch { .. }) => Self::NameMismatch,
            Result::Unknown => Self::Unknown,
        }
    }
}
