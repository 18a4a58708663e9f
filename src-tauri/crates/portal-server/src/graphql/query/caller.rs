//! Who asks.

use async_graphql::Context;

use crate::auth::ActiveSession;
use crate::graphql::Fault;

/// Who a request comes from, as decided before its first field.
#[derive(Debug)]
pub(crate) enum Caller {
    /// Nobody that the portal knows.
    Anonymous,
    /// A signed-in person.
    Session(Box<ActiveSession>),
}

impl Caller {
    /// The signed-in person's session.
    ///
    /// # Errors
    ///
    /// When nobody is signed in.
    pub(crate) fn session<'a>(context: &Context<'a>) -> Result<&'a ActiveSession, Fault> {
        match context.data_opt::<Self>() {
            Some(Self::Session(session)) => Ok(session),
            Some(Self::Anonymous) | None => Err(Fault::Unauthenticated),
        }
    }
}
