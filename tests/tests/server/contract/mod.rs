//! What clients may rely on, asked over HTTP.

mod avatars;
mod devices;
mod display_name;
mod organization_in_view;
mod preferences;
mod requests;
mod schema;
mod sessions;
mod sign_in;
mod viewer;
mod well_known;
