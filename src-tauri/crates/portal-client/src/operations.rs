//! The operations of the contract, checked against its schema at compile time.

use crate::schema;

pub(crate) mod api_keys;
pub(crate) mod chart_readings;
pub(crate) mod charts;
pub(crate) mod confirm_identity;
pub(crate) mod create_organization;
pub(crate) mod credit_history;
pub(crate) mod credit_offers;
pub(crate) mod credit_purchases;
pub(crate) mod credit_thresholds;
pub(crate) mod credits;
pub(crate) mod devices;
pub(crate) mod disable_mfa;
pub(crate) mod display_name;
pub(crate) mod export_downloads;
pub(crate) mod export_requests;
pub(crate) mod exports;
pub(crate) mod home;
pub(crate) mod idempotency_key;
pub(crate) mod issued_api_keys;
pub(crate) mod leaving;
pub(crate) mod members;
pub(crate) mod memberships;
pub(crate) mod mfa_enrollment;
pub(crate) mod organization_settings;
pub(crate) mod organizations;
pub(crate) mod pages;
pub(crate) mod password;
pub(crate) mod preferences;
pub(crate) mod recovery_codes;
pub(crate) mod refusals;
pub(crate) mod revoke_api_key;
pub(crate) mod second_factor;
pub(crate) mod second_step;
pub(crate) mod security;
pub(crate) mod security_log;
pub(crate) mod sessions;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod status_updates;
pub(crate) mod viewer;

cynic::impl_scalar!(chrono::DateTime<chrono::Utc>, schema::DateTime);
cynic::impl_scalar!(chrono::NaiveDate, schema::Date);

/// A count of the contract, which has no unsigned numbers; a negative one would be none.
pub(crate) fn count(number: i32) -> u32 {
    number.try_into().unwrap_or_default()
}
