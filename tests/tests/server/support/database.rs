//! A place for the data of one test, on either database.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use portal_profile_tests::kept_files::KeptFiles;
use portal_profile_tests::postgres;
use portal_server::objects::ObjectsAddress;
use portal_server::store::migrations::Migrations;
use portal_server::store::{DatabaseAddress, Store};
use sea_orm::{ConnectOptions, Database, DatabaseConnection};
use sea_orm_migration::MigratorTrait;
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

/// What a place had.
pub(crate) struct KeptPlace {
    files: KeptFiles,
    database_argument: String,
}

impl KeptPlace {
    /// A place that has the same.
    pub(crate) async fn copy(&self) -> Result<Place> {
        let directory = tempfile::tempdir()?;
        self.files.write_to(directory.path())?;
        let database_argument = match self.database_argument.parse()? {
            DatabaseAddress::Sqlite(_) => sqlite_in(&directory),
            DatabaseAddress::Postgres(_) => postgres::copy_of(&self.database_argument).await?,
        };
        Place::at(directory, database_argument)
    }
}

fn sqlite_in(directory: &TempDir) -> String {
    format!("sqlite:{}", directory.path().join("portal.db").display())
}

impl Place {
    pub(crate) async fn new(backend: Backend) -> Result<Self> {
        let directory = tempfile::tempdir()?;
        let database_argument = match backend {
            Backend::Sqlite => sqlite_in(&directory),
            Backend::Postgres => postgres::database().await?,
        };
        Self::at(directory, database_argument)
    }

    fn at(directory: TempDir, database_argument: String) -> Result<Self> {
        Ok(Self {
            database: database_argument.parse()?,
            database_argument,
            directory,
        })
    }

    /// Keeps what is here, which nobody has open, to have it at other places.
    pub(crate) fn keep(self) -> Result<KeptPlace> {
        Ok(KeptPlace {
            files: KeptFiles::of(self.directory.path())?,
            database_argument: self.database_argument,
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

    /// Makes the database as it was before the migration with this name, for an older program.
    pub(crate) async fn before(&self, migration: &str) -> Result<DatabaseConnection> {
        let create = match self.database {
            DatabaseAddress::Sqlite(_) => "?mode=rwc",
            DatabaseAddress::Postgres(_) => "",
        };
        let address = format!("{}{create}", self.database_argument);
        let older = Database::connect(ConnectOptions::new(address)).await?;
        let all = Migrations::migrations();
        let earlier = all.iter().position(|it| it.name().ends_with(migration));
        let earlier = earlier.context("no such migration")?;
        Migrations::up(&older, Some(earlier.try_into()?)).await?;
        Ok(older)
    }

    /// Opens the database beside whoever has it open already.
    pub(crate) async fn open(&self) -> Result<Store> {
        Ok(Store::open(&self.database).await?)
    }
}
