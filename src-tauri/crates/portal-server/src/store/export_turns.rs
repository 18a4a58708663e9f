//! Whose turn it is: exports that wait, those who work on them, and what these may still write.
//!
//! An export that is under way belongs to whoever took it up last, for as long as their lease lasts. Each taking up and
//! each end of an export counts its fence up; a statement that names another fence than the export's changes nothing.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::{export, export_turn};
use crate::domain::ExportState;

/// Keeps others from handing out turns, and from removing files, until the transaction ends.
///
/// # Errors
///
/// When the store fails.
pub async fn hold(database: &impl ConnectionTrait) -> Result<(), StoreError> {
    let held = export_turn::Entity::find()
        .lock_exclusive()
        .one(database)
        .await?;
    held.map(|_| ())
        .ok_or(StoreError::Inconsistent("the turns of exports are gone"))
}

/// Whose export it is: an organization, and a person there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asker {
    /// The organization.
    pub organization_id: Uuid,
    /// The person.
    pub requester_id: Uuid,
}

/// Whose exports are being worked on at a moment: one entry for each of them.
///
/// # Errors
///
/// When the store fails.
pub async fn worked_on(
    database: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Vec<Asker>, StoreError> {
    let rows: Vec<(Uuid, Uuid)> = export::Entity::find()
        .select_only()
        .columns([export::Column::OrganizationId, export::Column::RequesterId])
        .filter(export::Column::State.eq(ExportState::InProgress))
        .filter(export::Column::LeaseUntil.gt(now))
        .into_tuple()
        .all(database)
        .await?;
    let askers = rows
        .into_iter()
        .map(|(organization_id, requester_id)| Asker {
            organization_id,
            requester_id,
        });
    Ok(askers.collect())
}

/// How far an export under way has come, as far as others than who works on it can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Come {
    /// The export.
    pub id: Uuid,
    /// Whose turn it is.
    pub fence: i64,
    /// Events written by now.
    pub rows: i64,
}

/// How far all exports under way have come, each with its organization.
///
/// # Errors
///
/// When the store fails.
pub async fn come(database: &impl ConnectionTrait) -> Result<Vec<(Uuid, Come)>, StoreError> {
    let rows: Vec<(Uuid, Uuid, i64, i64)> = export::Entity::find()
        .select_only()
        .columns([
            export::Column::OrganizationId,
            export::Column::Id,
            export::Column::Fence,
            export::Column::Rows,
        ])
        .filter(export::Column::State.eq(ExportState::InProgress))
        .order_by_asc(export::Column::Id)
        .into_tuple()
        .all(database)
        .await?;
    let come = rows
        .into_iter()
        .map(|(organization, id, fence, rows)| (organization, Come { id, fence, rows }));
    Ok(come.collect())
}

