//! What can be changed.

mod api_keys;
mod charts;
mod confirm_identity;
mod credit_purchases;
mod credits;
mod display_name;
mod exports;
mod idempotency;
mod members;
mod mfa;
mod organization_ending;
mod organization_settings;
mod organizations;
mod password;
mod pinned_page;
mod preferences;
mod sessions;
mod sign_in;
mod sign_out;

use async_graphql::{Context, MergedObject};

use super::PeerAddress;
use super::model::id_of;

/// What can be changed.
#[derive(Default, MergedObject)]
pub struct Mutation(
    sign_in::SignInMutation,
    confirm_identity::ConfirmIdentityMutation,
    mfa::MfaMutation,
    password::PasswordMutation,
    sessions::SessionsMutation,
    api_keys::ApiKeysMutation,
    sign_out::SignOutMutation,
    display_name::DisplayNameMutation,
    preferences::PreferencesMutation,
    charts::ChartsMutation,
    pinned_page::PinnedPageMutation,
    credits::CreditsMutation,
    organizations::OrganizationsMutation,
    organization_settings::OrganizationSettingsMutation,
    organization_ending::OrganizationEndingMutation,
    members::MembersMutation,
    credit_purchases::CreditPurchasesMutation,
    exports::ExportsMutation,
);

/// Where the request comes from.
fn peer(context: &Context<'_>) -> std::net::IpAddr {
    context.data_unchecked::<PeerAddress>().0
}
