//! What can be asked.

mod api_keys;
mod caller;
mod charts;
mod credit_purchases;
mod credits;
mod devices;
mod exports;
mod home;
mod members;
mod organizations;
mod security_log;
mod sessions;
mod status;
mod viewer;

use async_graphql::MergedObject;

pub(crate) use caller::Caller;
pub(crate) use exports::ExportRangeInput;

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
    exports::ExportsQuery,
    organizations::OrganizationsQuery,
    members::MembersQuery,
    status::StatusQuery,
);
