//! Putting workflows on devices.

use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::selection::find_organization;
use super::{Administration, AdministrationError, OrganizationSelection};
use crate::domain::{Members, OrganizationKind, StatusUpdate};
use crate::status::record_for_all;
use crate::store::entities::{deployment, device, organization};
use crate::store::{devices, memberships, organizations, workflows};

/// What comes of an attempt to put a workflow on devices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeploymentOutcome {
    /// It is there.
    Deployed,
    /// It is not.
    Failed {
        /// Why, for people.
        reason: Option<String>,
    },
}

/// An attempt to put a workflow on devices, as it is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedDeployment {
    /// The version, from 1 on.
    pub version: i32,
    /// The names of the devices, in order.
    pub devices: Vec<String>,
    /// How many members are told.
    pub told: usize,
}

impl Administration {
    /// Records that the next version of a workflow was put on a device, or that this failed, and tells all members who
    /// may see workflows. Without a device that is all those that the workflow was on or put something out on, else the
    /// only one there is.
    ///
    /// # Errors
    ///
    /// When there is no such organization, workflow or device, or it can't be told which device is meant.
    pub async fn deploy_workflow(
        &self,
        selection: &OrganizationSelection,
        name: &str,
        device: Option<&str>,
        outcome: DeploymentOutcome,
    ) -> Result<RecordedDeployment, AdministrationError> {
        let transaction = self.store.begin_write().await?;
        let found = find_organization(&transaction, selection).await?;
        // Two who deploy at a time get two versions, and the members stay who they are.
        let organization = organizations::lock(&transaction, found.id)
            .await?
            .ok_or_else(|| AdministrationError::NoSuchOrganization(selection.to_string()))?;
        let Some(workflow) = workflows::by_name(&transaction, organization.id, name).await? else {
            return Err(AdministrationError::NoSuchWorkflow {
                name: name.to_owned(),
                known: workflows::names(&transaction, organization.id).await?,
            });
        };
        let devices = match device {
            Some(device) => vec![named(&transaction, organization.id, device).await?],
            None => known(&transaction, organization.id, workflow.id).await?,
        };
        let version = workflows::latest_version(&transaction, workflow.id).await? + 1;
        let now = self.surroundings.now();
        if outcome == DeploymentOutcome::Deployed {
            for device in &devices {
                let row = deployment::Model {
                    id: self.surroundings.new_id()?,
                    organization_id: organization.id,
                    workflow_id: workflow.id,
                    device_id: device.id,
                    version,
                    at: now,
                    account_id: None,
                };
                workflows::insert_deployment(&transaction, row).await?;
            }
        }
        let names: Vec<String> = devices.into_iter().map(|device| device.name).collect();
        let update = update(workflow.name, version, &names, outcome);
        let members = concerned(&transaction, &organization).await?;
        let told = members.len();
        record_for_all(&transaction, now, &organization, members, &update).await?;
        transaction.commit().await?;
        Ok(RecordedDeployment {
            version,
            devices: names,
            told,
        })
    }
}

fn update(
    workflow: String,
    version: i32,
    names: &[String],
    outcome: DeploymentOutcome,
) -> StatusUpdate {
    let device = match names {
        [only] => Some(only.clone()),
        _ => None,
    };
    let devices = u32::try_from(names.len()).unwrap_or(u32::MAX);
    match outcome {
        DeploymentOutcome::Deployed => StatusUpdate::WorkflowDeployed {
            workflow,
            version,
            device,
            devices,
        },
        DeploymentOutcome::Failed { reason } => StatusUpdate::WorkflowDeploymentFailed {
            workflow,
            version,
            device,
            devices,
            reason,
        },
    }
}

/// The members who may see workflows.
async fn concerned(
    transaction: &DatabaseTransaction,
    organization: &organization::Model,
) -> Result<Vec<Uuid>, AdministrationError> {
    // A personal account has one member, who may.
    if organization.kind == OrganizationKind::Personal {
        return Ok(memberships::members(transaction, organization.id).await?);
    }
    let members =
        memberships::those_who(transaction, organization.id, Members::WorkflowViewers).await?;
    Ok(members.into_iter().map(|account| account.id).collect())
}

async fn named(
    transaction: &DatabaseTransaction,
    organization_id: Uuid,
    name: &str,
) -> Result<device::Model, AdministrationError> {
    let mut found = devices::by_name(transaction, organization_id, name).await?;
    match (found.pop(), found.is_empty()) {
        (Some(only), true) => Ok(only),
        (None, _) => Err(AdministrationError::NoSuchDevice(name.to_owned())),
        (Some(_), false) => Err(AdministrationError::AmbiguousDevice(name.to_owned())),
    }
}

/// The devices that a workflow is known of, else the only one there is.
async fn known(
    transaction: &DatabaseTransaction,
    organization_id: Uuid,
    workflow_id: Uuid,
) -> Result<Vec<device::Model>, AdministrationError> {
    let ids = workflows::devices(transaction, workflow_id).await?;
    let known = devices::by_ids(transaction, organization_id, ids).await?;
    if !known.is_empty() {
        return Ok(known);
    }
    let all = devices::page(transaction, organization_id, None, 2).await?;
    match all.len() {
        1 => Ok(all),
        _ => Err(AdministrationError::DeviceUnclear),
    }
}
