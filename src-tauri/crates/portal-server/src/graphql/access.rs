//! Who may call what, and who sees which part of an answer: one table, from which every request is decided. A call
//! that is not in it is refused, and a test fails when a field of the schema is missing.

use std::sync::Arc;

use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextResolve, ResolveInfo,
};
use async_graphql::{Context, Error, Guard, PathSegment, ServerError, ServerResult, Value};

use super::Fault;
use super::query::Caller;
use crate::domain::{Members, Role};
use crate::store::entities::organization;

/// The root type of what is followed.
const SUBSCRIPTION: &str = "Subscription";

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
    /// Whose affair it is in the organization in view, if it touches that. The organization's own rules
    /// hold then: where it requires MFA, a person without can't, nor can a key of theirs.
    pub members: Option<Members>,
}

/// An account's own affairs.
const fn own(callers: Callers) -> Access {
    Access {
        callers,
        members: None,
    }
}

/// An affair of the organization in view.
const fn organization(callers: Callers, members: Members) -> Access {
    Access {
        callers,
        members: Some(members),
    }
}

/// The fields of `Query`.
pub const QUERIES: &[(&str, Access)] = &[
    ("viewer", own(Callers::SessionOrKey)),
    (
        "devices",
        organization(Callers::SessionOrKey, Members::NotChartViewersOnly),
    ),
    ("sessions", own(Callers::Session)),
    ("securityLog", own(Callers::Session)),
    (
        "apiKeys",
        organization(Callers::Session, Members::KeyAdministrators),
    ),
    ("organizations", own(Callers::Session)),
    (
        "organizationSettings",
        organization(Callers::Session, Members::Everyone),
    ),
    (
        "members",
        organization(Callers::Session, Members::Administrators),
    ),
    (
        "chartWorkspaces",
        organization(Callers::Session, Members::ChartViewers),
    ),
    (
        "chartWorkspace",
        organization(Callers::Session, Members::ChartViewers),
    ),
    (
        "chartReadings",
        organization(Callers::Session, Members::ChartViewers),
    ),
    ("home", organization(Callers::Session, Members::Everyone)),
    (
        "credits",
        organization(Callers::Session, Members::NotChartViewersOnly),
    ),
    ("statusUpdates", own(Callers::Session)),
    (
        "creditTransactions",
        organization(Callers::Session, Members::NotChartViewersOnly),
    ),
    (
        "creditTotals",
        organization(Callers::Session, Members::NotChartViewersOnly),
    ),
    (
        "creditOffers",
        organization(Callers::Session, Members::Everyone),
    ),
    (
        "creditPrice",
        organization(Callers::Session, Members::CreditBuyers),
    ),
    (
        "creditPurchase",
        organization(Callers::Session, Members::CreditBuyers),
    ),
    (
        "creditPurchases",
        organization(Callers::Session, Members::CreditBuyers),
    ),
    (
        "openCreditPurchases",
        organization(Callers::Session, Members::CreditBuyers),
    ),
    ("chartDataExport", own(Callers::Session)),
    (
        "exportEstimate",
        organization(Callers::Session, Members::ChartViewers),
    ),
    (
        "exports",
        organization(Callers::Session, Members::ChartViewers),
    ),
    (
        "export",
        organization(Callers::Session, Members::ChartViewers),
    ),
];

/// The fields of `Mutation`.
pub const MUTATIONS: &[(&str, Access)] = &[
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
    (
        "createApiKey",
        organization(Callers::ConfirmedSession, Members::KeyAdministrators),
    ),
    (
        "rotateApiKey",
        organization(Callers::ConfirmedSession, Members::KeyAdministrators),
    ),
    (
        "revokeApiKey",
        organization(Callers::ConfirmedSession, Members::KeyAdministrators),
    ),
    ("switchOrganization", own(Callers::Session)),
    ("createOrganization", own(Callers::Session)),
    (
        "updateOrganization",
        organization(Callers::Session, Members::Administrators),
    ),
    (
        "setMfaRequirement",
        organization(Callers::ConfirmedSession, Members::Administrators),
    ),
    // Who doesn't want MFA, and has to have it here, may go.
    ("leaveOrganization", own(Callers::Session)),
    (
        "deleteOrganization",
        organization(Callers::ConfirmedSession, Members::OwnerOnly),
    ),
    (
        "addMember",
        organization(Callers::Session, Members::Administrators),
    ),
    (
        "changeMemberRoles",
        organization(Callers::Session, Members::Administrators),
    ),
    (
        "removeMember",
        organization(Callers::Session, Members::Administrators),
    ),
    (
        "starChartWorkspace",
        organization(Callers::Session, Members::ChartViewers),
    ),
    ("pinPage", organization(Callers::Session, Members::Everyone)),
    (
        "unpinPage",
        organization(Callers::Session, Members::Everyone),
    ),
    (
        "restorePin",
        organization(Callers::Session, Members::Everyone),
    ),
    (
        "setCreditThreshold",
        organization(Callers::Session, Members::NotChartViewersOnly),
    ),
    (
        "beginCreditPurchase",
        organization(Callers::Session, Members::CreditBuyers),
    ),
    (
        "cancelCreditPurchase",
        organization(Callers::Session, Members::CreditBuyers),
    ),
    (
        "requestExport",
        organization(Callers::Session, Members::ChartViewers),
    ),
    (
        "retryExport",
        organization(Callers::Session, Members::ChartViewers),
    ),
    (
        "splitExport",
        organization(Callers::Session, Members::ChartViewers),
    ),
    (
        "cancelExport",
        organization(Callers::Session, Members::ChartViewers),
    ),
    (
        "createExportDownload",
        organization(Callers::Session, Members::ChartViewers),
    ),
];

