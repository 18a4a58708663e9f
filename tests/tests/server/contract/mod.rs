//! What clients may rely on, asked over HTTP.

mod avatars;
mod chart_workspaces;
mod devices;
mod display_name;
mod home;
mod organization_in_view;
mod pinned_page;
mod preferences;
mod requests;
mod schema;
mod sessions;
mod sign_in;
mod viewer;
mod well_known;
