//! Sample data that looks real: four people, three shared organizations, a dozen devices and what they put out. The
//! same on every load: ids and values are derived, nothing is drawn at random but the salt of the password. What
//! devices put out ends now.
//!
//! It is loaded only where an operator or the app asks for it.

mod accounting;
mod courses;
mod exports;
mod load;
mod machines;
mod output;
mod people;
mod tenants;
mod workspaces;

use crate::domain::Role;

pub use load::{LoadSampleError, Loaded, load};
pub use output::SampleTime;

/// For how many days the devices of the sample data have put out something.
pub const DAYS: u32 = 90;

/// The password of all sample accounts. It is published: whoever loads the sample data lets
/// everyone in who can reach the portal.
pub const PASSWORD: &str = "sample";

/// A sample account, as it is offered to people who want to look around.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct SampleAccount {
    /// Full name.
    pub display_name: String,
    /// The address to sign in with.
    pub email: String,
    /// The published password.
    pub password: String,
    /// The organization it works in first.
    pub organization: String,
    /// Its roles there, in the contract's order.
    #[serde(serialize_with = "by_name")]
    pub roles: Vec<Role>,
}

/// The sample accounts, without looking into a database.
#[must_use]
pub fn accounts() -> Vec<SampleAccount> {
    people::PEOPLE
        .iter()
        .map(|person| SampleAccount {
            display_name: person.display_name.to_owned(),
            email: person.email.to_owned(),
            password: PASSWORD.to_owned(),
            organization: tenants::first_view(person.email).0.to_owned(),
            roles: tenants::first_view(person.email).1.to_vec(),
        })
        .collect()
}

fn by_name<S: serde::Serializer>(roles: &[Role], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(roles.iter().map(|role| role.name()))
}
