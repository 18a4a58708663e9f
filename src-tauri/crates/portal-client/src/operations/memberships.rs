//! Making accounts members, giving them roles, and ending memberships. Sent twice, each of these would be
//! answered differently: never repeated unasked.

use crate::operations::count;
use crate::operations::members::Member;
use crate::operations::refusals::{AccountNotFound, MemberNotFound, OwnerStays, TooManyAttempts};
use crate::operations::viewer::Role;
use crate::schema;

/// What came of making an account a member.
#[derive(Debug)]
pub enum AddMemberAnswer {
    /// It is one.
    Added(Box<Member>),
    /// No account has this address.
    AccountNotFound,
    /// It was one already; nothing has changed.
    AlreadyMember(Box<Member>),
    /// The roles don't go together.
    RolesRefused(RolesRefusal),
    /// Too many addresses were tried.
    TooManyAttempts {
        /// Seconds until the next one is looked at.
        retry_after_seconds: u32,
    },
    /// An answer that a later portal knows.
    Unknown,
}

/// What came of giving a member other roles.
#[derive(Debug)]
pub enum ChangeMemberRolesAnswer {
    /// They hold from the member's next request on.
    Changed(Box<Member>),
    /// Somebody else changed them since; nothing was saved.
    ChangedMeanwhile(Box<Member>),
    /// It is no member any more.
    NotFound,
    /// The roles don't go together.
    RolesRefused(RolesRefusal),
    /// An answer that a later portal knows.
    Unknown,
}

/// What came of removing a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemoveMemberAnswer {
    /// It is no member any more.
    Removed,
    /// It was none any more.
    NotFound,
    /// The owner can't be removed.
    OwnerStays,
    /// An answer that a later portal knows.
    Unknown,
}

/// Why roles may not be granted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum RolesRefusal {
    /// A member has at least one role.
    NoRole,
    /// Owner is given to the creator and can't be granted.
    OwnerGranted,
    /// The owner keeps that role.
    OwnerChanged,
    /// An exclusive role with others.
    NotAlone,
    /// A reason that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::InputObject)]
pub(crate) struct AddMemberInput<'a> {
    pub(crate) email: &'a str,
    pub(crate) roles: Vec<Role>,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct AddMemberVariables<'a> {
    pub(crate) input: AddMemberInput<'a>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "AddMemberVariables")]
pub(crate) struct AddMember {
    #[arguments(input: $input)]
    pub(crate) add_member: AddMemberResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum AddMemberResult {
    Added(MemberAdded),
    AccountNotFound(AccountNotFound),
    AlreadyMember(AlreadyMember),
    RolesRefused(RolesRefused),
    TooManyAttempts(TooManyAttempts),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct MemberAdded {
    member: Member,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct AlreadyMember {
    member: Member,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct RolesRefused {
    reason: RolesRefusal,
}

#[derive(cynic::InputObject)]
pub(crate) struct ChangeMemberRolesInput<'a> {
    pub(crate) member: &'a cynic::Id,
    pub(crate) from: Vec<Role>,
    pub(crate) roles: Vec<Role>,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct ChangeMemberRolesVariables<'a> {
    pub(crate) input: ChangeMemberRolesInput<'a>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ChangeMemberRolesVariables")]
pub(crate) struct ChangeMemberRoles {
    #[arguments(input: $input)]
    pub(crate) change_member_roles: ChangeMemberRolesResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum ChangeMemberRolesResult {
    Changed(MemberRolesChanged),
    ChangedMeanwhile(MemberChangedMeanwhile),
    NotFound(MemberNotFound),
    RolesRefused(RolesRefused),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct MemberRolesChanged {
    member: Member,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct MemberChangedMeanwhile {
    member: Member,
}

#[derive(cynic::InputObject)]
pub(crate) struct RemoveMemberInput<'a> {
    pub(crate) member: &'a cynic::Id,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct RemoveMemberVariables<'a> {
    pub(crate) input: RemoveMemberInput<'a>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RemoveMemberVariables")]
pub(crate) struct RemoveMember {
    #[arguments(input: $input)]
    pub(crate) remove_member: RemoveMemberResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum RemoveMemberResult {
    Removed(MemberRemoved),
    NotFound(MemberNotFound),
    OwnerStays(OwnerStays),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct MemberRemoved {
    #[expect(dead_code, reason = "the contract asks for a field")]
    member: cynic::Id,
}

impl From<AddMemberResult> for AddMemberAnswer {
    fn from(result: AddMemberResult) -> Self {
        match result {
            AddMemberResult::Added(added) => Self::Added(Box::new(added.member)),
            AddMemberResult::AccountNotFound(AccountNotFound { .. }) => Self::AccountNotFound,
            AddMemberResult::AlreadyMember(already) => {
                Self::AlreadyMember(Box::new(already.member))
            }
            AddMemberResult::RolesRefused(refused) => Self::RolesRefused(refused.reason),
            AddMemberResult::TooManyAttempts(refusal) => Self::TooManyAttempts {
                retry_after_seconds: count(refusal.retry_after_seconds),
            },
            AddMemberResult::Unknown => Self::Unknown,
        }
    }
}

impl From<ChangeMemberRolesResult> for ChangeMemberRolesAnswer {
    fn from(result: ChangeMemberRolesResult) -> Self {
        use ChangeMemberRolesResult as Result;
        match result {
            Result::Changed(changed) => Self::Changed(Box::new(changed.member)),
            Result::ChangedMeanwhile(changed) => Self::ChangedMeanwhile(Box::new(changed.member)),
            Result::NotFound(MemberNotFound { .. }) => Self::NotFound,
            Result::RolesRefused(refused) => Self::RolesRefused(refused.reason),
            Result::Unknown => Self::Unknown,
        }
    }
}

impl From<RemoveMemberResult> for RemoveMemberAnswer {
    fn from(result: RemoveMemberResult) -> Self {
        match result {
            RemoveMemberResult::Removed(MemberRemoved { .. }) => Self::Removed,
            RemoveMemberResult::NotFound(MemberNotFound { .. }) => Self::NotFound,
            RemoveMemberResult::OwnerStays(OwnerStays { .. }) => Self::OwnerStays,
            RemoveMemberResult::Unknown => Self::Unknown,
        }
    }
}
