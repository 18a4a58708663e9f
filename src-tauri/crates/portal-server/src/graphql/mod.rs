//! The contract's GraphQL half.

pub mod access;
mod fault;
mod limits;
mod model;
mod mutation;
mod query;
mod schema;

pub use fault::{Fault, FaultCode};
pub use schema::{PortalSchema, schema, sdl};

pub(crate) use query::Caller;

/// Where a request comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PeerAddress(pub(crate) std::net::IpAddr);
