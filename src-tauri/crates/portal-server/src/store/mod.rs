//! What the portal keeps, on SQLite or PostgreSQL: one code path for both.
//!
//! The modules named after aggregates hold the statements. They take any connection, so that a use
//! case can put several of them into one transaction.

pub mod accounts;
mod address;
pub mod api_keys;
pub mod chart_workspaces;
pub mod charts;
pub mod code_failures;
mod connect;
pub mod credit_history;
pub mod credit_keys;
pub mod credit_offers;
pub mod credit_thresholds;
pub mod credit_usage;
pub mod credits;
pub mod devices;
pub mod entities;
pub mod event_counts;
pub mod export_removals;
pub mod export_turns;
pub mod exports;
pub mod features;
pub mod idempotency;
pub mod members;
pub mod memberships;
pub mod migrations;
pub mod organizations;
pub mod output_events;
mod pattern;
pub mod pinned_pages;
mod position;
pub mod preferences;
mod private_files;
pub mod purchases;
pub mod readings;
pub mod recovery_codes;
pub mod sandbox_checkouts;
pub mod second_factors;
pub mod security_log;
pub mod sessions;
pub mod sign_in_challenges;
pub mod sqlite_snapshot;
pub mod status_updates;
pub mod stream_reading;
pub mod streams;
pub mod workflows;

use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, IsolationLevel, RuntimeErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

pub use address::{DatabaseAddress, InvalidDatabaseAddress};
pub use connect::OpenError;
pub use position::NamePosition;
pub(crate) use private_files::{
    create_private_directory, is_open_to_others, read_or_create_private_file,
};

/// An open database with its tables up to date.
#[derive(Clone, Debug)]
pub struct Store {
    connection: DatabaseConnection,
}

impl Store {
    /// The connection for single statements.
    #[must_use]
    pub fn read(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// Begins a transaction that writes. It is rolled back unless committed.
    ///
    /// Not to be cancelled: call it from a task that outlives the request (sqlx#4393).
    ///
    /// # Errors
    ///
    /// When the database fails, or is busy for too long.
    pub async fn begin_write(&self) -> Result<DatabaseTransaction, StoreError> {
        // A deferred transaction that turns into a write gets BUSY at once, whatever the timeout.
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.connection.begin_with_options(options).await?)
    }

    /// Begins a transaction that reads everything as it is at one moment, whatever others write meanwhile.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn begin_read(&self) -> Result<DatabaseTransaction, StoreError> {
        // On SQLite, every transaction that reads is like that.
        let isolation = match self.connection.get_database_backend() {
            DbBackend::Postgres => Some(IsolationLevel::RepeatableRead),
            _ => None,
        };
        let options = TransactionOptions {
            isolation_level: isolation,
            ..TransactionOptions::default()
        };
        Ok(self.connection.begin_with_options(options).await?)
    }

    /// Closes the database once the statements under way are done.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn close(self) -> Result<(), StoreError> {
        Ok(self.connection.close().await?)
    }
}

/// The store failed. Never means that something does not exist.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] DbErr),
    /// SQLite can't be read.
    #[error("the database failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// Rows that belong together are not all there.
    #[error("the database contradicts itself: {0}")]
    Inconsistent(&'static str),
}

/// How databases say that a disk is full: SQLite's `SQLITE_FULL`, its `SQLITE_IOERR_SHMSIZE`, for what it shares with
/// others, and PostgreSQL's `disk_full`.
const DISK_FULL: [&str; 3] = ["13", "4874", "53100"];

impl StoreError {
    /// Whether the database has no room left.
    #[must_use]
    pub fn is_of_full_disk(&self) -> bool {
        let Self::Database(
            DbErr::Conn(RuntimeErr::SqlxError(error))
            | DbErr::Exec(RuntimeErr::SqlxError(error))
            | DbErr::Query(RuntimeErr::SqlxError(error)),
        ) = self
        else {
            return false;
        };
        let code = error.as_database_error().and_then(|it| it.code());
        code.is_some_and(|code| DISK_FULL.contains(&&*code))
    }
}
