//! The portal server: its contract over real HTTP, its store on both databases, what is bought, what devices put out, how it is exported, what people are told, and its faults.

mod contract;
mod credits;
mod export_jobs;
mod exports;
mod faults;
mod organizations;
mod output;
mod purchases;
mod security;
mod status;
mod store;
mod support;
