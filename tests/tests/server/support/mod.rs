//! What these tests share.

mod clock;
mod database;
mod hashing;
mod portal;
mod program;
mod s3;

pub(crate) use clock::SettableClock;
pub(crate) use database::{Backend, Place};
pub(crate) use hashing::ObservedHashing;
pub(crate) use portal::{
    ADA, GRACE, LINUS, MEI, PASSWORD, Settings, TestPortal, code, field, http,
};
pub(crate) use program::{Program, RunningProgram};
pub(crate) use s3::{Held, S3};

/// The result of a test: what goes wrong on the way is told as it is.
pub(crate) type Tested = anyhow::Result<()>;
