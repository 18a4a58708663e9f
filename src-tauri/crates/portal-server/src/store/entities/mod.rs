//! The tables, one file each.

pub mod account;
pub mod api_key;
pub mod api_key_secret;
pub mod code_failures;
pub mod device;
pub mod idempotency_key;
pub mod membership;
pub mod membership_role;
pub mod mfa_enrollment;
pub mod organization;
pub mod organization_feature;
pub mod preferences;
pub mod recovery_code;
pub mod refused_step;
pub mod sealing_key_check;
pub mod second_factor;
pub mod security_event;
pub mod session;
pub mod sign_in_challenge;
pub mod unknown_sign_ins;
