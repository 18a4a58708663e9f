//! Steps that change an organization, each with what it tells the security logs of those it concerns.

use std::net::IpAddr;

use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use crate::auth::{ActiveSession, Origin, RecordError, record};
use crate::domain::{OrganizationName, Plan, Role, RoleSet, SecurityEventKind, StatusUpdate};
use crate::status;
use crate::store::entities::organization;
use crate::store::{api_keys, memberships, organizations, sessions};
use crate::surroundings::Surroundings;

/// Who changes an organization.
#[derive(Clone, Copy)]
pub(crate) enum Actor<'a> {
    /// A signed-in person, who may do so.
    Person {
        session: &'a ActiveSession,
        peer: IpAddr,
    },
    /// Who runs the portal.
    Operator,
}

impl<'a> Actor<'a> {
    /// Where a change comes from, as the log of `account` is to tell it.
    fn origin_for(self, account: Uuid) -> Origin<'a> {
        match self {
            Self::Operator => Origin::OPERATOR,
            Self::Person { session, peer } if session.account.id == account => {
                Origin::of_session(session, peer)
            }
            Self::Person { .. } => Origin::ADMINISTRATOR,
        }
    }

    /// Whether it is this account that acts: it need not be told of what it does.
    fn is(self, account: Uuid) -> bool {
        matches!(self, Self::Person { session, .. } if session.account.id == account)
    }
}

/// A transaction in which an organization changes. It holds the organization, unless that is new.
#[derive(Clone, Copy)]
pub(crate) struct Changing<'a> {
    pub(crate) transaction: &'a DatabaseTransaction,
    pub(crate) surroundings: &'a Surroundings,
    pub(crate) actor: Actor<'a>,
}

impl Changing<'_> {
    /// Creates a shared organization with its owner as its first member.
    pub(crate) async fn create(
        self,
        id: Uuid,
        name: &OrganizationName,
        picture: Option<String>,
        plan: Plan,
        owner: Uuid,
    ) -> Result<(), RecordError> {
        let (transaction, now) = (self.transaction, self.surroundings.now());
        organizations::insert_shared(transaction, id, name, picture, plan, owner, now).await?;
        memberships::ensure(transaction, id, owner, now).await?;
        memberships::replace_roles(transaction, id, owner, [Role::Owner]).await?;
        let kind = SecurityEventKind::OrganizationCreated;
        self.tell(owner, kind, name.as_str()).await
    }

    /// Makes MFA a duty of all members, or lifts that duty; answers whether that is a change.
    pub(crate) async fn require_mfa(
        self,
        organization: &organization::Model,
        required: bool,
    ) -> Result<bool, RecordError> {
        let since = required.then(|| self.surroundings.now());
        let id = organization.id;
        let changed = organizations::set_mfa_required(self.transaction, id, since).await?;
        if changed {
            let kind = match required {
                true => SecurityEventKind::MfaRequired,
                false => SecurityEventKind::MfaNotRequired,
            };
            self.tell_members(organization, kind).await?;
        }
        if changed && required {
            let members = memberships::members(self.transaction, id).await?;
            let update = StatusUpdate::MfaRequirementBegan {};
            self.announce(organization, members, &update).await?;
        }
        Ok(changed)
    }

    /// Gives an account these roles in place of all others, and makes it a member if it is none.
    pub(crate) async fn give_roles(
        self,
        organization: &organization::Model,
        account: Uuid,
        roles: &RoleSet,
    ) -> Result<(), RecordError> {
        let (transaction, id) = (self.transaction, organization.id);
        let now = self.surroundings.now();
        let is_new = memberships::ensure(transaction, id, account, now).await?;
        let before = memberships::roles(transaction, id, account).await?;
        if before.into_iter().eq(roles.iter()) {
            return Ok(());
        }
        memberships::replace_roles(transaction, id, account, roles.iter()).await?;
        let kind = match is_new {
            true => SecurityEventKind::MembershipAdded,
            false => SecurityEventKind::RolesChanged,
        };
        self.tell(account, kind, &organization.name).await?;
        let roles = roles.iter().collect();
        let update = StatusUpdate::RolesChanged { roles };
        self.announce(organization, [account], &update).await
    }

    /// Ends a membership, and with it the API keys that act for the member; answers whether there was one.
    pub(crate) async fn end_membership(
        self,
        organization: &organization::Model,
        account: Uuid,
    ) -> Result<bool, RecordError> {
        let (transaction, id) = (self.transaction, organization.id);
        if !memberships::remove(transaction, id, account).await? {
            return Ok(false);
        }
        // Whoever becomes a member again some day begins without them.
        api_keys::revoke_of(transaction, id, account, self.surroundings.now()).await?;
        let kind = SecurityEventKind::MembershipRemoved;
        self.tell(account, kind, &organization.name).await?;
        let update = StatusUpdate::RolesChanged { roles: Vec::new() };
        self.announce(organization, [account], &update).await?;
        Ok(true)
    }

    /// Deletes an organization with all that is in it. Sessions that work in it go on in the personal accounts.
    pub(crate) async fn delete(
        self,
        organization: &organization::Model,
    ) -> Result<(), RecordError> {
        let kind = SecurityEventKind::OrganizationDeleted;
        self.tell_members(organization, kind).await?;
        sessions::move_out_of(self.transaction, organization.id).await?;
        Ok(organizations::delete(self.transaction, organization.id).await?)
    }

    /// Adds an event to the log of each member.
    pub(crate) async fn tell_members(
        self,
        organization: &organization::Model,
        kind: SecurityEventKind,
    ) -> Result<(), RecordError> {
        let members = memberships::members(self.transaction, organization.id).await?;
        for member in members {
            self.tell(member, kind, &organization.name).await?;
        }
        Ok(())
    }

    /// Tells these accounts at once, but for the one that acts. Comes last in the transaction.
    async fn announce(
        self,
        organization: &organization::Model,
        accounts: impl IntoIterator<Item = Uuid>,
        update: &StatusUpdate,
    ) -> Result<(), RecordError> {
        let now = self.surroundings.now();
        let others = accounts
            .into_iter()
            .filter(|account| !self.actor.is(*account));
        status::record_for_all(self.transaction, now, organization, others, update).await?;
        Ok(())
    }

    /// Adds an event about an organization to the log of `account`.
    async fn tell(
        self,
        account: Uuid,
        kind: SecurityEventKind,
        organization: &str,
    ) -> Result<(), RecordError> {
        record(
            self.transaction,
            self.surroundings,
            account,
            kind,
            Some(organization),
            self.actor.origin_for(account),
        )
        .await
    }
}
