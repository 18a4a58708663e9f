//! Members of an organization.

use async_graphql::{ID, SimpleObject};

use super::Instant;
use crate::auth::ActiveSession;
use crate::domain::Role;
use crate::objects::Shelf;
use crate::store::members;

/// Somebody who belongs to an organization.
#[derive(SimpleObject)]
pub(crate) struct Member {
    /// The account's id.
    id: ID,
    /// Full name as others see it.
    display_name: String,
    /// The address they sign in with.
    email: String,
    /// Path of their picture on this portal; null without one.
    avatar_path: Option<String>,
    /// What they may do, in the order of the enum.
    roles: Vec<Role>,
    /// Whether sign-in asks them for a second factor.
    mfa_enabled: bool,
    /// When they became a member.
    member_since: Instant,
    /// Whether it is the signed-in person.
    is_viewer: bool,
    /// Whether the roles can be changed: not the owner's.
    roles_can_change: bool,
    /// Whether the viewer may remove them: neither the owner nor themselves.
    can_be_removed: bool,
}

impl Member {
    /// A member of the organization in view.
    pub(crate) fn seen_by(session: &ActiveSession, member: members::Member) -> Self {
        let account = member.account;
        let is_owner = account.id == session.organization.owner_id;
        let is_viewer = account.id == session.account.id;
        Self {
            id: account.id.into(),
            avatar_path: account.avatar.map(|avatar| Shelf::Avatars.path_of(&avatar)),
            display_name: account.display_name,
            email: account.email,
            roles: member.roles,
            mfa_enabled: member.mfa_enabled,
            member_since: Instant(member.since),
            is_viewer,
            roles_can_change: !is_owner,
            can_be_removed: !is_owner && !is_viewer,
        }
    }
}

/// One page of members.
#[derive(SimpleObject)]
pub(crate) struct MemberList {
    /// The members of this page.
    pub(crate) data: Vec<Member>,
    /// Pass as `after` for the next page; null on the last.
    pub(crate) cursor: Option<String>,
    /// How many members the organization has in all.
    pub(crate) total: i32,
    /// Roles that can be granted, in the order of the enum.
    pub(crate) grantable_roles: Vec<GrantableRole>,
}

/// A role that can be granted.
#[derive(SimpleObject)]
pub(crate) struct GrantableRole {
    /// The role.
    role: Role,
    /// Whether it stands alone: granting it clears all others.
    exclusive: bool,
}

impl GrantableRole {
    /// All of them.
    pub(crate) fn all() -> Vec<Self> {
        let grantable = Role::ALL.into_iter().filter(|role| role.is_grantable());
        let described = grantable.map(|role| Self {
            role,
            exclusive: role.is_exclusive(),
        });
        described.collect()
    }
}
