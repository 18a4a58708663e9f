//! Pages of the app.

use portal_client as contract;

use crate::pages::{BrokenPin, Page, PinnedPage};

pub(super) fn pages(pages: Vec<contract::Page>) -> Vec<Page> {
    pages.into_iter().filter_map(page).collect()
}

/// `None`: a page that this app doesn't have.
pub(super) fn pinned_page(pinned: contract::PinnedPage) -> Option<PinnedPage> {
    Some(PinnedPage {
        id: pinned.id.into_inner(),
        page: page(pinned.page)?,
        workspace: pinned.workspace.map(|id| id.into_inner()),
        workspace_name: pinned.workspace_name,
        broken: pinned.broken.map(|broken| match broken {
            contract::BrokenPin::Gone => BrokenPin::Gone,
            contract::BrokenPin::NotAllowed | contract::BrokenPin::Unknown => BrokenPin::NotAllowed,
        }),
    })
}

fn page(page: contract::Page) -> Option<Page> {
    match page {
        contract::Page::Home => Some(Page::Home),
        contract::Page::Charts => Some(Page::Charts),
        contract::Page::Members => Some(Page::Members),
        contract::Page::Profile => Some(Page::Profile),
        contract::Page::Unknown => None,
    }
}

/// The contract's page.
pub(crate) fn contract_page(page: Page) -> contract::Page {
    match page {
        Page::Home => contract::Page::Home,
        Page::Charts => contract::Page::Charts,
        Page::Members => contract::Page::Members,
        Page::Profile => contract::Page::Profile,
    }
}
