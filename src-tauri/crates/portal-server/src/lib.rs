//! A portal: accounts, organizations and devices behind a GraphQL contract.
//!
//! [`start`] runs one inside another program; the program `portal-server` runs one on its own and
//! gives its operator a command line.

pub mod administration;
pub mod auth;
pub mod chart_readings;
pub mod cli;
pub mod credits;
pub mod domain;
pub mod event_purge;
pub mod exports;
pub mod graphql;
mod http;
pub mod objects;
pub mod organizations;
pub mod payments;
pub mod picture_purge;
pub mod pictures;
mod pins;
pub mod portal;
pub mod purchases;
mod running;
pub mod sample;
pub mod sealing;
pub mod status;
pub mod store;
pub mod surroundings;
mod tls;

pub use running::{PortalConfig, RunningPortal, StartError, start};
