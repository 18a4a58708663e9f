//! Streams of output events: which there are, and how they are forgotten.

use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::{device, organization, output_event, skill, stream};
use crate::domain::ValueKind;

/// What a stream is told apart by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamSource {
    /// The organization.
    pub organization_id: Uuid,
    /// The device.
    pub device_id: Uuid,
    /// The skill.
    pub skill_id: Uuid,
    /// What is put out.
    pub key: String,
    /// What its values are.
    pub kind: ValueKind,
}

/// The number of a stream; it is made if there is none.
///
/// # Errors
///
/// When the store fails.
pub async fn ensure(
    database: &impl ConnectionTrait,
    source: &StreamSource,
) -> Result<i64, StoreError> {
    let found = stream::Entity::find()
        .filter(stream::Column::OrganizationId.eq(source.organization_id))
        .filter(stream::Column::Key.eq(&source.key))
        .filter(stream::Column::DeviceId.eq(source.device_id))
        .filter(stream::Column::SkillId.eq(source.skill_id))
        .filter(stream::Column::Kind.eq(source.kind))
        .one(database)
        .await?;
    if let Some(stream) = found {
        return Ok(stream.id);
    }
    let row = stream::ActiveModel {
        id: NotSet,
        organization_id: Set(source.organization_id),
        device_id: Set(source.device_id),
        skill_id: Set(source.skill_id),
        key: Set(source.key.clone()),
        kind: Set(source.kind),
    };
    let inserted = stream::Entity::insert(row).exec(database).await?;
    Ok(inserted.last_insert_id)
}

/// Streams of an organization that put out `key`; of all devices and skills, or of these alone.
///
/// # Errors
///
/// When the store fails.
pub async fn of_key(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    key: &str,
    devices: Option<&[Uuid]>,
    skill_id: Option<Uuid>,
) -> Result<Vec<stream::Model>, StoreError> {
    let mut streams = stream::Entity::find()
        .filter(stream::Column::OrganizationId.eq(organization_id))
        .filter(stream::Column::Key.eq(key))
        .order_by_asc(stream::Column::Id);
    if let Some(devices) = devices {
        streams = streams.filter(stream::Column::DeviceId.is_in(devices.iter().copied()));
    }
    if let Some(skill_id) = skill_id {
        streams = streams.filter(stream::Column::SkillId.eq(skill_id));
    }
    Ok(streams.all(database).await?)
}

/// All streams of an organization, by number.
///
/// # Errors
///
/// When the store fails.
pub async fn all_of(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
) -> Result<Vec<stream::Model>, StoreError> {
    Ok(stream::Entity::find()
        .filter(stream::Column::OrganizationId.eq(organization_id))
        .order_by_asc(stream::Column::Id)
        .all(database)
        .await?)
}

/// When each device of an organization that ever put out anything did so last, until a moment; both in
/// microseconds since 1970 in UTC.
///
/// # Errors
///
/// When the store fails.
pub async fn last_heard(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    until: i64,
) -> Result<Vec<(Uuid, i64)>, StoreError> {
    // The last event of each stream is found at the end of its part of the primary key.
    let last = Query::select()
        .expr(Expr::col(output_event::Column::At).max())
        .from(output_event::Entity)
        .and_where(
            Expr::col((output_event::Entity, output_event::Column::StreamId))
                .equals((stream::Entity, stream::Column::Id)),
        )
        .and_where(Expr::col(output_event::Column::At).lte(until))
        .to_owned();
    let select = Query::select()
        .expr_as(Expr::col(stream::Column::DeviceId), "device")
        .expr_as(Expr::SubQuery(None, Box::new(last.into())), "at")
        .from(stream::Entity)
        .and_where(Expr::col(stream::Column::OrganizationId).eq(organization_id))
        .to_owned();
    let mut heard = Vec::new();
    for row in database.query_all(&select).await? {
        if let Some(at) = row.try_get::<Option<i64>>("", "at")? {
            heard.push((row.try_get("", "device")?, at));
        }
    }
    Ok(heard)
}