/// For each who has any, the oldest export that nobody works on at a moment.
///
/// # Errors
///
/// When the store fails.
pub async fn heads(
    database: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Vec<(Asker, export::Model)>, StoreError> {
    let rows: Vec<(Uuid, Uuid, DateTime<Utc>)> = export::Entity::find()
        .select_only()
        .columns([export::Column::OrganizationId, export::Column::RequesterId])
        .column_as(export::Column::CreatedAt.min(), "oldest")
        .filter(waits(now))
        .group_by(export::Column::OrganizationId)
        .group_by(export::Column::RequesterId)
        .into_tuple()
        .all(database)
        .await?;
    let mut heads = Vec::new();
    for (organization_id, requester_id, oldest) in rows {
        let head = export::Entity::find()
            .filter(export::Column::OrganizationId.eq(organization_id))
            .filter(export::Column::RequesterId.eq(requester_id))
            .filter(export::Column::CreatedAt.eq(oldest))
            .filter(waits(now))
            .order_by_asc(export::Column::Id)
            .one(database)
            .await?;
        let asker = Asker {
            organization_id,
            requester_id,
        };
        heads.extend(head.map(|head| (asker, head)));
    }
    Ok(heads)
}

fn waits(now: DateTime<Utc>) -> Condition {
    let unheld = export::Column::LeaseUntil
        .is_null()
        .or(export::Column::LeaseUntil.lte(now));
    Condition::all()
        .add(export::Column::State.eq(ExportState::InProgress))
        .add(unheld)
}

/// Takes an export up, whose fence is still `fence`; answers the new one, or nothing where somebody came first.
///
/// # Errors
///
/// When the store fails.
pub async fn take(
    database: &impl ConnectionTrait,
    export: &export::Model,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Option<i64>, StoreError> {
    let fence = export.fence + 1;
    let change = export::ActiveModel {
        fence: Set(fence),
        attempts: Set(export.attempts + 1),
        lease_until: Set(Some(lease_until)),
        started_at: Set(export.started_at.or(Some(now))),
        ran_for: Set(0),
        rows: Set(0),
        reached_at: Set(None),
        sha256: Set(None),
        ..Default::default()
    };
    Ok(change_at(database, export.id, export.fence, change)
        .await?
        .then_some(fence))
}

/// Changes an export that is under way and still belongs to `fence`; answers whether it does.
///
/// # Errors
///
/// When the store fails.
pub async fn change_at(
    database: &impl ConnectionTrait,
    id: Uuid,
    fence: i64,
    change: export::ActiveModel,
) -> Result<bool, StoreError> {
    let changed = export::Entity::update_many()
        .set(change)
        .filter(export::Column::Id.eq(id))
        .filter(export::Column::Fence.eq(fence))
        .filter(export::Column::State.eq(ExportState::InProgress))
        .exec(database)
        .await?;
    Ok(changed.rows_affected == 1)
}

/// Whether an export is under way and belongs to `fence`.
///
/// # Errors
///
/// When the store fails.
pub async fn is_at(
    database: &impl ConnectionTrait,
    id: Uuid,
    fence: i64,
) -> Result<bool, StoreError> {
    let found = export::Entity::find_by_id(id).one(database).await?;
    Ok(found.is_some_and(|export| export.is_under_way() && export.fence == fence))
}

/// Ends an export that is under way, whoever works on it; answers whether it was.
///
/// # Errors
///
/// When the store fails.
pub async fn end(
    database: &impl ConnectionTrait,
    id: Uuid,
    state: ExportState,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let ended = export::Entity::update_many()
        .col_expr(export::Column::State, Expr::value(state))
        .col_expr(
            export::Column::Fence,
            Expr::col(export::Column::Fence).add(1),
        )
        .col_expr(export::Column::FinishedAt, Expr::value(now))
        .col_expr(
            export::Column::LeaseUntil,
            Expr::value(Option::<DateTime<Utc>>::None),
        )
        .filter(export::Column::Id.eq(id))
        .filter(export::Column::State.eq(ExportState::InProgress))
        .exec(database)
        .await?;
    Ok(ended.rows_affected == 1)
}

/// The exports whose files are to be kept no longer than `now`, at most `limit`.
///
/// # Errors
///
/// When the store fails.
pub async fn overdue(
    database: &impl ConnectionTrait,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<export::Model>, StoreError> {
    Ok(export::Entity::find()
        .filter(export::Column::State.eq(ExportState::Ready))
        .filter(export::Column::ExpiresAt.lte(now))
        .order_by_asc(export::Column::Id)
        .limit(limit)
        .all(database)
        .await?)
}

/// Notes that the time of an export's file is over; answers whether the file could be downloaded before.
///
/// # Errors
///
/// When the store fails.
pub async fn expire(database: &impl ConnectionTrait, id: Uuid) -> Result<bool, StoreError> {
    let change = export::ActiveModel {
        state: Set(ExportState::Expired),
        ..Default::default()
    };
    let changed = export::Entity::update_many()
        .set(change)
        .filter(export::Column::Id.eq(id))
        .filter(export::Column::State.eq(ExportState::Ready))
        .exec(database)
        .await?;
    Ok(changed.rows_affected == 1)
}
