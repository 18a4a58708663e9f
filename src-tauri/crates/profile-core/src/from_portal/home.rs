//! The organization in view at a glance.

use portal_client as contract;

use super::count;
use crate::home::{
    CreditsAtAGlance, Deployment, DeviceAtAGlance, DevicesAtAGlance, ExportAtAGlance, Home,
};

pub(crate) fn home(home: contract::Home) -> Home {
    Home {
        devices: home.devices.map(|devices| DevicesAtAGlance {
            total: count(devices.total),
            active: count(devices.active),
            latest: devices.latest.into_iter().map(device).collect(),
        }),
        deployments: home
            .deployments
            .map(|deployments| deployments.into_iter().map(deployment).collect()),
        credits: home.credits.map(|credits| CreditsAtAGlance {
            balance: credits.balance,
        }),
        exports: home
            .exports
            .map(|exports| exports.into_iter().filter_map(export).collect()),
    }
}

fn device(device: contract::DeviceAtAGlance) -> DeviceAtAGlance {
    DeviceAtAGlance {
        id: device.id.into_inner(),
        name: device.name,
        location: device.location,
        tags: device.tags,
        last_seen_at: device.last_seen_at,
    }
}

fn deployment(deployment: contract::Deployment) -> Deployment {
    Deployment {
        id: deployment.id.into_inner(),
        workflow: deployment.workflow,
        device: deployment.device,
        version: count(deployment.version),
        at: deployment.at,
        by: deployment.by,
    }
}

fn export(export: contract::ExportAtAGlance) -> Option<ExportAtAGlance> {
    Some(ExportAtAGlance {
        id: export.id.into_inner(),
        from: export.from,
        until: export.until,
        state: super::export_state(export.state)?,
        created_at: export.created_at,
    })
}
