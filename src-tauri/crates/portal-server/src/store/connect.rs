//! Opening a database: made if missing, refused if this program could harm it.

use std::path::Path;
use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbErr, SqlxPostgresConnector, SqlxSqliteConnector,
    Statement,
};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection};
use url::Url;

use super::private_files::create_private_file;
use super::{DatabaseAddress, Store, StoreError, migrations};

/// How long a statement waits for its turn.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// Rows that SQLite may be ahead of who reads them: enough that neither waits for the other at each one.
const ROWS_AHEAD: usize = 500;

const SQLITE_CONNECTIONS: u32 = 8;
const POSTGRES_CONNECTIONS: u32 = 16;

/// Older versions can lose commits when the write-ahead log is reset.
const OLDEST_SAFE_SQLITE: [u32; 3] = [3, 51, 3];

/// SQLite's primary result codes for a file that is damaged or no database at all.
const SQLITE_CORRUPT: u32 = 11;
const SQLITE_NOT_A_DATABASE: u32 = 26;

impl Store {
    /// Opens the database at `address` and brings its tables up to date.
    ///
    /// # Errors
    ///
    /// When it can't be reached, read or written, or was made by a newer program.
    pub async fn open(address: &DatabaseAddress) -> Result<Self, OpenError> {
        let connection = match address {
            DatabaseAddress::Sqlite(path) => open_sqlite(address, path).await?,
            DatabaseAddress::Postgres(url) => open_postgres(address, url).await?,
        };
        let unknown = migrations::unknown(&connection)
            .await
            .map_err(|error| OpenError::of(address, error.into()))?;
        if !unknown.is_empty() {
            return Err(OpenError::Newer {
                database: address.clone(),
                unknown: unknown.into_iter().collect(),
            });
        }
        let store = Self { connection };
        migrations::apply(&store)
            .await
            .map_err(|error| OpenError::of(address, error))?;
        Ok(store)
    }
}

async fn open_sqlite(
    address: &DatabaseAddress,
    path: &Path,
) -> Result<DatabaseConnection, OpenError> {
    create_private_file(path).map_err(|error| OpenError::unusable(address, error))?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .row_buffer_size(ROWS_AHEAD)
        .disable_statement_logging();
    let pool = SqlitePoolOptions::new()
        .max_connections(SQLITE_CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .connect_with(options)
        .await
        .map_err(|error| OpenError::of_driver(address, error))?;
    let connection = SqlxSqliteConnector::from_sqlx_sqlite_pool(pool);
    let version = sqlite_version(&connection)
        .await
        .map_err(|error| OpenError::of(address, error.into()))?;
    if !is_safe_sqlite(&version) {
        return Err(OpenError::SqliteTooOld { version });
    }
    Ok(connection)
}

async fn sqlite_version(connection: &DatabaseConnection) -> Result<String, DbErr> {
    let statement = Statement::from_string(
        connection.get_database_backend(),
        "SELECT sqlite_version() AS version",
    );
    connection
        .query_one_raw(statement)
        .await?
        .ok_or_else(|| DbErr::RecordNotFound("sqlite_version()".to_owned()))?
        .try_get("", "version")
}

fn is_safe_sqlite(version: &str) -> bool {
    let numbers: Result<Vec<u32>, _> = version.split('.').map(str::parse).collect();
    numbers.is_ok_and(|numbers| numbers.as_slice() >= OLDEST_SAFE_SQLITE.as_slice())
}

async fn open_postgres(
    address: &DatabaseAddress,
    url: &Url,
) -> Result<DatabaseConnection, OpenError> {
    let options = url
        .as_str()
        .parse::<PgConnectOptions>()
        .map_err(|error| OpenError::of_driver(address, error))?
        .application_name("portal-server")
        .disable_statement_logging();
    // The pool takes a refused connection for a server that is about to start and keeps trying.
    let probe = tokio::time::timeout(PATIENCE, options.connect())
        .await
        .map_err(|_| OpenError::unusable(address, "it did not answer in time"))?
        .map_err(|error| OpenError::of_driver(address, error))?;
    probe
        .close()
        .await
        .map_err(|error| OpenError::of_driver(address, error))?;
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .connect_with(options)
        .await
        .map_err(|error| OpenError::of_driver(address, error))?;
    Ok(SqlxPostgresConnector::from_sqlx_postgres_pool(pool))
}

/// Why a database was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It can't be reached, read or written.
    #[error("the database {database} can't be used: {detail}")]
    Unusable {
        /// The database.
        database: DatabaseAddress,
        /// What the system or the database said.
        detail: String,
    },
    /// The file is damaged or is no database at all. It is left as it is.
    #[error(
        "the database {database} is damaged or not a database ({detail}); it was left as it is"
    )]
    Damaged {
        /// The database.
        database: DatabaseAddress,
        /// What SQLite said.
        detail: String,
    },
    /// A newer program made its tables.
    #[error(
        "the database {database} was made by a newer version of this program, which this one \
         could harm; it was left as it is (unknown: {list})",
        list = unknown.join(", ")
    )]
    Newer {
        /// The database.
        database: DatabaseAddress,
        /// The migrations that this program doesn't know.
        unknown: Vec<String>,
    },
    /// The SQLite that this program was built with can lose commits.
    #[error("SQLite {version} can lose commits; 3.51.3 or later is needed")]
    SqliteTooOld {
        /// Its version.
        version: String,
    },
}

impl OpenError {
    fn unusable(address: &DatabaseAddress, detail: impl ToString) -> Self {
        Self::Unusable {
            database: address.clone(),
            detail: detail.to_string(),
        }
    }

    fn of(address: &DatabaseAddress, error: StoreError) -> Self {
        match error {
            StoreError::Database(
                DbErr::Conn(sea_orm::RuntimeErr::SqlxError(error))
                | DbErr::Exec(sea_orm::RuntimeErr::SqlxError(error))
                | DbErr::Query(sea_orm::RuntimeErr::SqlxError(error)),
            ) => Self::of_sqlx(address, &error),
            other => Self::unusable(address, other),
        }
    }

    fn of_driver(address: &DatabaseAddress, error: sqlx::Error) -> Self {
        Self::of_sqlx(address, &error)
    }

    fn of_sqlx(address: &DatabaseAddress, error: &sqlx::Error) -> Self {
        let Some(reported) = error.as_database_error() else {
            return Self::unusable(address, error);
        };
        // The primary code is in the lowest octet; the others say more about it.
        let code = reported.code().and_then(|code| code.parse::<u32>().ok());
        match (address, code.map(|code| code & 0xFF)) {
            (DatabaseAddress::Sqlite(_), Some(SQLITE_CORRUPT | SQLITE_NOT_A_DATABASE)) => {
                Self::Damaged {
                    database: address.clone(),
                    detail: reported.message().to_owned(),
                }
            }
            _ => Self::unusable(address, reported.message()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_safe_sqlite;

    #[test]
    fn only_fixed_versions_of_sqlite_are_safe() {
        for version in ["3.51.3", "3.52.0", "4.0.0"] {
            assert!(is_safe_sqlite(version), "{version}");
        }
        for version in ["3.51.2", "3.9.9", "2.99.99", "", "unknown"] {
            assert!(!is_safe_sqlite(version), "{version}");
        }
    }
}
