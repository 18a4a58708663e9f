//! The operations of the contract, checked against its schema at compile time.

use crate::schema;

pub(crate) mod display_name;
pub(crate) mod preferences;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod viewer;

cynic::impl_scalar!(chrono::DateTime<chrono::Utc>, schema::DateTime);
