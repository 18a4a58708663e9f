//! What announcements of what happened on the portal say.

use profile_core::announcements::{ExportEnd, StatusAnnouncement};
use profile_core::language::Language;
use profile_core::profile::Role;

use crate::dates::{day, moment};
use crate::messages::{Filling, Messages};

/// The messages of the title and of the body.
pub(crate) fn ids(announcement: &StatusAnnouncement) -> (&'static str, &'static str) {
    match announcement {
        StatusAnnouncement::ExportEnded { end, .. } => match end {
            ExportEnd::Ready => ("announce_export_ready_title", "announce_export_ready_body"),
            ExportEnd::TimedOut => (
                "announce_export_timed_out_title",
                "announce_export_timed_out_body",
            ),
            ExportEnd::Failed => (
                "announce_export_failed_title",
                "announce_export_failed_body",
            ),
            ExportEnd::Cancelled => (
                "announce_export_cancelled_title",
                "announce_export_cancelled_body",
            ),
        },
        StatusAnnouncement::WorkflowDeployed { device, .. } => (
            "announce_workflow_deployed_title",
            match device {
                Some(_) => "announce_workflow_deployed_body",
                None => "announce_workflow_deployed_body_many",
            },
        ),
        StatusAnnouncement::WorkflowDeploymentFailed { device, reason, .. } => (
            "announce_workflow_failed_title",
            match (device, reason) {
                (Some(_), Some(_)) => "announce_workflow_failed_body_reason",
                (Some(_), None) => "announce_workflow_failed_body",
                (None, Some(_)) => "announce_workflow_failed_body_many_reason",
                (None, None) => "announce_workflow_failed_body_many",
            },
        ),
        StatusAnnouncement::MfaNowRequired { is_on, .. } => (
            "announce_mfa_now_required_title",
            match is_on {
                true => "announce_mfa_now_required_body_on",
                false => "announce_mfa_now_required_body_off",
            },
        ),
        StatusAnnouncement::RolesChanged { roles, .. } => (
            "announce_roles_changed_title",
            match &**roles {
                [] => "announce_roles_changed_body_unknown",
                _ => "announce_roles_changed_body",
            },
        ),
        StatusAnnouncement::MembershipEnded { .. } => (
            "announce_membership_ended_title",
            "announce_membership_ended_body",
        ),
        StatusAnnouncement::ApiKeyExpiring { .. } => (
            "announce_api_key_expiring_title",
            "announce_api_key_expiring_body",
        ),
    }
}

/// What the messages are filled in with.
pub(crate) fn values(
    messages: &Messages,
    announcement: &StatusAnnouncement,
) -> Vec<(&'static str, Filling)> {
    match announcement {
        StatusAnnouncement::ExportEnded {
            organization,
            first_day,
            last_day,
            ..
        } => vec![
            ("organization", organization.clone().into()),
            ("first", day(messages.language(), *first_day).into()),
            ("last", day(messages.language(), *last_day).into()),
        ],
        StatusAnnouncement::WorkflowDeployed {
            organization,
            workflow,
            version,
            device,
            devices,
        } => deployment(
            organization,
            workflow,
            *version,
            device.as_deref(),
            *devices,
        ),
        StatusAnnouncement::WorkflowDeploymentFailed {
            organization,
            workflow,
            version,
            device,
            devices,
            reason,
        } => {
            let mut values = deployment(
                organization,
                workflow,
                *version,
                device.as_deref(),
                *devices,
            );
            values.push(("reason", reason.clone().unwrap_or_default().into()));
            values
        }
        StatusAnnouncement::MfaNowRequired { organization, .. }
        | StatusAnnouncement::MembershipEnded { organization } => {
            vec![("organization", organization.clone().into())]
        }
        StatusAnnouncement::RolesChanged {
            organization,
            roles,
        } => {
            let names = roles
                .iter()
                .map(|role| messages.text(role_name(*role), &[]));
            let names: Vec<_> = names.collect();
            vec![
                ("organization", organization.clone().into()),
                ("roles", names.join(separator(messages.language())).into()),
            ]
        }
        StatusAnnouncement::ApiKeyExpiring {
            organization,
            name,
            expires_at,
        } => vec![
            ("organization", organization.clone().into()),
            ("name", name.clone().into()),
            ("moment", moment(messages.language(), *expires_at).into()),
        ],
    }
}

fn deployment(
    organization: &str,
    workflow: &str,
    version: u32,
    device: Option<&str>,
    devices: u32,
) -> Vec<(&'static str, Filling)> {
    vec![
        ("organization", organization.to_owned().into()),
        ("workflow", workflow.to_owned().into()),
        // A name, not a number of anything.
        ("version", Filling::Text(version.to_string())),
        ("device", device.unwrap_or_default().to_owned().into()),
        ("devices", Filling::count(devices)),
    ]
}

