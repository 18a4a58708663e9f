//! The signed-in person, and what they see of themselves.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};

use super::{Organization, Preferences};
use crate::auth::ActiveSession;
use crate::graphql::Fault;
use crate::portal::Portal;
use crate::store::{memberships, preferences};

/// The signed-in person.
pub(crate) struct Viewer {
    session: Box<ActiveSession>,
}

impl Viewer {
    /// The person of this session.
    pub(crate) fn of(session: ActiveSession) -> Self {
        Self {
            session: Box::new(session),
        }
    }
}

/// The signed-in person.
#[Object]
impl Viewer {
    /// Opaque id, unique within the portal.
    async fn id(&self) -> ID {
        self.session.account.id.into()
    }

    /// The address the person signs in with.
    async fn email(&self) -> &str {
        &self.session.account.email
    }

    /// Full name as others see it.
    async fn display_name(&self) -> &str {
        &self.session.account.display_name
    }

    /// Path of the picture on this portal, such as `/avatars/….png`; null without one.
    async fn avatar_path(&self) -> Option<String> {
        let avatar = self.session.account.avatar.as_ref()?;
        Some(format!("/avatars/{avatar}.png"))
    }

    /// The organization this session works in.
    async fn organization(&self, context: &Context<'_>) -> Result<Organization, Fault> {
        let portal = context.data_unchecked::<Arc<Portal>>();
        let organization = &self.session.organization;
        let roles = memberships::roles(
            portal.store.read(),
            organization.id,
            self.session.account.id,
        )
        .await?;
        Ok(Organization {
            id: organization.id.into(),
            name: organization.name.clone(),
            kind: organization.kind,
            viewer_roles: roles,
        })
    }

    /// How the app notifies the person and looks.
    async fn preferences(&self, context: &Context<'_>) -> Result<Preferences, Fault> {
        let portal = context.data_unchecked::<Arc<Portal>>();
        let row = preferences::of(portal.store.read(), self.session.account.id).await?;
        Ok(row.into())
    }
}
