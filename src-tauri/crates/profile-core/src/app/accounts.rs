//! The accounts used on this computer: which there are, and the way from one to another.

use std::sync::Arc;

use super::account_kept::AccountKept;
use super::current_session::CurrentSession;
use super::seen::Seen;
use super::{ProfileApp, lock};
use crate::accounts::{AccountState, KnownAccount};
use crate::monogram;
use crate::offline::SeenProfile;
use crate::ports::TokenKey;
use crate::remembered;
use crate::remembered_accounts::{self, RememberedAccount};
use crate::start::Stage;

impl ProfileApp {
    /// The accounts used on this computer, the one used last first: from local files alone. None while the app is locked.
    pub async fn accounts(&self) -> Vec<KnownAccount> {
        if self.is_locked() {
            return Vec::new();
        }
        let app = self.clone();
        let known = tokio::task::spawn_blocking(move || {
            let all = app.used_accounts().into_iter();
            all.map(|it| app.known_account(it)).collect()
        });
        known.await.unwrap_or_else(|error| {
            tracing::error!(%error, "the accounts on this computer were not read");
            Vec::new()
        })
    }

    /// Those that the local store remembers, and those that are signed in although it could not be written.
    pub(super) fn used_accounts(&self) -> Vec<RememberedAccount> {
        let mut used = remembered_accounts::accounts(&*self.shared.ports.local_store);
        let current = lock(&self.shared.session).clone();
        let current = current.map(|it| (it.key.clone(), it.email.clone()));
        let aside = self.shared.set_aside().clone().into_iter();
        let aside = aside.map(|(key, kept)| (key, kept.email));
        for (key, email) in current.into_iter().chain(aside) {
            if used.iter().all(|it| it.key() != key) {
                used.push(RememberedAccount {
                    portal: key.portal,
                    account: key.account,
                    email,
                    is_signed_in: true,
                });
            }
        }
        used
    }

    /// Brings another account into view, as a start does: with what was seen of its profile last, and without waiting for
    /// its portal or the keyring. The session of the one before goes on. One without a session is to be signed in to, and
    /// the one in view stays until then; one that is not known any more leads to where portals are chosen.
    pub async fn switch_account(&self, portal: &str, account: &str) -> Stage {
        let _turn = self.shared.session_change.lock().await;
        if self.is_locked() {
            return Stage::Locked;
        }
        let key = TokenKey {
            portal: portal.to_owned(),
            account: account.to_owned(),
        };
        let current = lock(&self.shared.session).clone();
        if let Some(current) = current.filter(|current| current.key == key) {
            return self.signed_in(&current);
        }
        let Some(kept) = self.kept_aside(&key) else {
            let known = remembered_accounts::account(&*self.shared.ports.local_store, &key);
            return known.map_or(Stage::Connect, |known| Stage::SignIn {
                portal: self.known_portal(&key.portal),
                email: Some(known.email),
            });
        };
        let session = self.bring_back(key, kept).await;
        self.remember_portal(&self.known_portal(&session.key.portal))
            .await;
        self.remember_session(&session).await;
        if let Some(seen) = session.seen() {
            let theme = seen.snapshot.profile.preferences.theme;
            self.with_files(move |shared| {
                remembered::remember_theme(&*shared.ports.local_store, theme);
            })
            .await;
        }
        self.signed_in(&session)
    }

    /// Puts the session of an account in force again. Called by the holder of `session_change`.
    pub(super) async fn bring_back(&self, key: TokenKey, kept: AccountKept) -> Arc<CurrentSession> {
        let seen = Seen::kept(self.read_offline(key.clone()).await);
        let session = Arc::new(CurrentSession::new(key, kept, seen));
        self.bring_into_view(&session);
        session
    }

    async fn read_offline(&self, key: TokenKey) -> Option<SeenProfile> {
        let shared = Arc::clone(&self.shared);
        let read = tokio::task::spawn_blocking(move || shared.offline.read(&key));
        read.await.unwrap_or_default()
    }

    fn known_account(&self, account: RememberedAccount) -> KnownAccount {
        let key = account.key();
        let current = lock(&self.shared.session).clone();
        let current = current.filter(|it| it.key == key);
        let state = match (&current, self.kept_aside(&key)) {
            (Some(_), _) => AccountState::InView,
            (None, Some(_)) => AccountState::SignedIn,
            (None, None) => AccountState::SignedOut,
        };
        let seen = match &current {
            Some(current) => current.seen(),
            None => self.shared.offline.read(&key),
        };
        let seen = seen.map(|seen| seen.snapshot.profile.account);
        KnownAccount {
            portal: self.known_portal(&key.portal),
            initials: match &seen {
                Some(seen) => seen.initials.clone(),
                None => monogram::initials(&account.email),
            },
            hue: monogram::hue(&key.account),
            display_name: seen.as_ref().map(|seen| seen.display_name.clone()),
            avatar: seen.and_then(|seen| seen.avatar),
            email: account.email,
            id: key.account,
            state,
        }
    }
}
