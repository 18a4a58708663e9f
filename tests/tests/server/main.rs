//! The portal server: its contract over real HTTP, its store on both databases, what is bought, what devices put out, and its faults.

mod contract;
mod credits;
mod faults;
mod organizations;
mod output;
mod purchases;
mod security;
mod store;
mod support;
