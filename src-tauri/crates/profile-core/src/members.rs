//! Members of the organization in view, and their roles.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::profile::Role;

/// One page of members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MembersPage {
    /// The members of this page.
    pub members: Vec<Member>,
    /// To be handed back for the next page; absent on the last.
    pub cursor: Option<String>,
    /// How many members the organization has in all.
    pub total: u32,
    /// Roles that can be granted, in the contract's order.
    pub grantable_roles: Vec<GrantableRole>,
}

/// A role that can be granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GrantableRole {
    /// Which.
    pub role: Role,
    /// Whether it stands alone: choosing it clears all others.
    pub exclusive: bool,
}

/// A member of an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// Opaque id of the account.
    pub id: String,
    /// Full name as others see it.
    pub display_name: String,
    /// The address the member signs in with.
    pub email: String,
    /// One or two letters that stand in for a missing picture.
    pub initials: String,
    /// Hue of the initials' background in degrees, 0–359.
    pub hue: u16,
    /// Path of the picture on the portal; to be asked for as a picture.
    pub avatar_path: Option<String>,
    /// Roles in the contract's order.
    pub roles: Vec<Role>,
    /// Whether the member's sign-in asks for a second factor.
    pub mfa_enabled: bool,
    /// When the account became a member, in UTC.
    pub member_since: DateTime<Utc>,
    /// Whether it is the person signed in.
    pub is_viewer: bool,
    /// Whether the roles can be changed.
    pub roles_can_change: bool,
    /// Whether the person may remove the member.
    pub can_be_removed: bool,
}

/// Why roles may not be granted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RolesRefusal {
    /// A member has at least one role.
    NoRole,
    /// Owner is given to the creator and can't be granted.
    OwnerGranted,
    /// The owner keeps that role.
    OwnerChanged,
    /// An exclusive role with others.
    NotAlone,
}

/// What came of making an account a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AddMemberOutcome {
    /// It is one.
    Added {
        /// The new member.
        member: Member,
    },
    /// No account has this address.
    AccountNotFound,
    /// It was one already; nothing has changed.
    AlreadyMember {
        /// The member.
        member: Member,
    },
    /// The roles don't go together.
    RolesRefused {
        /// Why.
        reason: RolesRefusal,
    },
    /// Too many addresses were tried.
    #[serde(rename_all = "camelCase")]
    TooManyAttempts {
        /// Seconds until the next one is looked at.
        retry_after_seconds: u32,
    },
    /// The portal gave an answer that is not known.
    Unsupported,
}

/// What came of giving a member other roles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ChangeMemberRolesOutcome {
    /// They hold from the member's next request on.
    Changed {
        /// The member with them.
        member: Member,
    },
    /// Somebody else changed them since; nothing was saved.
    ChangedMeanwhile {
        /// The member as they are now.
        member: Member,
    },
    /// It is no member any more.
    NotFound,
    /// The roles don't go together.
    RolesRefused {
        /// Why.
        reason: RolesRefusal,
    },
    /// The portal gave an answer that is not known.
    Unsupported,
}

/// What came of removing a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RemoveMemberOutcome {
    /// It is no member any more.
    Removed,
    /// It was none any more.
    NotFound,
    /// The owner can't be removed.
    OwnerStays,
}
