//! Managing the members of an organization.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::time::Duration;

use uuid::Uuid;

use super::{Actor, Changing, hold_as};
use crate::auth::{ActiveSession, AuthError};
use crate::domain::{EmailAddress, Members, Role, RoleRuleBroken, RoleSet};
use crate::portal::Portal;
use crate::store::members::{self, Member};
use crate::store::{StoreError, accounts};

/// What comes of making an account a member.
#[derive(Debug)]
pub enum AddMemberOutcome {
    /// It is one.
    Added(Box<Member>),
    /// There is no account with that address.
    AccountNotFound,
    /// It was one before, and stays what it was.
    AlreadyMember(Box<Member>),
    /// The person looked up as many addresses as they may.
    TooManyAttempts {
        /// When the next one counts.
        retry_after: Duration,
    },
}

/// What comes of giving a member other roles.
#[derive(Debug)]
pub enum ChangeRolesOutcome {
    /// They count from the member's next request on.
    Changed(Box<Member>),
    /// The member has other roles than the person saw.
    ChangedMeanwhile(Box<Member>),
    /// There is no such member.
    NotFound,
    /// The rules forbid it.
    Refused(RoleRuleBroken),
}

/// What comes of ending a membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemoveMemberOutcome {
    /// It counts from the member's next request on.
    Removed,
    /// There is no such member.
    NotFound,
    /// The owner stays.
    OwnerStays,
}

impl Portal {
    /// Makes the account with this address a member of the organization in view.
    ///
    /// # Errors
    ///
    /// When the person may not do so any more, or the store fails.
    pub async fn add_member(
        &self,
        session: &ActiveSession,
        email: &EmailAddress,
        roles: &RoleSet,
        peer: IpAddr,
    ) -> Result<AddMemberOutcome, AuthError> {
        if let Err(refused) = self.attempts.check_administrator(session.account.id) {
            let retry_after = refused.retry_after;
            return Ok(AddMemberOutcome::TooManyAttempts { retry_after });
        }
        let transaction = self.store.begin_write().await?;
        let organization = hold_as(Members::Administrators, &transaction, session).await?;
        let Some(account) = accounts::by_email(&transaction, email).await? else {
            return Ok(AddMemberOutcome::AccountNotFound);
        };
        let before = members::by_account(&transaction, organization.id, account.id).await?;
        if let Some(member) = before {
            return Ok(AddMemberOutcome::AlreadyMember(Box::new(member)));
        }
        let changing = Changing {
            transaction: &transaction,
            surroundings: &self.surroundings,
            actor: Actor::Person { session, peer },
        };
        changing
            .give_roles(&organization, account.id, roles)
            .await?;
        let member = members::by_account(&transaction, organization.id, account.id)
            .await?
            .ok_or(StoreError::Inconsistent("a new member is none"))?;
        transaction.commit().await?;
        Ok(AddMemberOutcome::Added(Box::new(member)))
    }

    /// Gives a member of the organization in view these roles in place of those `from` which the person saw.
    ///
    /// # Errors
    ///
    /// As [`add_member`](Self::add_member).
    pub async fn change_member_roles(
        &self,
        session: &ActiveSession,
        account: Uuid,
        from: Vec<Role>,
        roles: &RoleSet,
        peer: IpAddr,
    ) -> Result<ChangeRolesOutcome, AuthError> {
        let transaction = self.store.begin_write().await?;
        let organization = hold_as(Members::Administrators, &transaction, session).await?;
        let found = members::by_account(&transaction, organization.id, account).await?;
        let Some(mut member) = found else {
            return Ok(ChangeRolesOutcome::NotFound);
        };
        if organization.owner_id == account {
            return Ok(ChangeRolesOutcome::Refused(RoleRuleBroken::OwnerChanged));
        }
        if !BTreeSet::from_iter(from)
            .into_iter()
            .eq(member.roles.iter().copied())
        {
            return Ok(ChangeRolesOutcome::ChangedMeanwhile(Box::new(member)));
        }
        let changing = Changing {
            transaction: &transaction,
            surroundings: &self.surroundings,
            actor: Actor::Person { session, peer },
        };
        changing.give_roles(&organization, account, roles).await?;
        transaction.commit().await?;
        member.roles = roles.iter().collect();
        Ok(ChangeRolesOutcome::Changed(Box::new(member)))
    }

    /// Ends a membership in the organization in view.
    ///
    /// # Errors
    ///
    /// As [`add_member`](Self::add_member).
    pub async fn remove_member(
        &self,
        session: &ActiveSession,
        account: Uuid,
        peer: IpAddr,
    ) -> Result<RemoveMemberOutcome, AuthError> {
        let transaction = self.store.begin_write().await?;
        let organization = hold_as(Members::Administrators, &transaction, session).await?;
        if organization.owner_id == account {
            return Ok(RemoveMemberOutcome::OwnerStays);
        }
        let changing = Changing {
            transaction: &transaction,
            surroundings: &self.surroundings,
            actor: Actor::Person { session, peer },
        };
        if !changing.end_membership(&organization, account).await? {
            return Ok(RemoveMemberOutcome::NotFound);
        }
        transaction.commit().await?;
        Ok(RemoveMemberOutcome::Removed)
    }
}
