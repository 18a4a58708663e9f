//! Who asks.

use std::sync::Arc;

use async_graphql::Context;

use crate::auth::{ActiveKey, ActiveSession};
use crate::domain::Role;
use crate::graphql::Fault;
use crate::portal::Portal;
use crate::store::entities::organization;
use crate::store::memberships;

/// Who a request comes from, as decided before its first field.
#[derive(Debug)]
pub(crate) enum Caller {
    /// Nobody that the portal knows.
    Anonymous,
    /// A signed-in person.
    Session(Box<ActiveSession>),
    /// A program with an API key.
    Key(Box<ActiveKey>),
}

/// A signed-in person in the organization in view.
#[derive(Debug)]
pub(crate) struct Member<'a> {
    pub(crate) session: &'a ActiveSession,
    pub(crate) roles: Vec<Role>,
}

impl Member<'_> {
    /// Whether one of their roles allows it.
    pub(crate) fn has(&self, allowing: fn(Role) -> bool) -> bool {
        self.roles.iter().copied().any(allowing)
    }
}

impl Caller {
    /// The signed-in person's session.
    ///
    /// # Errors
    ///
    /// When nobody is signed in.
    pub(crate) fn session<'a>(context: &Context<'a>) -> Result<&'a ActiveSession, Fault> {
        match Self::of(context) {
            Self::Session(session) => Ok(session),
            Self::Key(_) => Err(Fault::Forbidden),
            Self::Anonymous => Err(Fault::Unauthenticated),
        }
    }

    /// The organization that the request works in.
    ///
    /// # Errors
    ///
    /// When nobody is known.
    pub(crate) fn organization<'a>(
        context: &Context<'a>,
    ) -> Result<&'a organization::Model, Fault> {
        match Self::of(context) {
            Self::Session(session) => Ok(&session.organization),
            Self::Key(key) => Ok(&key.organization),
            Self::Anonymous => Err(Fault::Unauthenticated),
        }
    }

    /// The signed-in person's session, with their roles in the organization in view as of now.
    ///
    /// # Errors
    ///
    /// When nobody is signed in, or the store fails.
    pub(crate) async fn member<'a>(context: &Context<'a>) -> Result<Member<'a>, Fault> {
        let session = Self::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let (organization, account) = (session.organization.id, session.account.id);
        let roles = memberships::roles(portal.store.read(), organization, account).await?;
        Ok(Member { session, roles })
    }

    /// The session of a person who may view charts.
    ///
    /// # Errors
    ///
    /// When nobody is signed in, their roles don't allow it, or the store fails.
    pub(crate) async fn chart_viewer<'a>(
        context: &Context<'a>,
    ) -> Result<&'a ActiveSession, Fault> {
        let member = Self::member(context).await?;
        match member.has(Role::views_charts) {
            true => Ok(member.session),
            false => Err(Fault::Forbidden),
        }
    }

    /// Who the request comes from.
    pub(crate) fn of<'a>(context: &Context<'a>) -> &'a Self {
        context.data_opt().unwrap_or(&Self::Anonymous)
    }
}
