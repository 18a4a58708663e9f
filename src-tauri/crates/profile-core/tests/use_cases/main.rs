//! The use cases against a portal of the tests' own, over HTTP, with in-memory parts of the system.

mod announcing;
mod api_keys;
mod clipboard;
mod confirming;
mod connecting;
mod fake_api_keys;
mod fake_portal;
mod fake_security;
mod fake_security_log;
mod holding;
mod late_replies;
mod machine;
mod mfa;
mod password;
mod profile_page;
mod restoring;
mod second_step;
mod secrets;
mod security_log;
mod sensitive;
mod session_ends;
mod sessions;
mod signing_in;
mod signing_out;
