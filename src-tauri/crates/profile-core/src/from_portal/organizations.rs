//! Organizations of a person, and what can be changed about one.

use portal_client as contract;

use super::{api_key_summary, count, kind, roles};
use crate::monogram::{hue, initials};
use crate::organizations::{
    OrganizationDeletion, OrganizationNameRefusal, OrganizationSettings, OrganizationSummary,
    PictureRefusal,
};

pub(crate) fn organization_summary(
    organization: contract::OrganizationSummary,
) -> OrganizationSummary {
    OrganizationSummary {
        initials: initials(&organization.name),
        hue: hue(organization.id.inner()),
        id: organization.id.into_inner(),
        name: organization.name,
        kind: kind(organization.kind),
        image_path: organization.image_path,
        roles: roles(organization.viewer_roles),
        last_chosen_at: organization.last_chosen_at,
        in_view: organization.in_view,
    }
}

/// The settings of the organization with this id, with its picture at hand.
pub(crate) fn organization_settings(
    settings: contract::OrganizationSettings,
    id: &str,
    image: Option<String>,
) -> OrganizationSettings {
    OrganizationSettings {
        initials: initials(&settings.name),
        hue: hue(id),
        name: settings.name,
        image,
        version: settings.version,
        mfa_required_since: settings.mfa_required_since,
        members: count(settings.members),
        members_without_mfa: count(settings.members_without_mfa),
        viewer_without_mfa: settings.viewer_without_mfa,
        api_keys: settings.api_keys.map(api_key_summary),
        deletion: settings.deletion.map(|deletion| OrganizationDeletion {
            devices: count(deletion.devices),
            workspaces: count(deletion.workspaces),
            other_members: count(deletion.other_members),
            api_keys: count(deletion.api_keys),
            credits: deletion.credits,
            exports: count(deletion.exports),
        }),
    }
}

pub(crate) fn name_refusal(reason: contract::OrganizationNameRefusal) -> OrganizationNameRefusal {
    use contract::OrganizationNameRefusal as Reason;
    match reason {
        Reason::Empty => OrganizationNameRefusal::Empty,
        Reason::TooLong => OrganizationNameRefusal::TooLong,
        Reason::InvalidCharacters | Reason::Unknown => OrganizationNameRefusal::InvalidCharacters,
    }
}

pub(crate) fn picture_refusal(reason: contract::PictureRefusal) -> PictureRefusal {
    match reason {
        contract::PictureRefusal::TooLarge => PictureRefusal::TooLarge,
        contract::PictureRefusal::NotAPicture | contract::PictureRefusal::Unknown => {
            PictureRefusal::NotAPicture
        }
    }
}
