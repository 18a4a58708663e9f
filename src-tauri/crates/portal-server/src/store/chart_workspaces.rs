//! Chart workspaces, and who starred them. Private ones are of their owner alone: every statement here that reads
//! for a person names the person.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::entities::{chart, chart_workspace, workspace_star};
use super::{NamePosition, StoreError};

/// A workspace as one person sees it in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenWorkspace {
    /// The workspace.
    pub workspace: chart_workspace::Model,
    /// Whether the person starred it.
    pub starred: bool,
    /// How many charts it has.
    pub charts: i64,
}

/// What a person may see in an organization.
fn visible_to(organization_id: Uuid, account_id: Uuid) -> Condition {
    let owner = chart_workspace::Column::OwnerId;
    Condition::all()
        .add(chart_workspace::Column::OrganizationId.eq(organization_id))
        .add(
            Condition::any()
                .add(owner.is_null())
                .add(owner.eq(account_id)),
        )
}

/// At most `limit` workspaces that a person may see in an organization after a position, by name, then id.
///
/// # Errors
///
/// When the store fails.
pub async fn page(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    account_id: Uuid,
    after: Option<&NamePosition>,
    limit: u64,
) -> Result<Vec<SeenWorkspace>, StoreError> {
    let (name, id) = (
        chart_workspace::Column::NameOrder,
        chart_workspace::Column::Id,
    );
    let mut workspaces = chart_workspace::Entity::find()
        .filter(visible_to(organization_id, account_id))
        .order_by_asc(name)
        .order_by_asc(id)
        .limit(limit);
    if let Some(position) = after {
        workspaces = workspaces.filter(position.rows_after(name, id));
    }
    let workspaces = workspaces.all(database).await?;
    seen_by(database, account_id, workspaces).await
}

/// One workspace of an organization, if the person may see it.
///
/// # Errors
///
/// When the store fails.
pub async fn find(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    account_id: Uuid,
    id: Uuid,
) -> Result<Option<chart_workspace::Model>, StoreError> {
    Ok(chart_workspace::Entity::find_by_id(id)
        .filter(visible_to(organization_id, account_id))
        .one(database)
        .await?)
}

/// What the person sees of these workspaces in a list.
///
/// # Errors
///
/// When the store fails.
pub async fn seen_by(
    database: &impl ConnectionTrait,
    account_id: Uuid,
    workspaces: Vec<chart_workspace::Model>,
) -> Result<Vec<SeenWorkspace>, StoreError> {
    let ids = || workspaces.iter().map(|workspace| workspace.id);
    let stars: Vec<Uuid> = workspace_star::Entity::find()
        .select_only()
        .column(workspace_star::Column::WorkspaceId)
        .filter(workspace_star::Column::AccountId.eq(account_id))
        .filter(workspace_star::Column::WorkspaceId.is_in(ids()))
        .into_tuple()
        .all(database)
        .await?;
    let stars: HashSet<Uuid> = stars.into_iter().collect();
    let charts: Vec<(Uuid, i64)> = chart::Entity::find()
        .select_only()
        .column(chart::Column::WorkspaceId)
        .column_as(Expr::col(chart::Column::Id).count(), "charts")
        .filter(chart::Column::WorkspaceId.is_in(ids()))
        .group_by(chart::Column::WorkspaceId)
        .into_tuple()
        .all(database)
        .await?;
    let charts: HashMap<Uuid, i64> = charts.into_iter().collect();
    Ok(workspaces
        .into_iter()
        .map(|workspace| SeenWorkspace {
            starred: stars.contains(&workspace.id),
            charts: charts.get(&workspace.id).copied().unwrap_or_default(),
            workspace,
        })
        .collect())
}

/// The shared workspaces of an organization that have this name.
///
/// # Errors
///
/// When the store fails.
pub async fn shared_by_name(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    name: &str,
) -> Result<Vec<chart_workspace::Model>, StoreError> {
    Ok(chart_workspace::Entity::find()
        .filter(chart_workspace::Column::OrganizationId.eq(organization_id))
        .filter(chart_workspace::Column::OwnerId.is_null())
        .filter(chart_workspace::Column::Name.eq(name))
        .order_by_asc(chart_workspace::Column::Id)
        .all(database)
        .await?)
}

/// Adds a workspace.
///
/// # Errors
///
/// When the store fails.
pub async fn insert(
    database: &impl ConnectionTrait,
    workspace: chart_workspace::Model,
) -> Result<(), StoreError> {
    chart_workspace::Entity::insert(workspace.into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// Notes that a workspace or one of its charts was changed.
///
/// # Errors
///
/// When the store fails.
pub async fn touch(
    database: &impl ConnectionTrait,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    chart_workspace::Entity::update_many()
        .col_expr(chart_workspace::Column::ChangedAt, Expr::value(now))
        .filter(chart_workspace::Column::Id.eq(id))
        .exec(database)
        .await?;
    Ok(())
}

/// Stars a workspace for a person, or takes the star off.
///
/// # Errors
///
/// When the store fails.
pub async fn star(
    database: &impl ConnectionTrait,
    workspace_id: Uuid,
    account_id: Uuid,
    starred: bool,
) -> Result<(), StoreError> {
    if !starred {
        workspace_star::Entity::delete_by_id((workspace_id, account_id))
            .exec(database)
            .await?;
        return Ok(());
    }
    let star = workspace_star::Model {
        workspace_id,
        account_id,
    };
    workspace_star::Entity::insert(star.into_active_model().reset_all())
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// How many workspaces the organization has, private ones included.
///
/// # Errors
///
/// When the store fails.
pub async fn count(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
) -> Result<u64, StoreError> {
    Ok(chart_workspace::Entity::find()
        .filter(chart_workspace::Column::OrganizationId.eq(organization_id))
        .count(database)
        .await?)
}
