//! The use cases against a portal of the tests' own, over HTTP, with in-memory parts of the system.

mod announcing;
mod connecting;
mod fake_portal;
mod holding;
mod late_replies;
mod machine;
mod profile_page;
mod restoring;
mod session_ends;
mod signing_in;
mod signing_out;
