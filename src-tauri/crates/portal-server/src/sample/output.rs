//! Loading what the devices of the sample data put out, and what shows it.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::load::{LoadSampleError, id};
use super::machines::{MACHINES, Machine};
use super::workspaces::{WORKSPACES, Workspace};
use super::{courses, tenants};
use crate::store::entities::{chart, chart_workspace, deployment, skill, workflow};
use crate::store::output_events::{self, NewEvent};
use crate::store::streams::{self, StreamSource};
use crate::store::{chart_workspaces, charts, devices, workflows};

/// For how long devices put out anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleTime {
    /// Until when, in UTC: now.
    pub until: DateTime<Utc>,
    /// How many days before that they begin.
    pub days: u32,
}

impl SampleTime {
    pub(super) fn since(self) -> DateTime<Utc> {
        self.until - TimeDelta::days(self.days.into())
    }
}

/// Events that are added at a time.
const BATCH: usize = 25_000;

/// Loads what all machines put out, and the workspaces that show it.
pub(super) async fn load(
    transaction: &DatabaseTransaction,
    time: SampleTime,
) -> Result<(), LoadSampleError> {
    let mut known = BTreeSet::new();
    let mut events = Vec::new();
    for machine in &MACHINES {
        let source = furnish(transaction, machine, &mut known, time).await?;
        for signal in machine.signals {
            let seed = id(machine.device, signal.key).as_u64_pair().1;
            let (since, until) = (time.since(), time.until);
            let values = courses::values(signal.course, seed, machine.zone, since, until);
            let Some((_, first)) = values.first() else {
                continue;
            };
            let source = StreamSource {
                key: signal.key.to_owned(),
                kind: first.kind(),
                ..source.clone()
            };
            let stream_id = streams::ensure(transaction, &source).await?;
            events.extend(values.into_iter().map(|(at, value)| NewEvent {
                stream_id,
                at: at.timestamp_micros(),
                value,
            }));
        }
        if events.len() >= BATCH {
            output_events::add(transaction, std::mem::take(&mut events)).await?;
        }
    }
    output_events::add(transaction, events).await?;
    for workspace in &WORKSPACES {
        load_workspace(transaction, workspace, time).await?;
    }
    Ok(())
}

/// The organization of a tenant, or the personal account of a person.
pub(super) fn organization_of(owner: &str) -> Uuid {
    match tenants::TENANTS.iter().any(|tenant| tenant.name == owner) {
        true => id("organization", owner),
        false => id("personal", owner),
    }
}

/// Says where a machine stands and deploys its workflow on it; answers whose output follows.
async fn furnish(
    transaction: &DatabaseTransaction,
    machine: &Machine,
    known: &mut BTreeSet<Uuid>,
    time: SampleTime,
) -> Result<StreamSource, LoadSampleError> {
    let organization_id = organization_of(machine.owner);
    let device_id = id(machine.owner, machine.device);
    devices::place(transaction, device_id, Some(machine.location), machine.zone).await?;
    devices::tag(transaction, device_id, machine.tags).await?;
    let workflow_name = format!("{}/{}", machine.owner, machine.workflow);
    let workflow_id = id("workflow", &workflow_name);
    if known.insert(workflow_id) {
        let workflow = workflow::Model {
            id: workflow_id,
            organization_id,
            name: machine.workflow.to_owned(),
            created_at: time.since(),
        };
        workflows::insert(transaction, workflow).await?;
    }
    let skill_id = id(&workflow_name, machine.skill);
    if known.insert(skill_id) {
        let skill = skill::Model {
            id: skill_id,
            workflow_id,
            name: machine.skill.to_owned(),
        };
        workflows::insert_skill(transaction, skill).await?;
    }
    deploy(transaction, machine, workflow_id, time).await?;
    Ok(StreamSource {
        organization_id,
        device_id,
        skill_id,
        key: String::new(),
        kind: crate::domain::ValueKind::Number,
    })
}

/// Puts three versions of a machine's workflow on it, some weeks apart.
async fn deploy(
    transaction: &DatabaseTransaction,
    machine: &Machine,
    workflow_id: Uuid,
    time: SampleTime,
) -> Result<(), LoadSampleError> {
    for version in 1..=3_i32 {
        let deployment_id = id(&format!("deployment/{version}"), machine.device);
        // Not all at once.
        let scatter = i64::from(deployment_id.as_bytes()[15]) / 4;
        let hours = i64::from((3 - version) * 24 * 17) + scatter + 2;
        let deployment = deployment::Model {
            id: deployment_id,
            organization_id: organization_of(machine.owner),
            workflow_id,
            device_id: id(machine.owner, machine.device),
            version,
            at: time.until - TimeDelta::hours(hours),
            account_id: Some(id("account", machine.by)),
        };
        workflows::insert_deployment(transaction, deployment).await?;
    }
    Ok(())
}

async fn load_workspace(
    transaction: &DatabaseTransaction,
    workspace: &Workspace,
    time: SampleTime,
) -> Result<(), LoadSampleError> {
    let of = format!("{}/{}", workspace.tenant, workspace.name);
    let workspace_id = id("workspace", &of);
    let row = chart_workspace::Model {
        id: workspace_id,
        organization_id: organization_of(workspace.tenant),
        name: workspace.name.to_owned(),
        name_order: workspace.name.to_lowercase(),
        owner_id: workspace.private_to.map(|email| id("account", email)),
        changed_at: time.until - TimeDelta::days(workspace.changed),
    };
    chart_workspaces::insert(transaction, row).await?;
    for email in workspace.starred_by {
        chart_workspaces::star(transaction, workspace_id, id("account", email), true).await?;
    }
    for (position, chart) in (0..).zip(workspace.charts) {
        let row = chart::Model {
            id: id(&of, chart.title),
            workspace_id,
            position,
            title: chart.title.to_owned(),
            kind: chart.kind,
            calculation: chart.calculation,
            unit: chart.unit.map(str::to_owned),
            key: chart.key.to_owned(),
            skill_id: None,
            every_device: chart.devices.is_empty(),
        };
        let devices = chart.devices.iter();
        let devices: Vec<_> = devices.map(|name| id(workspace.tenant, name)).collect();
        charts::insert(transaction, row, &devices).await?;
    }
    Ok(())
}
