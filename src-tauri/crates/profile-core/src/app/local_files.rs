//! What use cases leave on this machine's disk. None of it is needed: a full disk fails no use case.

use std::sync::Arc;

use super::current_session::CurrentSession;
use super::{ProfileApp, Shared, lock};
use crate::offline::FirstFrame;
use crate::remembered::{self, RememberedSession};
use crate::remembered_accounts::{self, RememberedAccount};
use crate::session::TokenStorage;

impl ProfileApp {
    /// Does `work` on local files: away from the async threads, one after the other.
    pub(super) async fn with_files(&self, work: impl FnOnce(&Shared) + Send + 'static) {
        let shared = Arc::clone(&self.shared);
        let outcome = tokio::task::spawn_blocking(move || {
            let _turn = lock(&shared.files);
            work(&shared);
        });
        if let Err(error) = outcome.await {
            tracing::error!(%error, "local files were not written");
        }
    }

    /// Keeps what was seen of the session's profile for the next start. Only a session that the keyring
    /// holds can be restored, so only its profile is written.
    pub(super) async fn keep_profile(&self, session: &Arc<CurrentSession>) {
        self.shared.tray_due.notify_one();
        let session = Arc::clone(session);
        self.with_files(move |shared| {
            // Read only here, so that the last write has the last state, and an ended session none.
            let (Ok(()), Some(seen)) = (session.check(), session.seen()) else {
                return;
            };
            let theme = seen.snapshot.profile.preferences.theme;
            remembered::remember_theme(&*shared.ports.local_store, theme);
            if session.token.storage() != Some(TokenStorage::Keyring) {
                shared.offline.remove(&session.key);
            } else if let Err(error) = shared.offline.write(&session.key, &seen) {
                tracing::warn!(%error, "the profile is not kept for offline viewing");
            }
        })
        .await;
    }

    /// Keeps the page as the next start with the session in force draws it first. Only a session that the
    /// keyring holds can be restored, so only its page is written; none of an app that locks.
    pub async fn keep_first_frame(&self, frame: FirstFrame) {
        if self.locks() {
            return;
        }
        let Some(session) = lock(&self.shared.session).clone() else {
            return;
        };
        self.with_files(move |shared| {
            if session.check().is_err() || session.token.storage() != Some(TokenStorage::Keyring) {
                return;
            }
            if let Err(error) = shared.offline.write_first_frame(&session.key, &frame) {
                tracing::warn!(%error, "the next start draws its first frame anew");
            }
        })
        .await;
    }

    /// The page drawn ahead for a start that begins with just `drawn_from`.
    #[must_use]
    pub fn first_frame(&self, drawn_from: &str) -> Option<String> {
        let session = lock(&self.shared.session).clone()?;
        let frame = self.shared.offline.read_first_frame(&session.key)?;
        (frame.drawn_from == drawn_from).then_some(frame.markup)
    }

    /// Remembers `session` as the last one: to be restored if the keyring holds its token, else to offer the
    /// portal and the email at sign-in.
    pub(super) async fn remember_session(&self, session: &CurrentSession) {
        let is_kept = !session.token.lives_in_memory();
        self.write_session(session, is_kept).await;
    }

    /// Clears what would restore `session`; the portal and the email stay for the sign-in form.
    pub(super) async fn forget_session(&self, session: &CurrentSession) {
        self.write_session(session, false).await;
        let key = session.key.clone();
        self.with_files(move |shared| shared.offline.remove(&key))
            .await;
    }

    async fn write_session(&self, session: &CurrentSession, is_kept: bool) {
        let account = RememberedAccount {
            portal: session.key.portal.clone(),
            account: session.key.account.clone(),
            email: session.email.clone(),
            is_signed_in: is_kept,
        };
        self.with_files(move |shared| {
            let store = &*shared.ports.local_store;
            let session = RememberedSession::of(&account);
            // First: where a killed process leaves off, no session is left that no list leads to.
            remembered_accounts::remember_account(store, account);
            for (key, kept) in shared.set_aside().clone() {
                // What could not be written before.
                let is_signed_in = !kept.token.lives_in_memory();
                remembered_accounts::add_missing(store, &key, kept.email, is_signed_in);
            }
            remembered::remember_session(store, &session);
        })
        .await;
    }
}
