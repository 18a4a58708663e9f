//! The client against servers that answer well, badly, and not at all.

mod avatars;
mod certificates;
mod discovery;
mod faults;
mod operations;
mod retries;
mod support;
