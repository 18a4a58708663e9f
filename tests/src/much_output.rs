//! More output of ACME's devices than the sample has, for what takes its time.

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use portal_server::domain::ValueKind;
use portal_server::store::Store;
use portal_server::store::entities::{organization, stream};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder};

/// The day before today where ACME is, for programs, whose clock is the system's.
#[must_use]
pub fn yesterday() -> NaiveDate {
    let today = Utc::now().with_timezone(&Tz::Europe__Berlin).date_naive();
    today - Days::new(1)
}

/// Lets one of ACME's devices put out so many numbers more on a day, evenly from noon on for six hours.
///
/// # Errors
/// When there is no ACME, or the database can't be changed.
pub async fn many_events(store: &Store, day: NaiveDate, events: u32) -> Result<()> {
    let acme = organization::Entity::find()
        .filter(organization::Column::Name.eq("ACME Robotics"))
        .one(store.read())
        .await?
        .context("no ACME")?;
    let stream = stream::Entity::find()
        .filter(stream::Column::OrganizationId.eq(acme.id))
        .filter(stream::Column::Kind.eq(ValueKind::Number))
        .order_by_asc(stream::Column::Id)
        .one(store.read())
        .await?
        .context("no stream")?;
    let noon = day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(12);
    let noon = noon.timestamp_micros();
    let step = 6 * 3_600_000_000 / i64::from(events);
    let numbers = match store.read().get_database_backend() {
        DbBackend::Postgres => format!("generate_series(1, {events}) AS n(i)"),
        _ => format!(
            "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {events}) SELECT i FROM n) AS n"
        ),
    };
    let insertion = format!(
        "INSERT INTO output_events (stream_id, at, ordinal, \"number\")
        SELECT {}, {noon} + i * CAST({step} AS BIGINT), 7, i * 0.5 FROM {numbers}",
        stream.id
    );
    store.read().execute_unprepared(&insertion).await?;
    Ok(())
}
