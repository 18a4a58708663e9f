//! What happens when something goes wrong, or ends in the middle of work.

mod commands;
mod ending;
mod failing_store;
mod program;
mod secrets;
