//! Members of the organization in view, and their roles.

use portal_client::{AddMemberAnswer, ChangeMemberRolesAnswer, RemoveMemberAnswer};

use super::ProfileApp;
use super::access::OrganizationAccess;
use crate::announcements::Announcement;
use crate::failure::Failure;
use crate::from_portal;
use crate::members::{
    AddMemberOutcome, ChangeMemberRolesOutcome, MembersPage, RemoveMemberOutcome,
};
use crate::profile::Role;

/// Members of a page.
const PAGE: u8 = 50;

impl ProfileApp {
    /// Members by name, those after the cursor `after`; `search` is a part of a name or address, all when empty.
    ///
    /// # Errors
    /// As [`Self::organizations`], and [`NotAllowed`](crate::failure::FailureCode::NotAllowed).
    pub async fn members(&self, search: &str, after: Option<&str>) -> Result<MembersPage, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let search = Some(search.trim()).filter(|search| !search.is_empty());
        let list = |access: OrganizationAccess| async move {
            let (portal, caller) = (&access.portal, access.caller());
            portal.members(caller, PAGE, after, search).await
        };
        let page = self.look(&session, &moment, list).await?;
        Ok(from_portal::members_page(page))
    }

    /// Makes the account with this address a member.
    ///
    /// # Errors
    /// As [`Self::members`]. Refusals are outcomes.
    pub async fn add_member(
        &self,
        email: &str,
        roles: &[Role],
    ) -> Result<AddMemberOutcome, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let (email, roles) = (email.trim(), from_portal::contract_roles(roles));
        let add = |access: OrganizationAccess| {
            let roles = roles.clone();
            async move {
                access
                    .portal
                    .add_member(access.caller(), email, roles)
                    .await
            }
        };
        let adding = self.ask_about(&session, moment.organization(), add);
        let is_member = |answer: &_| {
            matches!(
                answer,
                AddMemberAnswer::Added(_) | AddMemberAnswer::AlreadyMember(_)
            )
        };
        Ok(
            match self.change(&session, &moment, adding, is_member).await? {
                AddMemberAnswer::Added(member) => {
                    let member = from_portal::member(*member);
                    let display_name = member.display_name.clone();
                    self.announce_to(
                        &session,
                        Announcement::MemberAdded { display_name }.about(moment.about()),
                    );
                    AddMemberOutcome::Added { member }
                }
                AddMemberAnswer::AccountNotFound => AddMemberOutcome::AccountNotFound,
                AddMemberAnswer::AlreadyMember(member) => AddMemberOutcome::AlreadyMember {
                    member: from_portal::member(*member),
                },
                AddMemberAnswer::RolesRefused(reason) => from_portal::roles_refusal(reason)
                    .map_or(AddMemberOutcome::Unsupported, |reason| {
                        AddMemberOutcome::RolesRefused { reason }
                    }),
                AddMemberAnswer::TooManyAttempts {
                    retry_after_seconds,
                } => AddMemberOutcome::TooManyAttempts {
                    retry_after_seconds,
                },
                AddMemberAnswer::Unknown => AddMemberOutcome::Unsupported,
            },
        )
    }

    /// Gives a member other roles; `from` as the person saw them.
    ///
    /// # Errors
    /// As [`Self::members`]. Refusals are outcomes.
    pub async fn change_member_roles(
        &self,
        member: &str,
        from: &[Role],
        roles: &[Role],
    ) -> Result<ChangeMemberRolesOutcome, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let from = from_portal::contract_roles(from);
        let roles = from_portal::contract_roles(roles);
        let change = |access: OrganizationAccess| {
            let (from, roles) = (from.clone(), roles.clone());
            async move {
                let (portal, caller) = (&access.portal, access.caller());
                portal
                    .change_member_roles(caller, member, from, roles)
                    .await
            }
        };
        let changing = self.ask_about(&session, moment.organization(), change);
        let is_saved = |answer: &_| matches!(answer, ChangeMemberRolesAnswer::Changed(_));
        let answer = self.change(&session, &moment, changing, is_saved).await?;
        Ok(match answer {
            ChangeMemberRolesAnswer::Changed(member) => {
                let member = from_portal::member(*member);
                let display_name = member.display_name.clone();
                self.announce_to(
                    &session,
                    Announcement::MemberRolesChanged { display_name }.about(moment.about()),
                );
                ChangeMemberRolesOutcome::Changed { member }
            }
            ChangeMemberRolesAnswer::ChangedMeanwhile(member) => {
                ChangeMemberRolesOutcome::ChangedMeanwhile {
                    member: from_portal::member(*member),
                }
            }
            ChangeMemberRolesAnswer::NotFound => ChangeMemberRolesOutcome::NotFound,
            ChangeMemberRolesAnswer::RolesRefused(reason) => from_portal::roles_refusal(reason)
                .map_or(ChangeMemberRolesOutcome::Unsupported, |reason| {
                    ChangeMemberRolesOutcome::RolesRefused { reason }
                }),
            ChangeMemberRolesAnswer::Unknown => ChangeMemberRolesOutcome::Unsupported,
        })
    }

    /// Ends a membership.
    ///
    /// # Errors
    /// As [`Self::members`]. Refusals are outcomes.
    pub async fn remove_member(&self, member: &str) -> Result<RemoveMemberOutcome, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let remove = |access: OrganizationAccess| async move {
            access.portal.remove_member(access.caller(), member).await
        };
        let removing = self.ask_about(&session, moment.organization(), remove);
        let is_gone = |answer: &_| {
            matches!(
                answer,
                RemoveMemberAnswer::Removed | RemoveMemberAnswer::NotFound
            )
        };
        match self.change(&session, &moment, removing, is_gone).await? {
            RemoveMemberAnswer::Removed => {
                if let Some(organization) = moment.organization_name.clone() {
                    self.announce_to(
                        &session,
                        Announcement::MemberRemoved { organization }.about(moment.about()),
                    );
                }
                Ok(RemoveMemberOutcome::Removed)
            }
            RemoveMemberAnswer::NotFound => Ok(RemoveMemberOutcome::NotFound),
            RemoveMemberAnswer::OwnerStays => Ok(RemoveMemberOutcome::OwnerStays),
            RemoveMemberAnswer::Unknown => Err(Failure::answer_unknown()),
        }
    }
}
