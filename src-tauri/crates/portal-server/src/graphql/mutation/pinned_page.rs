//! The page that opens first.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject, Union};

use super::id_of;
use crate::auth::ActiveSession;
use crate::domain::Page;
use crate::graphql::Fault;
use crate::graphql::model::{PageUnavailable, Viewer};
use crate::graphql::query::Caller;
use crate::pins::{self, PinTarget};
use crate::portal::Portal;
use crate::store::StoreError;

/// The page to pin.
#[derive(InputObject)]
struct PinPageInput {
    /// Which page.
    page: Page,
    /// Only with `CHARTS`: the workspace; the list of workspaces without one.
    workspace: Option<ID>,
}

/// What came of pinning a page.
#[derive(Union)]
enum PinPageResult {
    PagePinned(PagePinned),
    PageUnavailable(PageUnavailable),
}

/// It opens first from now on.
#[derive(SimpleObject)]
struct PagePinned {
    /// The person with the pinned page.
    viewer: Viewer,
}

/// The page to unpin, or to pin again.
#[derive(InputObject)]
struct PinInput {
    /// Its id as a pinned page.
    pin: ID,
}

/// What came of unpinning a page.
#[derive(Union)]
enum UnpinPageResult {
    PageUnpinned(PageUnpinned),
    PinChangedMeanwhile(PinChangedMeanwhile),
}

/// Another page was pinned since; nothing was changed.
#[derive(SimpleObject)]
struct PinChangedMeanwhile {
    /// The person with what is pinned now, if anything is.
    viewer: Viewer,
}

/// No page is pinned any more.
#[derive(SimpleObject)]
struct PageUnpinned {
    /// The person without a pinned page.
    viewer: Viewer,
}

/// What came of taking back that a page was unpinned.
#[derive(Union)]
enum RestorePinResult {
    PagePinned(PagePinned),
    PinChangedMeanwhile(PinChangedMeanwhile),
}

impl PagePinned {
    fn of(session: &ActiveSession) -> Self {
        Self {
            viewer: Viewer::of(session.clone()),
        }
    }
}

#[derive(Default)]
pub(super) struct PinnedPageMutation;

#[Object]
impl PinnedPageMutation {
    /// Makes a page the first one in the organization in view.
    async fn pin_page(
        &self,
        context: &Context<'_>,
        input: PinPageInput,
    ) -> Result<PinPageResult, Fault> {
        let session = Caller::session(context)?;
        if input.workspace.is_some() && input.page != Page::Charts {
            let why = "`workspace` is given with the page `CHARTS` alone.";
            return Err(Fault::BadInput(why.to_owned()));
        }
        let workspace = input.workspace.as_ref().map(id_of);
        let portal = context.data_unchecked::<Arc<Portal>>();
        let transaction = portal.store.begin_write().await?;
        let pinned = pins::pin(&transaction, session, input.page, workspace).await?;
        transaction.commit().await.map_err(StoreError::from)?;
        Ok(match pinned {
            true => PinPageResult::PagePinned(PagePinned::of(session)),
            false => PinPageResult::PageUnavailable(PageUnavailable::default()),
        })
    }

    /// Nothing is pinned any more in the organization in view, unless it is another page by now. Sent twice it does
    /// the same.
    async fn unpin_page(
        &self,
        context: &Context<'_>,
        input: PinInput,
    ) -> Result<UnpinPageResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let (database, now) = (portal.store.read(), portal.surroundings.now());
        let unpinned = match PinTarget::of_id(&input.pin) {
            Some(target) => pins::unpin(database, session, target, now).await?,
            None => false,
        };
        let viewer = Viewer::of(session.clone());
        Ok(match unpinned {
            true => UnpinPageResult::PageUnpinned(PageUnpinned { viewer }),
            false => UnpinPageResult::PinChangedMeanwhile(PinChangedMeanwhile { viewer }),
        })
    }

    /// Takes back an `unpinPage`, also of a pin that is broken by now, unless another page was pinned since. Sent twice
    /// it does the same.
    async fn restore_pin(
        &self,
        context: &Context<'_>,
        input: PinInput,
    ) -> Result<RestorePinResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let restored = match PinTarget::of_id(&input.pin) {
            Some(target) => pins::restore(portal.store.read(), session, target).await?,
            None => false,
        };
        Ok(match restored {
            true => RestorePinResult::PagePinned(PagePinned::of(session)),
            false => RestorePinResult::PinChangedMeanwhile(PinChangedMeanwhile {
                viewer: Viewer::of(session.clone()),
            }),
        })
    }
}
