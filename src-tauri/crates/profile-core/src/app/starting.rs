//! What the first frame shows.

use std::sync::Arc;

use portal_client::PortalAddress;

use super::current_session::CurrentSession;
use super::seen::Seen;
use super::{ProfileApp, lock};
use crate::portals::KnownPortal;
use crate::ports::TokenKey;
use crate::remembered;
use crate::start::{Notice, Stage, Start};

impl ProfileApp {
    /// What the first frame shows: from local files alone, without waiting for anything. Called again, it
    /// shows where the person is now.
    #[must_use]
    pub fn start(&self, notices: Vec<Notice>) -> Start {
        let known_portals = remembered::portals(&*self.shared.ports.local_store);
        let stage = match self.resume() {
            Some(session) => self.signed_in(&session),
            None => self.signed_out(known_portals.first()),
        };
        Start {
            stage,
            known_portals,
            notices,
        }
    }

    /// What the next start shows if the session in force lasts until then. Unlike [`Self::start`] it never
    /// brings back a session that is being ended.
    #[must_use]
    pub fn next_start(&self) -> Option<Start> {
        let session = lock(&self.shared.session).clone()?;
        Some(Start {
            stage: self.signed_in(&session),
            known_portals: remembered::portals(&*self.shared.ports.local_store),
            notices: Vec::new(),
        })
    }

    /// What the first frame shows when the person asked for the portal at `address`: where they left off if
    /// that was there, else the page that connects.
    #[must_use]
    pub fn start_at(&self, address: &str, notices: Vec<Notice>) -> Start {
        let start = self.start(notices);
        let asked = PortalAddress::typed(address).map(|address| address.to_string());
        match &start.stage {
            Stage::SignIn { portal, .. } | Stage::SignedIn { portal, .. }
                if asked.as_ref().is_ok_and(|asked| *asked == portal.id) =>
            {
                start
            }
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
            let seen = self.shared.offline.read(&key);
            *current = Some(Arc::new(CurrentSession::new(
                key,
                remembered.email,
                None,
                Seen::kept(seen),
            )));
        }
        current.clone()
    }

    fn signed_in(&self, session: &CurrentSession) -> Stage {
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
