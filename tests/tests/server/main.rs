//! The portal server: its contract over real HTTP, its store on both databases, and its faults.

mod contract;
mod faults;
mod organizations;
mod security;
mod store;
mod support;
