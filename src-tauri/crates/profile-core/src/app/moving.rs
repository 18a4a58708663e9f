//! Moving the session from one organization to another: one move after the other, and the last choice wins.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use portal_client::Viewer;

use super::ProfileApp;
use super::access::Access;
use super::current_session::CurrentSession;
use super::seen::Moment;
use crate::failure::Failure;
use crate::profile::ProfileSnapshot;

/// Where a person chose to move, and whether the app followed the portal.
#[derive(Default)]
pub(super) struct Moves {
    /// Held by the move that is under way; the others wait in order.
    turn: tokio::sync::Mutex<()>,
    /// Moves that are not done.
    open: AtomicUsize,
    last_choice: AtomicU64,
    /// Whether the portal works elsewhere than in what is in view.
    strayed: AtomicBool,
}

/// One of the person's choices.
#[derive(Clone, Copy)]
pub(super) struct Choice(u64);

struct Open<'a>(&'a AtomicUsize);

impl Moves {
    /// Fails when the person made another choice since.
    pub(super) fn check(&self, choice: Choice) -> Result<(), Failure> {
        if self.last_choice.load(Ordering::SeqCst) != choice.0 {
            return Err(Failure::organization_changed());
        }
        Ok(())
    }

    fn open(&self) -> Open<'_> {
        self.open.fetch_add(1, Ordering::SeqCst);
        Open(&self.open)
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl ProfileApp {
    /// Makes the move that the person chose just now once those before it are done, so that the portal hears of
    /// them in the order in which they were chosen. What was chosen before is of no use any more.
    pub(super) async fn in_turn<T, Work>(
        &self,
        session: &Arc<CurrentSession>,
        work: impl FnOnce(Choice) -> Work,
    ) -> Result<T, Failure>
    where
        Work: Future<Output = Result<T, Failure>>,
    {
        let moves = &session.moves;
        let choice = Choice(moves.last_choice.fetch_add(1, Ordering::SeqCst) + 1);
        let _open = moves.open();
        let _turn = moves.turn.lock().await;
        let outcome = work(choice).await;
        let is_last = moves.open.load(Ordering::SeqCst) == 1;
        if is_last && moves.strayed.swap(false, Ordering::SeqCst) {
            self.call_back(session).await;
        }
        outcome
    }

    /// Takes over where the portal moved the session at the person's `choice`, made at `moment`.
    ///
    /// # Errors
    /// [`OrganizationChanged`](crate::failure::FailureCode::OrganizationChanged) if another choice was made since.
    pub(super) async fn enter(
        &self,
        session: &Arc<CurrentSession>,
        choice: Choice,
        moment: &Moment,
        viewer: Viewer,
    ) -> Result<ProfileSnapshot, Failure> {
        session.moves.strayed.store(true, Ordering::SeqCst);
        session.moves.check(choice)?;
        let seen = self.seen(session, viewer).await?;
        let snapshot = session.enter(choice, moment, seen)?;
        session.moves.strayed.store(false, Ordering::SeqCst);
        self.keep_profile(session).await;
        self.look_for_purchases_soon();
        Ok(snapshot)
    }

    /// Tells the portal to work in what is in view: it moved at a choice that was dropped for a later one, which
    /// came to nothing. Without an answer the next start begins elsewhere; until then all requests name what is
    /// in view.
    async fn call_back(&self, session: &Arc<CurrentSession>) {
        let moment = session.now();
        let Some(here) = moment.organization() else {
            return;
        };
        let switch = |access: Access| async move {
            let (portal, token) = (&access.portal, &access.token);
            portal.switch_organization(token, here).await
        };
        if let Err(error) = self.ask(session, switch).await {
            tracing::warn!(%error, "the portal works in another organization than the one in view");
        }
    }
}