/// What stands between the parts of a list.
fn separator(language: Language) -> &'static str {
    match language {
        Language::Ja => "、",
        Language::Ar => "، ",
        _ => ", ",
    }
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Owner => "role_owner",
        Role::Admin => "role_admin",
        Role::BillingAdmin => "role_billing_admin",
        Role::DeviceTechnician => "role_device_technician",
        Role::DeviceEnroller => "role_device_enroller",
        Role::WorkflowEditor => "role_workflow_editor",
        Role::WorkflowDeployer => "role_workflow_deployer",
        Role::ChartEditor => "role_chart_editor",
        Role::ChartViewerOnly => "role_chart_viewer_only",
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};
    use profile_core::announcements::Announcement;

    use super::*;
    use crate::announcement_texts::texts;

    fn said(announcement: &StatusAnnouncement) -> (String, String) {
        let messages = Messages::of(Language::En);
        let (title, body) = texts(&messages, &Announcement::Status(announcement.clone()));
        for text in [&title, &body] {
            assert!(!text.starts_with("announce_"), "{announcement:?}: {text}");
            assert!(!text.contains(['{', '}']), "{announcement:?}: {text}");
        }
        (title, body)
    }

    fn acme() -> String {
        "ACME Robotics".to_owned()
    }

    fn deployed(device: Option<&str>, devices: u32) -> StatusAnnouncement {
        StatusAnnouncement::WorkflowDeployed {
            organization: acme(),
            workflow: "Weld and watch".to_owned(),
            version: 4,
            device: device.map(str::to_owned),
            devices,
        }
    }

    #[test]
    fn a_deployment_names_its_device_or_counts_them() {
        let (title, body) = said(&deployed(Some("Press 2"), 1));
        assert_eq!(title, "Weld and watch is deployed");
        assert_eq!(body, "Version 4 is on Press 2 at ACME Robotics.");
        let (_, body) = said(&deployed(None, 3));
        assert_eq!(body, "Version 4 is on 3 devices at ACME Robotics.");
    }

    #[test]
    fn a_failed_deployment_says_why_where_that_is_known() {
        for (device, devices, reason, expected) in [
            (
                Some("Press 2"),
                1,
                Some("It did not answer"),
                "Version 4 could not be put on Press 2 at ACME Robotics: It did not answer",
            ),
            (
                Some("Press 2"),
                1,
                None,
                "Version 4 could not be put on Press 2 at ACME Robotics.",
            ),
            (
                None,
                3,
                Some("No route"),
                "Version 4 could not be put on 3 devices at ACME Robotics: No route",
            ),
            (
                None,
                3,
                None,
                "Version 4 could not be put on 3 devices at ACME Robotics.",
            ),
        ] {
            let failed = StatusAnnouncement::WorkflowDeploymentFailed {
                organization: acme(),
                workflow: "Weld and watch".to_owned(),
                version: 4,
                device: device.map(str::to_owned),
                devices,
                reason: reason.map(str::to_owned),
            };
            let (title, body) = said(&failed);
            assert_eq!(title, "Weld and watch was not deployed");
            assert_eq!(body, expected);
        }
    }

    #[test]
    fn other_roles_are_named() {
        let changed = |roles: Vec<Role>| StatusAnnouncement::RolesChanged {
            organization: acme(),
            roles,
        };
        let (title, body) = said(&changed(vec![Role::BillingAdmin, Role::ChartEditor]));
        assert_eq!(title, "Your roles at ACME Robotics changed");
        assert_eq!(body, "You are Billing Admin, Chart Editor now.");
        said(&changed(Vec::new()));
    }

    #[test]
    fn whatever_else_happens_has_its_words() {
        let ended = |end| StatusAnnouncement::ExportEnded {
            organization: acme(),
            first_day: NaiveDate::from_ymd_opt(2026, 10, 1).unwrap(),
            last_day: NaiveDate::from_ymd_opt(2026, 10, 31).unwrap(),
            end,
        };
        let (title, body) = said(&ended(ExportEnd::Ready));
        assert_eq!(title, "Your chart data is ready");
        assert!(body.contains("1 Oct 2026 – 31 Oct 2026"), "{body}");
        said(&ended(ExportEnd::TimedOut));
        said(&ended(ExportEnd::Failed));
        let (title, body) = said(&ended(ExportEnd::Cancelled));
        assert_eq!(title, "Your chart data export was cancelled");
        assert!(body.starts_with("Somebody else cancelled"), "{body}");
        for is_on in [true, false] {
            said(&StatusAnnouncement::MfaNowRequired {
                organization: acme(),
                is_on,
            });
        }
        said(&StatusAnnouncement::MembershipEnded {
            organization: acme(),
        });
        said(&StatusAnnouncement::ApiKeyExpiring {
            organization: acme(),
            name: "line 4".to_owned(),
            expires_at: DateTime::UNIX_EPOCH,
        });
    }
}
