//! Accounts that are signed in while another one is in view. Nothing is asked of their portals, and nothing is kept in
//! memory but a token that is nowhere else.

use std::sync::Arc;

use super::account_kept::AccountKept;
use super::current_session::CurrentSession;
use super::session_token::SessionToken;
use super::{ProfileApp, lock};
use crate::failure::FailureCode;
use crate::ports::TokenKey;
use crate::remembered_accounts;

impl ProfileApp {
    /// Puts `session` in force, and sets the one of another account aside. An earlier one of the same account ends.
    /// Called by the holder of `session_change`.
    pub(super) fn bring_into_view(&self, session: &Arc<CurrentSession>) {
        let previous = lock(&self.shared.session).replace(Arc::clone(session));
        self.shared.set_aside().remove(&session.key);
        self.tell_storage(session);
        self.shared.tray_due.notify_one();
        let Some(previous) = previous else { return };
        self.take_out_of_view(&previous, FailureCode::NotSignedIn);
        if previous.key == session.key {
            self.revoke_in_passing(&previous);
        } else {
            previous.token.let_go();
            let (key, kept) = (previous.key.clone(), previous.kept());
            self.shared.set_aside().insert(key, kept);
        }
    }

    /// From now on `session` is not in force, for `reason`: nothing of it stays where the next one is.
    pub(super) fn take_out_of_view(&self, session: &CurrentSession, reason: FailureCode) {
        session.end(reason);
        self.shared.pictures.clear();
        self.let_go_of_downloads(session);
    }

    /// Whether `session` is over because another account is in view, and for no other reason.
    pub(super) fn is_set_aside(&self, session: &CurrentSession) -> bool {
        let aside = self.shared.set_aside();
        let kept = aside.get(&session.key);
        kept.is_some_and(|kept| Arc::ptr_eq(&kept.token, &session.token))
    }

    /// What is kept of an account that has a session and is not in view.
    pub(super) fn kept_aside(&self, key: &TokenKey) -> Option<AccountKept> {
        let aside = self.shared.set_aside().get(key).cloned();
        aside.or_else(|| {
            let remembered = remembered_accounts::account(&*self.shared.ports.local_store, key)?;
            let token = Arc::<SessionToken>::default();
            let kept = || AccountKept::with(remembered.email, token);
            remembered.is_signed_in.then(kept)
        })
    }

    /// Ends the session that an account has, if it is not the one in view: another one is about to take its place in the
    /// keyring. Called by the holder of `session_change`.
    pub(super) async fn end_earlier(&self, key: &TokenKey) {
        let is_in_view = lock(&self.shared.session)
            .as_ref()
            .is_some_and(|current| current.key == *key);
        if is_in_view {
            return;
        }
        let Some(AccountKept { token, .. }) = self.kept_aside(key) else {
            return;
        };
        self.shared.set_aside().remove(key);
        if let Err(error) = self.read_token(key, &token).await {
            tracing::info!(%error, "the earlier session is not revoked");
        }
        self.revoke_if_held(key.clone(), token);
    }

    /// Keeps tokens that live in memory alone in the keyring; false when one can't be.
    pub(super) async fn keep_set_aside(&self) -> bool {
        let _turn = self.shared.session_change.lock().await;
        self.keep_set_aside_now().await
    }

    /// As [`Self::keep_set_aside`], for the holder of `session_change`.
    pub(super) async fn keep_set_aside_now(&self) -> bool {
        let aside = self.shared.set_aside().clone();
        let in_memory = aside
            .into_iter()
            .filter(|(_, it)| it.token.lives_in_memory());
        let mut all_kept = true;
        for (key, AccountKept { token, .. }) in in_memory {
            self.keep_newest(&key, &token).await;
            self.remember_set_aside(key, &token).await;
            all_kept &= !token.lives_in_memory();
            token.let_go();
        }
        all_kept
    }

    /// Remembers whether the next run finds the token of an account that is not in view.
    pub(super) async fn remember_set_aside(&self, key: TokenKey, token: &SessionToken) {
        let is_kept = !token.lives_in_memory();
        self.with_files(move |shared| {
            remembered_accounts::set_signed_in(&*shared.ports.local_store, &key, is_kept);
        })
        .await;
    }
}
