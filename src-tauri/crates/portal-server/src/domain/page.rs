//! The pages of the app, and who may open them.

use super::Role;

/// A page of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, async_graphql::Enum)]
pub enum Page {
    /// The organization at a glance.
    Home,
    /// Charts of what devices measure.
    Charts,
    /// Members of the organization and their roles.
    Members,
    /// The person's own profile.
    Profile,
}

impl Page {
    /// The pages open to a member with these roles, in the order of the enum; `administers` says
    /// whether they manage the organization's members.
    #[must_use]
    pub fn open_to(roles: &[Role], administers: bool) -> Vec<Self> {
        let mut pages = vec![Self::Home];
        if roles.iter().any(|role| role.views_charts()) {
            pages.push(Self::Charts);
        }
        if administers {
            pages.push(Self::Members);
        }
        pages.push(Self::Profile);
        pages
    }
}
