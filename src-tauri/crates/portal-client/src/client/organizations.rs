//! The organizations of a person: choosing one, and what those who manage one can do.

use cynic::{MutationBuilder, QueryBuilder};
use secrecy::SecretString;

use super::PortalClient;
use crate::error::ClientError;
use crate::graphql::{Caller, Credentials};
use crate::operations::create_organization::{
    CreateOrganization, CreateOrganizationAnswer, CreateOrganizationInput,
    CreateOrganizationVariables,
};
use crate::operations::idempotency_key::IdempotencyKey;
use crate::operations::leaving::{
    DeleteOrganization, DeleteOrganizationAnswer, DeleteOrganizationInput,
    DeleteOrganizationVariables, LeaveOrganization, LeaveOrganizationAnswer,
};
use crate::operations::organization_settings::{
    LookAtOrganizationSettings, OrganizationSettings, PictureChange, SetMfaRequirement,
    SetMfaRequirementInput, SetMfaRequirementVariables, UpdateOrganization,
    UpdateOrganizationAnswer, UpdateOrganizationInput, UpdateOrganizationVariables,
};
use crate::operations::organizations::{
    OrganizationList, Organizations, OrganizationsVariables, SwitchOrganization,
    SwitchOrganizationAnswer, SwitchOrganizationInput, SwitchOrganizationVariables,
};
use crate::retry::repeatedly;

impl PortalClient {
    /// At most `first` organizations of the person, 1 to 1,000; those after the cursor `after`.
    ///
    /// # Errors
    /// [`ClientError::OrganizationUnavailable`], [`ClientError::Unauthenticated`], or when the portal can't be
    /// asked.
    pub async fn organizations(
        &self,
        caller: Caller<'_>,
        first: u16,
        after: Option<&str>,
    ) -> Result<OrganizationList, ClientError> {
        let first = first.into();
        let operation = Organizations::build(OrganizationsVariables { first, after });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.organizations)
    }

    /// Works in another organization from now on. Possible from wherever the session works, so it names none
    /// but that one.
    ///
    /// # Errors
    /// [`ClientError::Unauthenticated`], or when the portal can't be asked. Refusals are answers.
    pub async fn switch_organization(
        &self,
        token: &SecretString,
        organization: &str,
    ) -> Result<SwitchOrganizationAnswer, ClientError> {
        let input = SwitchOrganizationInput {
            organization: &cynic::Id::new(organization),
        };
        let operation = SwitchOrganization::build(SwitchOrganizationVariables { input });
        let answer = repeatedly(|| self.run(&operation, Credentials::account(token))).await?;
        Ok(answer.switch_organization.into())
    }

    /// Creates an organization, with a PNG in base64 as its `picture`, and works in it from now on. One wish has
    /// one `idempotency_key`, also when it is asked for again.
    ///
    /// # Errors
    /// As [`Self::switch_organization`].
    pub async fn create_organization(
        &self,
        token: &SecretString,
        name: &str,
        picture: Option<&str>,
        idempotency_key: &IdempotencyKey,
    ) -> Result<CreateOrganizationAnswer, ClientError> {
        let input = CreateOrganizationInput {
            name,
            picture,
            idempotency_key: idempotency_key.expose(),
        };
        let operation = CreateOrganization::build(CreateOrganizationVariables { input });
        let answer = repeatedly(|| self.run(&operation, Credentials::account(token))).await?;
        Ok(answer.create_organization.into())
    }

    /// What can be changed about the organization in view; `None` for who may not.
    ///
    /// # Errors
    /// As [`Self::organizations`].
    pub async fn organization_settings(
        &self,
        caller: Caller<'_>,
    ) -> Result<Option<OrganizationSettings>, ClientError> {
        let operation = LookAtOrganizationSettings::build(());
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.organization_settings)
    }

    /// Changes name and picture; `version` as in the settings that the person saw. Never repeated unasked.
    ///
    /// # Errors
    /// As [`Self::organizations`], and [`ClientError::NotAllowed`]. Refusals are answers.
    pub async fn update_organization(
        &self,
        caller: Caller<'_>,
        version: &str,
        name: &str,
        picture: PictureChange<'_>,
    ) -> Result<UpdateOrganizationAnswer, ClientError> {
        let input = UpdateOrganizationInput {
            version,
            name,
            picture,
        };
        let operation = UpdateOrganization::build(UpdateOrganizationVariables { input });
        let answer = self.run(&operation, caller.into()).await?;
        Ok(answer.update_organization.into())
    }

    /// Makes MFA a duty of all members, or lifts it; `version` as in the settings that the person saw. Never
    /// repeated unasked.
    ///
    /// # Errors
    /// As [`Self::update_organization`], and [`ClientError::ConfirmationRequired`].
    pub async fn set_mfa_requirement(
        &self,
        caller: Caller<'_>,
        version: &str,
        required: bool,
    ) -> Result<UpdateOrganizationAnswer, ClientError> {
        let input = SetMfaRequirementInput { version, required };
        let operation = SetMfaRequirement::build(SetMfaRequirementVariables { input });
        let answer = self.run(&operation, caller.into()).await?;
        Ok(answer.set_mfa_requirement.into())
    }

    /// Ends the person's membership, and works in the personal account from now on. Never repeated unasked.
    ///
    /// # Errors
    /// As [`Self::organizations`]. Refusals are answers.
    pub async fn leave_organization(
        &self,
        caller: Caller<'_>,
    ) -> Result<LeaveOrganizationAnswer, ClientError> {
        let operation = LeaveOrganization::build(());
        let answer = self.run(&operation, caller.into()).await?;
        Ok(answer.leave_organization.into())
    }

    /// Deletes the organization with this name, and works in the personal account from now on. Never repeated
    /// unasked.
    ///
    /// # Errors
    /// As [`Self::update_organization`], and [`ClientError::ConfirmationRequired`].
    pub async fn delete_organization(
        &self,
        caller: Caller<'_>,
        name: &str,
    ) -> Result<DeleteOrganizationAnswer, ClientError> {
        let input = DeleteOrganizationInput { name };
        let operation = DeleteOrganization::build(DeleteOrganizationVariables { input });
        let answer = self.run(&operation, caller.into()).await?;
        Ok(answer.delete_organization.into())
    }
}
