//! What can be asked.

mod api_keys;
mod caller;
mod charts;
mod credit_purchases;
mod credits;
mod devices;
mod home;
mod members;
mod organizations;
mod security_log;
mod sessions;
mod viewer;

use async_graphql::MergedObject;

pub(crate) use caller::Caller;

/// What can be asked.
#[derive(Default, MergedObject)]
pub struct Query(
    viewer::ViewerQuery,
    devices::DevicesQuery,
    sessions::SessionsQuery,
    security_log::SecurityLogQuery,
    api_keys::ApiKeysQuery,
    charts::ChartsQuery,
    home::HomeQuery,
    credits::CreditsQuery,
    credit_purchases::CreditPurchasesQuery,
    organizations::OrganizationsQuery,
    members::MembersQuery,
);
