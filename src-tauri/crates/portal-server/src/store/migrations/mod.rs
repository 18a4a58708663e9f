//! The tables' history. A migration that was released is never changed, only followed by another.

mod m20261123_000001_accounts;
mod m20261123_000002_organizations;
mod m20261123_000003_sessions;
mod m20261123_000004_devices;
mod m20261124_000005_second_factors;
mod m20261124_000006_security_log;
mod m20261124_000007_api_keys;
mod m20261124_000008_security_log_by_time;
mod m20261125_000009_session_networks;
mod m20261126_000010_organization_settings;
mod m20261126_000011_members_in_order;
mod m20261126_000013_device_places;
mod m20261126_000014_workflows;
mod m20261126_000015_output_events;
mod m20261126_000016_charts;
mod m20261126_000017_pinned_pages;
mod m20261126_000018_credits_and_exports;
mod m20261126_000019_kept_ledger;
mod m20261126_000020_credit_thresholds;
mod m20261126_000021_purchases;
mod m20261126_000022_exports;
mod m20261126_000023_status_updates;
mod m20261126_000024_export_removals;

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

use crate::store::{Store, StoreError};

/// Serializes starting portals on PostgreSQL. An arbitrary number, but always this one.
const ADVISORY_LOCK: &str = "SELECT pg_advisory_xact_lock(7309452817364521)";

/// All migrations, the oldest first.
pub struct Migrations;

impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_accounts::Migration),
            Box::new(m20261123_000002_organizations::Migration),
            Box::new(m20261123_000003_sessions::Migration),
            Box::new(m20261123_000004_devices::Migration),
            Box::new(m20261124_000005_second_factors::Migration),
            Box::new(m20261124_000006_security_log::Migration),
            Box::new(m20261124_000007_api_keys::Migration),
            Box::new(m20261124_000008_security_log_by_time::Migration),
            Box::new(m20261125_000009_session_networks::Migration),
            Box::new(m20261126_000010_organization_settings::Migration),
            Box::new(m20261126_000011_members_in_order::Migration),
            Box::new(m20261126_000013_device_places::Migration),
            Box::new(m20261126_000014_workflows::Migration),
            Box::new(m20261126_000015_output_events::Migration),
            Box::new(m20261126_000016_charts::Migration),
            Box::new(m20261126_000017_pinned_pages::Migration),
            Box::new(m20261126_000018_credits_and_exports::Migration),
            Box::new(m20261126_000019_kept_ledger::Migration),
            Box::new(m20261126_000020_credit_thresholds::Migration),
            Box::new(m20261126_000021_purchases::Migration),
            Box::new(m20261126_000022_exports::Migration),
            Box::new(m20261126_000023_status_updates::Migration),
            Box::new(m20261126_000024_export_removals::Migration),
        ]
    }
}

/// Brings the tables up to date: all of it or nothing, and once when several portals start at a time.
pub(super) async fn apply(store: &Store) -> Result<(), StoreError> {
    if is_up_to_date(store.read()).await? {
        return Ok(());
    }
    let transaction = store.begin_write().await?;
    if transaction.get_database_backend() == DbBackend::Postgres {
        transaction.execute_unprepared(ADVISORY_LOCK).await?;
    }
    Migrations::up(&transaction, None).await?;
    transaction.commit().await?;
    Ok(())
}

async fn is_up_to_date(database: &DatabaseConnection) -> Result<bool, DbErr> {
    let applied = applied(database).await?;
    Ok(known().is_subset(&applied))
}

/// Migrations in the database that this program doesn't know: a newer program made them.
pub(super) async fn unknown(database: &DatabaseConnection) -> Result<BTreeSet<String>, DbErr> {
    let applied = applied(database).await?;
    Ok(applied.difference(&known()).cloned().collect())
}

fn known() -> BTreeSet<String> {
    Migrations::migrations()
        .iter()
        .map(|migration| migration.name().to_owned())
        .collect()
}

/// Reads without creating the table of migrations, so that a database which is not ours stays as it is.
async fn applied(database: &DatabaseConnection) -> Result<BTreeSet<String>, DbErr> {
    use sea_orm::EntityTrait;
    use sea_orm_migration::{SchemaManager, seaql_migrations};

    if !SchemaManager::new(database)
        .has_table("seaql_migrations")
        .await?
    {
        return Ok(BTreeSet::new());
    }
    let migrations = seaql_migrations::Entity::find().all(database).await?;
    Ok(migrations
        .into_iter()
        .map(|migration| migration.version)
        .collect())
}
