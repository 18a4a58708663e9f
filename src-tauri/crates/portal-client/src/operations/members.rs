//! Members of the organization in view.

use chrono::{DateTime, Utc};

use crate::operations::viewer::Role;
use crate::schema;

/// One page of members, by name.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct MemberList {
    /// The members of this page.
    pub data: Vec<Member>,
    /// Asks for the next page; `None` on the last.
    pub cursor: Option<String>,
    /// How many members the organization has in all.
    pub total: i32,
    /// Roles that can be granted, in the contract's order.
    pub grantable_roles: Vec<GrantableRole>,
}

/// A role that can be granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct GrantableRole {
    /// Which.
    pub role: Role,
    /// Whether it stands alone: granting it clears all others.
    pub exclusive: bool,
}

/// A member of an organization.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct Member {
    /// The account's id.
    pub id: cynic::Id,
    /// Full name as others see it.
    pub display_name: String,
    /// The address the member signs in with.
    pub email: String,
    /// Path of the picture on the portal.
    pub avatar_path: Option<String>,
    /// Roles in the contract's order.
    pub roles: Vec<Role>,
    /// Whether the member's sign-in asks for a second factor.
    pub mfa_enabled: bool,
    /// When the account became a member.
    pub member_since: DateTime<Utc>,
    /// Whether it is the signed-in person.
    pub is_viewer: bool,
    /// Whether the roles can be changed.
    pub roles_can_change: bool,
    /// Whether the signed-in person may remove the member.
    pub can_be_removed: bool,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct MembersVariables<'a> {
    pub(crate) first: i32,
    pub(crate) after: Option<&'a str>,
    pub(crate) search: Option<&'a str>,
}

/// Asks for one page of members.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "MembersVariables")]
pub(crate) struct Members {
    #[arguments(first: $first, after: $after, search: $search)]
    pub(crate) members: MemberList,
}
