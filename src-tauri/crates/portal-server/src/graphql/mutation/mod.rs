//! What can be changed.

mod display_name;
mod preferences;
mod sign_in;
mod sign_out;

use async_graphql::MergedObject;

/// What can be changed.
#[derive(Default, MergedObject)]
pub struct Mutation(
    sign_in::SignInMutation,
    sign_out::SignOutMutation,
    display_name::DisplayNameMutation,
    preferences::PreferencesMutation,
);
