//! How a person proves who they are.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};

use super::Instant;
use crate::auth::ActiveSession;
use crate::domain::Members;
use crate::graphql::Fault;
use crate::portal::Portal;
use crate::store::entities::organization;
use crate::store::{StoreError, memberships, organizations, recovery_codes, second_factors};

/// How a person proves who they are.
pub(crate) struct Security {
    session: ActiveSession,
}

impl Security {
    /// Of the person of this session.
    pub(crate) fn of(session: ActiveSession) -> Self {
        Self { session }
    }
}

/// How a person proves who they are.
#[Object]
impl Security {
    /// The second factor.
    async fn mfa(&self, context: &Context<'_>) -> Result<Mfa, Fault> {
        let portal = context.data_unchecked::<Arc<Portal>>();
        let (database, account) = (portal.store.read(), self.session.account.id);
        let factor = second_factors::of(database, account).await?;
        let left = recovery_codes::count_left(database, account).await?;
        let requiring = organizations::requiring_mfa_of(database, account).await?;
        Ok(Mfa {
            enabled_at: factor.map(|factor| Instant(factor.enabled_at)),
            recovery_codes_left: i32::try_from(left).unwrap_or(i32::MAX),
            required_by: MfaRequirement::of(portal, &self.session, requiring).await?,
        })
    }

    /// When the password was changed last; null while it is the first one.
    async fn password_changed_at(&self) -> Option<Instant> {
        self.session.account.password_changed_at.map(Instant)
    }

    /// Until when sensitive actions need no further confirmation on this session; null when they do.
    async fn confirmed_until(&self) -> Option<Instant> {
        self.session.confirmed_until.map(Instant)
    }
}

/// The second factor of an account.
#[derive(SimpleObject)]
pub(crate) struct Mfa {
    /// Since when sign-in asks for a second factor; null while it doesn't.
    enabled_at: Option<Instant>,
    /// Recovery codes that were not used yet.
    recovery_codes_left: i32,
    /// Organizations of the person whose members all need MFA, by name.
    required_by: Vec<MfaRequirement>,
}

/// An organization whose members all need MFA.
#[derive(SimpleObject)]
pub(crate) struct MfaRequirement {
    /// Its id.
    organization: ID,
    /// Its name.
    name: String,
    /// Since when.
    since: Instant,
    /// Display names of the others who can change that: its owner, then its admins.
    contacts: Vec<String>,
    /// Whether the person is one of those who can change that.
    viewer_is_contact: bool,
    /// Whether it is the organization in view.
    in_view: bool,
}

impl MfaRequirement {
    /// Those of these organizations that require MFA.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub(crate) async fn of(
        portal: &Portal,
        session: &ActiveSession,
        requiring: Vec<organization::Model>,
    ) -> Result<Vec<Self>, StoreError> {
        let mut requirements = Vec::with_capacity(requiring.len());
        for organization in requiring {
            let Some(since) = organization.mfa_required_since else {
                continue;
            };
            let (own, others): (Vec<_>, Vec<_>) = memberships::those_who(
                portal.store.read(),
                organization.id,
                Members::Administrators,
            )
            .await?
            .into_iter()
            .partition(|manager| manager.id == session.account.id);
            let names = others.into_iter().map(|manager| manager.display_name);
            requirements.push(Self {
                organization: organization.id.into(),
                contacts: names.collect(),
                viewer_is_contact: !own.is_empty(),
                name: organization.name,
                since: Instant(since),
                in_view: organization.id == session.organization.id,
            });
        }
        Ok(requirements)
    }
}
