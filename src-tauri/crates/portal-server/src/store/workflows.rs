//! Workflows, their skills, and where they were deployed.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::{account, deployment, device, skill, stream, workflow};

/// The workflow of an organization that has this name.
///
/// # Errors
///
/// When the store fails.
pub async fn by_name(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    name: &str,
) -> Result<Option<workflow::Model>, StoreError> {
    Ok(workflow::Entity::find()
        .filter(workflow::Column::OrganizationId.eq(organization_id))
        .filter(workflow::Column::Name.eq(name))
        .one(database)
        .await?)
}

/// Adds a workflow.
///
/// # Errors
///
/// When the store fails.
pub async fn insert(
    database: &impl ConnectionTrait,
    workflow: workflow::Model,
) -> Result<(), StoreError> {
    workflow::Entity::insert(workflow.into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// The skill of a workflow that has this name.
///
/// # Errors
///
/// When the store fails.
pub async fn skill_by_name(
    database: &impl ConnectionTrait,
    workflow_id: Uuid,
    name: &str,
) -> Result<Option<skill::Model>, StoreError> {
    Ok(skill::Entity::find()
        .filter(skill::Column::WorkflowId.eq(workflow_id))
        .filter(skill::Column::Name.eq(name))
        .one(database)
        .await?)
}

/// A skill, with the name of its workflow.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct NamedSkill {
    /// Opaque id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Name of the workflow.
    pub workflow: String,
}

/// All skills of an organization's workflows, in no order.
///
/// # Errors
///
/// When the store fails.
pub async fn all_skills_of(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
) -> Result<Vec<NamedSkill>, StoreError> {
    let select = Query::select()
        .expr_as(Expr::col((skill::Entity, skill::Column::Id)), "id")
        .expr_as(Expr::col((skill::Entity, skill::Column::Name)), "name")
        .expr_as(
            Expr::col((workflow::Entity, workflow::Column::Name)),
            "workflow",
        )
        .from(skill::Entity)
        .join(
            JoinType::InnerJoin,
            workflow::Entity,
            Expr::col((skill::Entity, skill::Column::WorkflowId))
                .equals((workflow::Entity, workflow::Column::Id)),
        )
        .and_where(
            Expr::col((workflow::Entity, workflow::Column::OrganizationId)).eq(organization_id),
        )
        .to_owned();
    let rows = database.query_all(&select).await?;
    let read = |row| NamedSkill::from_query_result(row, "");
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// Adds a skill.
///
/// # Errors
///
/// When the store fails.
pub async fn insert_skill(
    database: &impl ConnectionTrait,
    skill: skill::Model,
) -> Result<(), StoreError> {
    skill::Entity::insert(skill.into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// Notes that a workflow was put on a device.
///
/// # Errors
///
/// When the store fails.
pub async fn insert_deployment(
    database: &impl ConnectionTrait,
    deployment: deployment::Model,
) -> Result<(), StoreError> {
    deployment::Entity::insert(deployment.into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// A deployment, with the names of what it is about.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct NamedDeployment {
    /// Opaque id.
    pub id: Uuid,
    /// Name of the workflow.
    pub workflow: String,
    /// Name of the device.
    pub device: String,
    /// Version of the workflow.
    pub version: i32,
    /// When, in UTC.
    pub at: DateTime<Utc>,
    /// Display name of who did it, while the account exists.
    pub by: Option<String>,
}

/// The latest deployments of an organization, at most `limit`.
///
/// # Errors
///
/// When the store fails.
pub async fn latest_deployments(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    limit: u64,
) -> Result<Vec<NamedDeployment>, StoreError> {
    use sea_orm::sea_query::{Alias, Order};

    let of = |column: deployment::Column| Expr::col((deployment::Entity, column));
    let select = Query::select()
        .expr_as(of(deployment::Column::Id), "id")
        .expr_as(of(deployment::Column::Version), "version")
        .expr_as(of(deployment::Column::At), "at")
        .expr_as(
            Expr::col((workflow::Entity, workflow::Column::Name)),
            "workflow",
        )
        .expr_as(Expr::col((device::Entity, device::Column::Name)), "device")
        .expr_as(
            Expr::col((account::Entity, account::Column::DisplayName)),
            Alias::new("by"),
        )
        .from(deployment::Entity)
        .join(
            JoinType::InnerJoin,
            workflow::Entity,
            of(deployment::Column::WorkflowId).equals((workflow::Entity, workflow::Column::Id)),
        )
        .join(
            JoinType::InnerJoin,
            device::Entity,
            of(deployment::Column::DeviceId).equals((device::Entity, device::Column::Id)),
        )
        .join(
            JoinType::LeftJoin,
            account::Entity,
            of(deployment::Column::AccountId).equals((account::Entity, account::Column::Id)),
        )
        .and_where(of(deployment::Column::OrganizationId).eq(organization_id))
        .order_by((deployment::Entity, deployment::Column::At), Order::Desc)
        .order_by((deployment::Entity, deployment::Column::Id), Order::Desc)
        .limit(limit)
        .to_owned();
    let rows = database.query_all(&select).await?;
    let read = |row| NamedDeployment::from_query_result(row, "");
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// The names of an organization's workflows, in order.
///
/// # Errors
///
/// When the store fails.
pub async fn names(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
) -> Result<Vec<String>, StoreError> {
    let mut found: Vec<String> = workflow::Entity::find()
        .select_only()
        .column(workflow::Column::Name)
        .filter(workflow::Column::OrganizationId.eq(organization_id))
        .into_tuple()
        .all(database)
        .await?;
    found.sort_unstable();
    Ok(found)
}

/// The highest version of a workflow that was put on a device; 0 when none was.
///
/// # Errors
///
/// When the store fails.
pub async fn latest_version(
    database: &impl ConnectionTrait,
    workflow_id: Uuid,
) -> Result<i32, StoreError> {
    let latest: Option<i32> = deployment::Entity::find()
        .select_only()
        .column(deployment::Column::Version)
        .filter(deployment::Column::WorkflowId.eq(workflow_id))
        .order_by_desc(deployment::Column::Version)
        .into_tuple()
        .one(database)
        .await?;
    Ok(latest.unwrap_or_default())
}

/// The devices that a workflow was put on, and those where it put out something.
///
/// # Errors
///
/// When the store fails.
pub async fn devices(
    database: &impl ConnectionTrait,
    workflow_id: Uuid,
) -> Result<BTreeSet<Uuid>, StoreError> {
    let deployed: Vec<Uuid> = deployment::Entity::find()
        .select_only()
        .column(deployment::Column::DeviceId)
        .distinct()
        .filter(deployment::Column::WorkflowId.eq(workflow_id))
        .into_tuple()
        .all(database)
        .await?;
    let skills = Query::select()
        .column(skill::Column::Id)
        .from(skill::Entity)
        .and_where(skill::Column::WorkflowId.eq(workflow_id))
        .to_owned();
    let heard: Vec<Uuid> = stream::Entity::find()
        .select_only()
        .column(stream::Column::DeviceId)
        .distinct()
        .filter(stream::Column::SkillId.in_subquery(skills))
        .into_tuple()
        .all(database)
        .await?;
    Ok(deployed.into_iter().chain(heard).collect())
}
