//! What the first frame shows.

use std::sync::Arc;

use portal_client::PortalAddress;

use super::account_kept::AccountKept;
use super::current_session::CurrentSession;
use super::seen::Seen;
use super::session_token::SessionToken;
use super::{ProfileApp, lock};
use crate::portals::KnownPortal;
use crate::ports::TokenKey;
use crate::remembered::{self, RememberedSession};
use crate::remembered_accounts::{self, RememberedAccount};
use crate::start::{Notice, Stage, Start};

impl ProfileApp {
    /// What the first frame shows: from local files alone, without waiting for anything. Called again, it
    /// shows where the person is now.
    #[must_use]
    pub fn start(&self, notices: Vec<Notice>) -> Start {
        let known_portals = remembered::portals(&*self.shared.ports.local_store);
        let stage = if self.is_locked() {
            Stage::Locked
        } else {
            match self.resume() {
                Some(session) => self.signed_in(&session),
                None => self.signed_out(known_portals.first()),
            }
        };
        Start {
            stage,
            known_portals,
            notices,
        }
    }

    /// What the next start shows if the session in force lasts until then. Unlike [`Self::start`] it never
    /// brings back a session that is being ended. `None`: nothing of the person.
    #[must_use]
    pub fn next_start(&self) -> Option<Start> {
        if self.locks() {
            return None;
        }
        let session = lock(&self.shared.session).clone()?;
        Some(Start {
            stage: self.signed_in(&session),
            known_portals: remembered::portals(&*self.shared.ports.local_store),
            notices: Vec::new(),
        })
    }

    /// What the first frame shows when the person asked for the portal at `address`: where they left off if
    /// that was there, else the account used last there, else the page that connects.
    #[must_use]
    pub fn start_at(&self, address: &str, notices: Vec<Notice>) -> Start {
        let asked = PortalAddress::typed(address).map(|address| address.to_string());
        if let (Ok(portal), false) = (&asked, self.is_locked()) {
            self.resume_at(portal);
        }
        let start = self.start(notices);
        match &start.stage {
            Stage::SignIn { portal, .. } | Stage::SignedIn { portal, .. }
                if asked.as_ref().is_ok_and(|asked| *asked == portal.id) =>
            {
                start
            }
            Stage::Locked => start,
            _ => Start {
                stage: Stage::Connect,
                ..start
            },
        }
    }

    /// The session in force, else the one this machine remembers.
    fn resume(&self) -> Option<Arc<CurrentSession>> {
        let mut current = lock(&self.shared.session);
        if current.is_none() {
            let remembered = remembered::session(&*self.shared.ports.local_store)?;
            let key = TokenKey {
                portal: remembered.portal,
                account: remembered.account?,
            };
            let account = RememberedAccount {
                portal: key.portal.clone(),
                account: key.account.clone(),
                email: remembered.email,
                is_signed_in: true,
            };
            let store = &*self.shared.ports.local_store;
            remembered_accounts::add_missing(store, &key, account.email.clone(), true);
            *current = Some(self.remembered_session(account));
        }
        current.clone()
    }

    /// Brings the account used last at a portal into view, if it has a session and none is in force. It takes the place of
    /// the one where the person left off.
    fn resume_at(&self, portal: &str) {
        let mut current = lock(&self.shared.session);
        let store = &*self.shared.ports.local_store;
        let left_off = remembered::session(store);
        if current.is_some() || left_off.is_some_and(|session| session.portal == portal) {
            return;
        }
        let known = remembered_accounts::accounts(store);
        let there = |it: &RememberedAccount| it.portal == portal && it.is_signed_in;
        if let Some(account) = known.into_iter().find(there) {
            remembered::remember_session(store, &RememberedSession::of(&account));
            let session = self.remembered_session(account);
            if let Some(seen) = session.seen() {
                let theme = seen.snapshot.profile.preferences.theme;
                remembered::remember_theme(store, theme);
            }
            *current = Some(session);
        }
    }

    fn remembered_session(&self, account: RememberedAccount) -> Arc<CurrentSession> {
        let key = account.key();
        let seen = Seen::kept(self.shared.offline.read(&key));
        let kept = AccountKept::with(account.email, SessionToken::default());
        Arc::new(CurrentSession::new(key, kept, seen))
    }

    /// The window of `session`, with what was seen of its profile.
    pub(super) fn signed_in(&self, session: &CurrentSession) -> Stage {
        Stage::SignedIn {
            portal: self.known_portal(&session.key.portal),
            snapshot: session.seen().map(|seen| Box::new(seen.snapshot)),
        }
    }

    fn signed_out(&self, last: Option<&KnownPortal>) -> Stage {
        let Some(last) = last else {
            return Stage::Connect;
        };
        let email = remembered::session(&*self.shared.ports.local_store)
            .filter(|session| session.portal == last.id)
            .map(|session| session.email);
        Stage::SignIn {
            portal: self.known_portal(&last.id),
            email,
        }
    }
}
