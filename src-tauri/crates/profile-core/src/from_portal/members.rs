//! Members of an organization.

use portal_client as contract;

use super::{count, role, roles};
use crate::members::{GrantableRole, Member, MembersPage, RolesRefusal};
use crate::monogram::{hue, initials};

pub(crate) fn members_page(list: contract::MemberList) -> MembersPage {
    let grantable = |grantable: contract::GrantableRole| {
        Some(GrantableRole {
            role: role(grantable.role)?,
            exclusive: grantable.exclusive,
        })
    };
    MembersPage {
        members: list.data.into_iter().map(member).collect(),
        cursor: list.cursor,
        total: count(list.total),
        grantable_roles: list
            .grantable_roles
            .into_iter()
            .filter_map(grantable)
            .collect(),
    }
}

pub(crate) fn member(member: contract::Member) -> Member {
    Member {
        initials: initials(&member.display_name),
        hue: hue(member.id.inner()),
        id: member.id.into_inner(),
        display_name: member.display_name,
        email: member.email,
        avatar_path: member.avatar_path,
        roles: roles(member.roles),
        mfa_enabled: member.mfa_enabled,
        member_since: member.member_since,
        is_viewer: member.is_viewer,
        roles_can_change: member.roles_can_change,
        can_be_removed: member.can_be_removed,
    }
}

/// `None`: a reason that this app doesn't know.
pub(crate) fn roles_refusal(reason: contract::RolesRefusal) -> Option<RolesRefusal> {
    match reason {
        contract::RolesRefusal::NoRole => Some(RolesRefusal::NoRole),
        contract::RolesRefusal::OwnerGranted => Some(RolesRefusal::OwnerGranted),
        contract::RolesRefusal::OwnerChanged => Some(RolesRefusal::OwnerChanged),
        contract::RolesRefusal::NotAlone => Some(RolesRefusal::NotAlone),
        contract::RolesRefusal::Unknown => None,
    }
}
