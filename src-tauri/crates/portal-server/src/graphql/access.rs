//! Who may call what: one table, from which every request is decided. What is not in it is refused,
//! and a test fails when a field of the schema is missing.

use std::sync::Arc;

use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextResolve, ResolveInfo,
};
use async_graphql::{Error, PathSegment, ServerError, ServerResult, Value};

use super::Fault;
use super::query::Caller;

/// Who may call a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callers {
    /// Everyone, signed in or not.
    Anyone,
    /// A signed-in person.
    Session,
    /// A signed-in person who confirmed lately who they are.
    ConfirmedSession,
    /// A signed-in person, or a program with an API key.
    SessionOrKey,
}

/// What a call of a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// Who may call it.
    pub callers: Callers,
    /// Whether it touches the organization in view, so that the organization's own rules hold: where
    /// it requires MFA, a person without can't, nor can a key of theirs.
    pub of_organization: bool,
}

/// An account's own affairs.
const fn own(callers: Callers) -> Access {
    Access {
        callers,
        of_organization: false,
    }
}

/// An affair of the organization in view.
const fn organization(callers: Callers) -> Access {
    Access {
        callers,
        of_organization: true,
    }
}

/// The fields of `Query`.
pub const QUERIES: [(&str, Access); 9] = [
    ("viewer", own(Callers::SessionOrKey)),
    ("devices", organization(Callers::SessionOrKey)),
    ("sessions", own(Callers::Session)),
    ("securityLog", own(Callers::Session)),
    ("apiKeys", organization(Callers::Session)),
    ("chartWorkspaces", organization(Callers::Session)),
    ("chartWorkspace", organization(Callers::Session)),
    ("chartReadings", organization(Callers::Session)),
    ("home", organization(Callers::Session)),
];

/// The fields of `Mutation`.
pub const MUTATIONS: [(&str, Access); 21] = [
    ("signIn", own(Callers::Anyone)),
    ("completeSignIn", own(Callers::Anyone)),
    ("signOut", own(Callers::Session)),
    ("confirmIdentity", own(Callers::Session)),
    ("changeDisplayName", own(Callers::Session)),
    ("changePreferences", own(Callers::Session)),
    ("beginMfaEnrollment", own(Callers::ConfirmedSession)),
    ("verifyMfaEnrollment", own(Callers::ConfirmedSession)),
    ("completeMfaEnrollment", own(Callers::ConfirmedSession)),
    ("disableMfa", own(Callers::ConfirmedSession)),
    ("regenerateRecoveryCodes", own(Callers::ConfirmedSession)),
    ("changePassword", own(Callers::ConfirmedSession)),
    ("revokeSession", own(Callers::ConfirmedSession)),
    ("revokeOtherSessions", own(Callers::ConfirmedSession)),
    ("createApiKey", organization(Callers::ConfirmedSession)),
    ("rotateApiKey", organization(Callers::ConfirmedSession)),
    ("revokeApiKey", organization(Callers::ConfirmedSession)),
    ("starChartWorkspace", organization(Callers::Session)),
    ("pinPage", organization(Callers::Session)),
    ("unpinPage", organization(Callers::Session)),
    ("restorePin", organization(Callers::Session)),
];

/// What a field of a root type takes; `None` for a field that is not in the table.
#[must_use]
pub fn access_to(parent_type: &str, field: &str) -> Option<Access> {
    let table: &[(&str, Access)] = match parent_type {
        "Query" => &QUERIES,
        "Mutation" => &MUTATIONS,
        _ => return None,
    };
    table
        .iter()
        .find(|(name, _)| *name == field)
        .map(|(_, access)| *access)
}

impl Access {
    fn check(self, caller: &Caller) -> Result<(), Fault> {
        // A key is its owner's, so it gets no further than they do.
        let owes_mfa = match (self.callers, caller) {
            (Callers::Anyone, _) => return Ok(()),
            (_, Caller::Anonymous) => return Err(Fault::Unauthenticated),
            (Callers::SessionOrKey, Caller::Key(key)) => key.owes_mfa,
            (_, Caller::Key(_)) => return Err(Fault::Forbidden),
            (_, Caller::Session(session)) => session.owes_mfa,
        };
        if self.of_organization && owes_mfa {
            return Err(Fault::MfaEnrollmentRequired);
        }
        match caller {
            Caller::Session(session)
                if self.callers == Callers::ConfirmedSession
                    && session.confirmed_until.is_none() =>
            {
                Err(Fault::ConfirmationRequired)
            }
            _ => Ok(()),
        }
    }
}

/// Holds every call against the table before anything is done for it.
pub(super) struct AccessControl;

impl ExtensionFactory for AccessControl {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for AccessControl {
    async fn resolve(
        &self,
        context: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        // Introspection tells no more than the published schema.
        if matches!(info.parent_type, "Query" | "Mutation") && !info.name.starts_with("__") {
            let caller = context.data_opt().unwrap_or(&Caller::Anonymous);
            access_to(info.parent_type, info.name)
                .ok_or(Fault::Forbidden)
                .and_then(|access| access.check(caller))
                .map_err(|fault| refusal(fault, &info))?;
        }
        next.run(context, info).await
    }
}

fn refusal(fault: Fault, info: &ResolveInfo<'_>) -> ServerError {
    let mut error = Error::from(fault).into_server_error(info.field.name.pos);
    error.path = vec![PathSegment::Field(
        info.alias.unwrap_or(info.name).to_owned(),
    )];
    error
}
