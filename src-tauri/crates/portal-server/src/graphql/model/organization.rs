//! Organizations, as one of their members sees them.

use async_graphql::{ID, SimpleObject};

use super::Instant;
use crate::auth::{ActiveKey, ActiveSession};
use crate::domain::{Members, OrganizationKind, Page, Role};
use crate::objects::Shelf;
use crate::store::entities::organization;

/// A tenant, or the personal account of one person.
#[derive(SimpleObject)]
pub(crate) struct Organization {
    /// Opaque id.
    id: ID,
    /// Name as its members see it.
    name: String,
    /// Whether it can be shared.
    kind: OrganizationKind,
    /// Path of the picture on this portal, such as `/pictures/….png`; null without one.
    image_path: Option<String>,
    /// Since when all its members need MFA; null while they don't.
    mfa_required_since: Option<Instant>,
    /// The viewer's roles in it, in the order of the enum. `OWNER` in the personal account.
    viewer_roles: Vec<Role>,
    /// Whether the viewer may open its settings and members.
    viewer_can_administer: bool,
    /// Whether the viewer may leave it.
    viewer_can_leave: bool,
    /// Pages that the viewer may open in it, in the order of the enum.
    viewer_pages: Vec<Page>,
    /// Whether it is on a credit-based plan and the viewer may see its credits.
    viewer_sees_credits: bool,
}

impl Organization {
    /// The organization in view, as this session's person sees it.
    pub(crate) fn seen_by(session: &ActiveSession) -> Self {
        let organization = &session.organization;
        let is_shared = organization.kind == OrganizationKind::Shared;
        let owns = organization.owner_id == session.account.id;
        let administers = Members::Administrators.include(organization.kind, &session.roles);
        let seen = Self::of(organization, &session.roles, administers);
        Self {
            viewer_can_leave: is_shared && !owns,
            ..seen
        }
    }

    /// The organization of this key. Keys administer nothing.
    pub(crate) fn seen_by_key(key: &ActiveKey) -> Self {
        Self::of(&key.organization, &key.roles, false)
    }

    fn of(organization: &organization::Model, roles: &[Role], administers: bool) -> Self {
        Self {
            id: organization.id.into(),
            name: organization.name.clone(),
            kind: organization.kind,
            image_path: image_path(organization),
            mfa_required_since: organization.mfa_required_since.map(Instant),
            viewer_roles: roles.to_vec(),
            viewer_can_administer: administers,
            viewer_can_leave: false,
            viewer_pages: Page::open_to(roles, organization.kind),
            viewer_sees_credits: organization.plan.uses_credits()
                && Members::NotChartViewersOnly.include(organization.kind, roles),
        }
    }
}

/// Path of an organization's picture on this portal.
pub(super) fn image_path(organization: &organization::Model) -> Option<String> {
    let picture = organization.picture.as_ref()?;
    Some(Shelf::Pictures.path_of(picture))
}
