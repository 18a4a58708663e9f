//! Members of the organization in view, and their roles.

use cynic::{MutationBuilder, QueryBuilder};

use super::PortalClient;
use crate::error::ClientError;
use crate::graphql::Caller;
use crate::operations::members::{MemberList, Members, MembersVariables};
use crate::operations::memberships::{
    AddMember, AddMemberAnswer, AddMemberInput, AddMemberVariables, ChangeMemberRoles,
    ChangeMemberRolesAnswer, ChangeMemberRolesInput, ChangeMemberRolesVariables, RemoveMember,
    RemoveMemberAnswer, RemoveMemberInput, RemoveMemberVariables,
};
use crate::operations::viewer::Role;
use crate::retry::repeatedly;

impl PortalClient {
    /// At most `first` members, 1 to 100, whose name or address holds `search`; those after the cursor `after`.
    ///
    /// # Errors
    /// [`ClientError::NotAllowed`], [`ClientError::OrganizationUnavailable`], [`ClientError::Unauthenticated`], or
    /// when the portal can't be asked.
    pub async fn members(
        &self,
        caller: Caller<'_>,
        first: u8,
        after: Option<&str>,
        search: Option<&str>,
    ) -> Result<MemberList, ClientError> {
        let operation = Members::build(MembersVariables {
            first: first.into(),
            after,
            search,
        });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.members)
    }

    /// Makes the account with this address a member. Never repeated unasked.
    ///
    /// # Errors
    /// As [`Self::members`]. Refusals are answers.
    pub async fn add_member(
        &self,
        caller: Caller<'_>,
        email: &str,
        roles: Vec<Role>,
    ) -> Result<AddMemberAnswer, ClientError> {
        let input = AddMemberInput { email, roles };
        let operation = AddMember::build(AddMemberVariables { input });
        let answer = self.run(&operation, caller.into()).await?;
        Ok(answer.add_member.into())
    }

    /// Gives a member other roles than those that the person saw. Never repeated unasked.
    ///
    /// # Errors
    /// As [`Self::members`]. Refusals are answers.
    pub async fn change_member_roles(
        &self,
        caller: Caller<'_>,
        member: &str,
        from: Vec<Role>,
        roles: Vec<Role>,
    ) -> Result<ChangeMemberRolesAnswer, ClientError> {
        let input = ChangeMemberRolesInput {
            member: &cynic::Id::new(member),
            from,
            roles,
        };
        let operation = ChangeMemberRoles::build(ChangeMemberRolesVariables { input });
        let answer = self.run(&operation, caller.into()).await?;
        Ok(answer.change_member_roles.into())
    }

    /// Ends a membership. Never repeated unasked.
    ///
    /// # Errors
    /// As [`Self::members`]. Refusals are answers.
    pub async fn remove_member(
        &self,
        caller: Caller<'_>,
        member: &str,
    ) -> Result<RemoveMemberAnswer, ClientError> {
        let input = RemoveMemberInput {
            member: &cynic::Id::new(member),
        };
        let operation = RemoveMember::build(RemoveMemberVariables { input });
        let answer = self.run(&operation, caller.into()).await?;
        Ok(answer.remove_member.into())
    }
}
