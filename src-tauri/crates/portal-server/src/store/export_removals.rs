//! Files of exports that somebody is about to remove from where it takes its time: nobody puts them there meanwhile.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::StoreError;
use super::entities::export_removal;

/// Notes that files of these contents, by their SHA-256, are about to be removed.
///
/// # Errors
///
/// When the store fails.
pub async fn begin(
    database: &impl ConnectionTrait,
    contents: &[String],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if contents.is_empty() {
        return Ok(());
    }
    let rows = contents.iter().map(|sha256| export_removal::ActiveModel {
        sha256: Set(sha256.clone()),
        begun_at: Set(now),
    });
    let again = OnConflict::column(export_removal::Column::Sha256)
        .update_column(export_removal::Column::BegunAt)
        .to_owned();
    export_removal::Entity::insert_many(rows)
        .on_conflict(again)
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// Notes that they are removed.
///
/// # Errors
///
/// When the store fails.
pub async fn end(database: &impl ConnectionTrait, contents: &[String]) -> Result<(), StoreError> {
    export_removal::Entity::delete_many()
        .filter(export_removal::Column::Sha256.is_in(contents))
        .exec(database)
        .await?;
    Ok(())
}

/// Whether files of this content are about to be removed.
///
/// # Errors
///
/// When the store fails.
pub async fn are_of(database: &impl ConnectionTrait, sha256: &str) -> Result<bool, StoreError> {
    let found = export_removal::Entity::find_by_id(sha256).one(database);
    Ok(found.await?.is_some())
}

/// Those that were begun before a moment, by whoever does not go on any more.
///
/// # Errors
///
/// When the store fails.
pub async fn begun_before(
    database: &impl ConnectionTrait,
    moment: DateTime<Utc>,
) -> Result<HashSet<String>, StoreError> {
    let found = export_removal::Entity::find()
        .filter(export_removal::Column::BegunAt.lt(moment))
        .all(database)
        .await?;
    Ok(found.into_iter().map(|removal| removal.sha256).collect())
}
