//! The published call: what an API key is tried with.

use cynic::{Operation, QueryBuilder};

use crate::schema;

/// The call that the portal publishes for API keys, as it stands in its documentation.
pub const PUBLISHED_QUERY: &str = "{ devices { data { id name } } }";

/// A machine of the organization in view.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct Device {
    /// Opaque id.
    pub id: cynic::Id,
    /// Name as members see it.
    pub name: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
pub(crate) struct Devices {
    pub(crate) devices: DeviceList,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct DeviceList {
    pub(crate) data: Vec<Device>,
}

impl Devices {
    /// Checked against the contract like any other operation, and sent in the words that are published.
    pub(crate) fn as_published() -> Operation<Self> {
        let mut operation = Self::build(());
        operation.query = PUBLISHED_QUERY.to_owned();
        operation.operation_name = None;
        operation
    }
}