/// When the devices of an organization put out something first and last, in microseconds since 1970 in UTC; `None` when
/// they never did.
///
/// # Errors
///
/// When the store fails.
pub async fn heard_between(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
) -> Result<Option<(i64, i64)>, StoreError> {
    // Both ends of each stream are found at the ends of its part of the primary key.
    let end = |order| {
        let event = Query::select()
            .column(output_event::Column::At)
            .from(output_event::Entity)
            .and_where(
                Expr::col((output_event::Entity, output_event::Column::StreamId))
                    .equals((stream::Entity, stream::Column::Id)),
            )
            .order_by(output_event::Column::At, order)
            .limit(1)
            .to_owned();
        Expr::SubQuery(None, Box::new(event.into()))
    };
    let select = Query::select()
        .expr_as(end(sea_orm::Order::Asc), "first")
        .expr_as(end(sea_orm::Order::Desc), "last")
        .from(stream::Entity)
        .and_where(Expr::col(stream::Column::OrganizationId).eq(organization_id))
        .to_owned();
    let mut heard: Option<(i64, i64)> = None;
    for row in database.query_all(&select).await? {
        let ends: (Option<i64>, Option<i64>) =
            (row.try_get("", "first")?, row.try_get("", "last")?);
        if let (Some(first), Some(last)) = ends {
            let (from, until) = heard.unwrap_or((first, last));
            heard = Some((Ord::min(from, first), Ord::max(until, last)));
        }
    }
    Ok(heard)
}

/// A stream that has lost its organization, its device or its skill: nobody can see it any more.
///
/// # Errors
///
/// When the store fails.
pub async fn orphan(database: &impl ConnectionTrait) -> Result<Option<i64>, StoreError> {
    let orphaned = Condition::any()
        .add(lacks(
            stream::Column::OrganizationId,
            organization::Entity,
            organization::Column::Id,
        ))
        .add(lacks(
            stream::Column::DeviceId,
            device::Entity,
            device::Column::Id,
        ))
        .add(lacks(
            stream::Column::SkillId,
            skill::Entity,
            skill::Column::Id,
        ));
    let found = stream::Entity::find()
        .filter(orphaned)
        .one(database)
        .await?;
    Ok(found.map(|stream| stream.id))
}

/// Whether a stream's `column` names something that is not there any more.
fn lacks<E: EntityTrait>(column: stream::Column, table: E, id: E::Column) -> Expr {
    let there = Query::select()
        .expr(Expr::value(1))
        .from(table)
        .and_where(Expr::col((table, id)).equals((stream::Entity, column)))
        .to_owned();
    Expr::exists(there).not()
}

/// Forgets at most `limit` events of a stream, the oldest first, and the stream with the last of them; answers
/// whether it is gone.
///
/// # Errors
///
/// When the store fails.
pub async fn forget_some(
    database: &impl ConnectionTrait,
    stream_id: i64,
    limit: u64,
) -> Result<bool, StoreError> {
    // Up to a moment, so that the primary key alone leads to what goes.
    let last = Query::select()
        .column(output_event::Column::At)
        .from(output_event::Entity)
        .and_where(Expr::col(output_event::Column::StreamId).eq(stream_id))
        .order_by(output_event::Column::At, sea_orm::Order::Asc)
        .offset(limit)
        .limit(1)
        .to_owned();
    let last: Option<i64> = match database.query_one(&last).await? {
        Some(row) => Some(row.try_get_by_index(0)?),
        None => None,
    };
    let mut events =
        output_event::Entity::delete_many().filter(output_event::Column::StreamId.eq(stream_id));
    if let Some(last) = last {
        events = events.filter(output_event::Column::At.lte(last));
    }
    events.exec(database).await?;
    if last.is_none() {
        stream::Entity::delete_by_id(stream_id)
            .exec(database)
            .await?;
    }
    Ok(last.is_none())
}

/// How a statement names its parameter of this number, from 1 on.
pub(super) fn parameter(database: &impl ConnectionTrait, number: usize) -> String {
    match database.get_database_backend() {
        sea_orm::DbBackend::Postgres => format!("${number}"),
        _ => "?".to_owned(),
    }
}

/// A statement whose text was written for the database.
pub(super) fn statement(
    database: &impl ConnectionTrait,
    text: String,
    values: Vec<sea_orm::Value>,
) -> Statement {
    Statement::from_sql_and_values(database.get_database_backend(), text, values)
}
