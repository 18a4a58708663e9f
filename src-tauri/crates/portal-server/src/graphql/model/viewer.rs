//! The signed-in person, and what they see of themselves.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};

use super::{ApiKeySummary, Organization, PinnedPage, Preferences, Security};
use crate::auth::{ActiveKey, ActiveSession};
use crate::domain::OrganizationKind;
use crate::graphql::Fault;
use crate::objects::Shelf;
use crate::pins;
use crate::portal::Portal;
use crate::store::entities::account;
use crate::store::preferences;

/// The signed-in person.
pub(crate) struct Viewer(Box<Seen>);

/// What the person is seen through.
enum Seen {
    Session(ActiveSession),
    Key(ActiveKey),
}

impl Viewer {
    /// The person of this session.
    pub(crate) fn of(session: ActiveSession) -> Self {
        Self(Box::new(Seen::Session(session)))
    }

    /// The person this key acts for.
    pub(crate) fn of_key(key: ActiveKey) -> Self {
        Self(Box::new(Seen::Key(key)))
    }

    fn account(&self) -> &account::Model {
        match &*self.0 {
            Seen::Session(session) => &session.account,
            Seen::Key(key) => &key.account,
        }
    }

    fn session(&self) -> Option<&ActiveSession> {
        match &*self.0 {
            Seen::Session(session) => Some(session),
            Seen::Key(_) => None,
        }
    }
}

/// The signed-in person.
#[Object]
impl Viewer {
    /// Opaque id, unique within the portal.
    async fn id(&self) -> ID {
        self.account().id.into()
    }

    /// The address the person signs in with.
    async fn email(&self) -> &str {
        &self.account().email
    }

    /// Full name as others see it.
    async fn display_name(&self) -> &str {
        &self.account().display_name
    }

    /// Path of the picture on this portal, such as `/avatars/….png`; null without one.
    async fn avatar_path(&self) -> Option<String> {
        let avatar = self.account().avatar.as_ref()?;
        Some(Shelf::Avatars.path_of(avatar))
    }

    /// The organization this request is about: the one that the header `portal-organization` names by its
    /// id, else the one that the session works in, which was chosen last.
    async fn organization(&self) -> Organization {
        match &*self.0 {
            Seen::Session(session) => Organization::seen_by(session),
            Seen::Key(key) => Organization::seen_by_key(key),
        }
    }

    /// How the app notifies the person and looks.
    async fn preferences(&self, context: &Context<'_>) -> Result<Preferences, Fault> {
        let portal = context.data_unchecked::<Arc<Portal>>();
        let row = preferences::of(portal.store.read(), self.account().id).await?;
        Ok(row.into())
    }

    /// How the person proves who they are; null for an API key.
    async fn security(&self) -> Option<Security> {
        self.session().cloned().map(Security::of)
    }

    /// API keys of the personal account at a glance; null where there are none, in other organizations, whose
    /// settings tell of theirs, and for an API key.
    async fn api_keys(&self, context: &Context<'_>) -> Result<Option<ApiKeySummary>, Fault> {
        let personal =
            |session: &&ActiveSession| session.organization.kind == OrganizationKind::Personal;
        let Some(session) = self.session().filter(personal) else {
            return Ok(None);
        };
        let portal = context.data_unchecked::<Arc<Portal>>();
        let keys = portal.api_keys(session).await?;
        Ok(keys.map(|keys| ApiKeySummary::of(&keys, portal.surroundings.now())))
    }

    /// The page that opens first in the organization in view; null while none is pinned, and for an API key.
    async fn pinned_page(&self, context: &Context<'_>) -> Result<Option<PinnedPage>, Fault> {
        // What is pinned is the organization's, which closes itself to those who owe it MFA.
        let Some(session) = self.session().filter(|session| !session.owes_mfa) else {
            return Ok(None);
        };
        let portal = context.data_unchecked::<Arc<Portal>>();
        let pin = pins::pinned(portal.store.read(), session).await?;
        Ok(pin.map(PinnedPage::from))
    }
}
