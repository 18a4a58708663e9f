//! A place for the data of one test, on either database.

use std::path::{Path, PathBuf};

use anyhow::Result;
use portal_profile_tests::postgres;
use portal_server::objects::ObjectsAddress;
use portal_server::store::{DatabaseAddress, Store};
use tempfile::TempDir;

/// A kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Backend {
    Sqlite,
    Postgres,
}

/// An empty database and a directory, both gone after the test.
pub(crate) struct Place {
    pub(crate) database: DatabaseAddress,
    /// The database as it is written on the command line.
    pub(crate) database_argument: String,
    directory: TempDir,
}

impl Place {
    pub(crate) async fn new(backend: Backend) -> Result<Self> {
        let directory = tempfile::tempdir()?;
        let database_argument = match backend {
            Backend::Sqlite => format!("sqlite:{}", directory.path().join("portal.db").display()),
            Backend::Postgres => postgres::database().await?,
        };
        Ok(Self {
            database: database_argument.parse()?,
            database_argument,
            directory,
        })
    }

    pub(crate) fn directory(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn objects(&self) -> ObjectsAddress {
        self.directory.path().join("objects").into()
    }

    pub(crate) fn key_file(&self) -> PathBuf {
        self.directory.path().join("portal.key")
    }

    /// Opens the database beside whoever has it open already.
    pub(crate) async fn open(&self) -> Result<Store> {
        Ok(Store::open(&self.database).await?)
    }
}
