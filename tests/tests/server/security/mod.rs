//! The security of accounts: what a client that ignores the page can and can't do.

mod access;
mod api_key_rotation;
pub(crate) mod api_keys;
mod authenticator;
mod confirmation;
mod dump;
mod enforcement;
mod enrollment;
mod kept_secrets;
mod key_file;
mod limits;
mod log;
mod log_retention;
mod matrix;
mod one_use;
mod operator_log;
mod organization_log;
mod password;
mod refused_attempts;
mod second_step;
mod session_list;
mod strangers;
mod unknown_keys;

pub(crate) use authenticator::{Authenticator, Enrolled};
