//! Members of an organization, and cursors into their list.

use async_graphql::{ID, SimpleObject};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use super::Instant;
use crate::auth::ActiveSession;
use crate::domain::Role;
use crate::graphql::Fault;
use crate::objects::Shelf;
use crate::store::members::{self, MemberPosition};

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

/// A position as clients hold it: opaque, and of use in any list of members.
pub(crate) fn write_member_cursor(position: &MemberPosition) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}{}", position.id.simple(), position.name_order))
}

/// The position of a cursor that this portal wrote.
///
/// # Errors
///
/// When it is no cursor.
pub(crate) fn read_member_cursor(cursor: &str) -> Result<MemberPosition, Fault> {
    parse(cursor).ok_or_else(|| Fault::BadInput("`after` is not a cursor of this list.".to_owned()))
}

fn parse(cursor: &str) -> Option<MemberPosition> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let (id, name_order) = text.split_at_checked(32)?;
    let writable = !name_order.contains('\0');
    let id = Uuid::try_parse(id).ok().filter(|_| writable)?;
    Some(MemberPosition {
        name_order: name_order.to_owned(),
        id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_position() {
        let position = MemberPosition {
            name_order: "søren o’neill".to_owned(),
            id: Uuid::from_u128(7),
        };
        assert_eq!(parse(&write_member_cursor(&position)), Some(position));
        let nul = URL_SAFE_NO_PAD.encode(format!("{}a\0b", Uuid::nil().simple()));
        for text in ["", "?", "AAAA", "ä", &nul] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
