//! Who asks.

use async_graphql::Context;

use crate::auth::{ActiveKey, ActiveSession};
use crate::graphql::Fault;
use crate::store::entities::organization;

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

    /// Who the request comes from.
    pub(crate) fn of<'a>(context: &Context<'a>) -> &'a Self {
        context.data_opt().unwrap_or(&Self::Anonymous)
    }
}
