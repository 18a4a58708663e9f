//! The contract's GraphQL half.

pub mod access;
mod fault;
mod limits;
mod model;
mod mutation;
mod query;
mod schema;
mod subscription;
mod waking;

pub use fault::{Fault, FaultCode};
pub use schema::{PortalSchema, schema, sdl};

pub(crate) use query::Caller;
pub(crate) use subscription::StreamEnd;

/// The answer to a request about an organization that is not there for whoever calls, whatever it asks for.
pub(crate) fn organization_unavailable() -> async_graphql::Response {
    let error = async_graphql::Error::from(Fault::OrganizationUnavailable);
    let mut told = async_graphql::ServerError::new(error.message, None);
    told.extensions = error.extensions;
    async_graphql::Response::from_errors(vec![told])
}

/// Where a request comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PeerAddress(pub(crate) std::net::IpAddr);
