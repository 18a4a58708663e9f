//! What can be asked.

mod caller;
mod devices;
mod viewer;

use async_graphql::MergedObject;

pub(crate) use caller::Caller;

/// What can be asked.
#[derive(Default, MergedObject)]
pub struct Query(viewer::ViewerQuery, devices::DevicesQuery);