/// The fields of `Subscription`.
pub const SUBSCRIPTIONS: &[(&str, Access)] = &[("statusUpdates", own(Callers::Session))];

/// Parts of an answer that are not for all who may ask: a type, its field, and for whom it is. Others get null, so
/// that one query can ask for all that a page shows.
pub const PARTS: &[(&str, &str, Members)] = &[
    ("Query", "organizationSettings", Members::Administrators),
    ("Query", "creditOffers", Members::NotChartViewersOnly),
    ("Query", "chartDataExport", Members::ChartViewers),
    ("OrganizationSettings", "deletion", Members::OwnerOnly),
    ("Home", "devices", Members::NotChartViewersOnly),
    ("Home", "deployments", Members::WorkflowViewers),
    ("Home", "credits", Members::NotChartViewersOnly),
    ("Home", "exports", Members::ChartViewers),
];

/// For whom a part of an answer is; `None` for what is for all who may ask.
#[must_use]
pub fn part_for(parent_type: &str, field: &str) -> Option<Members> {
    PARTS
        .iter()
        .find(|(parent, name, _)| *parent == parent_type && *name == field)
        .map(|(_, _, members)| *members)
}

/// What a field of a root type takes; `None` for a field that is not in the table.
#[must_use]
pub fn access_to(parent_type: &str, field: &str) -> Option<Access> {
    let table: &[(&str, Access)] = match parent_type {
        "Query" => QUERIES,
        "Mutation" => MUTATIONS,
        SUBSCRIPTION => SUBSCRIPTIONS,
        _ => return None,
    };
    table
        .iter()
        .find(|(name, _)| *name == field)
        .map(|(_, access)| *access)
}

impl Access {
    fn check(self, caller: &Caller) -> Result<(), Fault> {
        let owes_mfa = match (self.callers, caller) {
            (Callers::Anyone, _) => return Ok(()),
            (_, Caller::Anonymous) => return Err(Fault::Unauthenticated),
            (Callers::SessionOrKey, Caller::Key(key)) => key.owes_mfa,
            (_, Caller::Key(_)) => return Err(Fault::Forbidden),
            (_, Caller::Session(session)) => session.owes_mfa,
        };
        if let Some(members) = self.members {
            if owes_mfa {
                return Err(Fault::MfaEnrollmentRequired);
            }
            if !is_among(members, caller) {
                return Err(Fault::Forbidden);
            }
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

/// Whether `caller` is one of `members` in the organization that the request works in.
fn is_among(members: Members, caller: &Caller) -> bool {
    // A key is its owner's, so it gets no further than they do.
    let (organization, roles): (&organization::Model, &[Role]) = match caller {
        Caller::Anonymous => return false,
        Caller::Session(session) => (&session.organization, &session.roles),
        Caller::Key(key) => (&key.organization, &key.roles),
    };
    members.include(organization.kind, roles)
}

fn check(parent_type: &str, field: &str, caller: &Caller) -> Result<(), Fault> {
    access_to(parent_type, field)
        .ok_or(Fault::Forbidden)
        .and_then(|access| access.check(caller))
}

/// Holds a subscription against the table before it begins: an extension sees no more than what it brings.
pub(super) struct SubscriptionAccess;

impl Guard for SubscriptionAccess {
    async fn check(&self, context: &Context<'_>) -> async_graphql::Result<()> {
        check(SUBSCRIPTION, context.field().name(), Caller::of(context)).map_err(Error::from)
    }
}

/// Holds every call and every part of an answer against the table before anything is done for it.
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
        let caller = || context.data_opt().unwrap_or(&Caller::Anonymous);
        // Introspection tells no more than the published schema.
        if matches!(info.parent_type, "Query" | "Mutation" | SUBSCRIPTION)
            && !info.name.starts_with("__")
        {
            check(info.parent_type, info.name, caller()).map_err(|fault| refusal(fault, &info))?;
        }
        match part_for(info.parent_type, info.name) {
            Some(members) if !is_among(members, caller()) => Ok(Some(Value::Null)),
            _ => next.run(context, info).await,
        }
    }
}

fn refusal(fault: Fault, info: &ResolveInfo<'_>) -> ServerError {
    let mut error = Error::from(fault).into_server_error(info.field.name.pos);
    error.path = vec![PathSegment::Field(
        info.alias.unwrap_or(info.name).to_owned(),
    )];
    error
}
