//! What the store promises, on both databases and with several callers at a time.

mod accounts;
mod full_disk;
mod members;
mod opening;
mod organizations;
mod sample;
mod setup;

use setup::Operator;
