//! What happens when something goes wrong, or ends in the middle of work.

mod commands;
mod ending;
mod failing_store;
#[cfg(unix)]
mod full_disk;
mod program;
mod secrets;
