//! Organizations, as their members work in them, change them and leave them.

mod about;
mod creating;
mod ending;
mod keys;
mod listing;
mod members;
mod names_and_pictures;
mod picture_purge;
mod rules_of_roles;
mod settings;
mod switching;

use anyhow::{Context, Result};
use portal_server::store::accounts;
use serde_json::{Value, json};

use crate::support::TestPortal;

pub(crate) const CREATE: &str = "mutation ($input: CreateOrganizationInput!) { createOrganization(input: $input) {
    __typename ... on OrganizationCreated { viewer { organization { id name kind imagePath viewerRoles
        viewerCanAdminister viewerCanLeave viewerPages } } }
    ... on OrganizationNameRefused { nameReason: reason maximumLength }
    ... on PictureRefused { reason } ... on OrganizationLimitReached { owned limit } } }";
pub(crate) const SWITCH: &str = "mutation ($organization: ID!) {
    switchOrganization(input: { organization: $organization }) { __typename
    ... on OrganizationSwitched { viewer { organization { id name viewerRoles } } } } }";
pub(crate) const SETTINGS: &str = "{ organizationSettings { name imagePath version mfaRequiredSince members
    membersWithoutMfa viewerWithoutMfa deletion { devices otherMembers apiKeys credits exports } apiKeys { usable limit } } }";
pub(crate) const UPDATE: &str =
    "mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) {
    __typename ... on OrganizationUpdated { settings { name imagePath version }
        viewer { organization { name imagePath } } }
    ... on OrganizationChangedMeanwhile { settings { name version } }
    ... on OrganizationNameRefused { nameReason: reason } ... on PictureRefused { reason } } }";
pub(crate) const REQUIRE_MFA: &str =
    "mutation ($input: SetMfaRequirementInput!) { setMfaRequirement(input: $input) {
    __typename ... on OrganizationUpdated { settings { mfaRequiredSince version }
        viewer { organization { mfaRequiredSince } } }
    ... on OrganizationChangedMeanwhile { settings { version } } } }";
pub(crate) const LEAVE: &str = "mutation { leaveOrganization { __typename
    ... on OrganizationLeft { viewer { organization { kind } } } } }";
pub(crate) const DELETE: &str =
    "mutation ($input: DeleteOrganizationInput!) { deleteOrganization(input: $input) {
    __typename ... on OrganizationDeleted { viewer { organization { kind } } } } }";
pub(crate) const ADD: &str = "mutation ($input: AddMemberInput!) { addMember(input: $input) { __typename
    ... on MemberAdded { member { ...member } } ... on AlreadyMember { member { ...member } }
    ... on RolesRefused { reason } ... on TooManyAttempts { retryAfterSeconds } } }
    fragment member on Member { id displayName email avatarPath roles mfaEnabled memberSince isViewer
        rolesCanChange canBeRemoved }";
pub(crate) const CHANGE_ROLES: &str = "mutation ($input: ChangeMemberRolesInput!) { changeMemberRoles(input: $input) {
    __typename ... on MemberRolesChanged { member { roles } } ... on MemberChangedMeanwhile { member { roles } }
    ... on RolesRefused { reason } } }";
pub(crate) const REMOVE: &str =
    "mutation ($input: RemoveMemberInput!) { removeMember(input: $input) { __typename
    ... on MemberRemoved { member } } }";
pub(crate) const IN_VIEW: &str = "{ viewer { organization { id name viewerRoles } } }";

/// What creates an organization, made once for each name.
pub(crate) fn creation(name: &str) -> Value {
    json!({ "input": { "name": name, "idempotencyKey": format!("creation of {name:>20}") } })
}

/// The id of a new organization, in which the session works from now on. A name is good for several.
pub(crate) async fn create(portal: &TestPortal, token: &str, name: &str) -> Result<String> {
    let mut input = creation(name);
    let key = format!("creation {}", uuid::Uuid::from_u128(random()?));
    input["input"]["idempotencyKey"] = json!(key);
    let created = portal.answer(token, CREATE, input).await?;
    let id = created["viewer"]["organization"]["id"].as_str();
    Ok(id.with_context(|| created.to_string())?.to_owned())
}

fn random() -> Result<u128> {
    use portal_server::surroundings::{Randomness, SystemRandomness};

    let mut bytes = [0; 16];
    SystemRandomness.fill(&mut bytes)?;
    Ok(u128::from_ne_bytes(bytes))
}

/// The id of the organization that a session has in view.
pub(crate) async fn in_view(portal: &TestPortal, token: &str) -> Result<String> {
    let viewer = portal.answer(token, IN_VIEW, Value::Null).await?;
    let id = viewer["organization"]["id"].as_str();
    Ok(id.context("no organization in view")?.to_owned())
}

/// The id of an account.
pub(crate) async fn id_of(portal: &TestPortal, email: &str) -> Result<String> {
    let account = accounts::by_email(portal.store.read(), &email.parse()?).await?;
    Ok(account.context("no account")?.id.to_string())
}

/// The version of an organization, as a session sees it.
pub(crate) async fn version(
    portal: &TestPortal,
    organization: &str,
    token: &str,
) -> Result<String> {
    let settings = portal
        .answer_about(organization, token, SETTINGS, Value::Null)
        .await?;
    let version = settings["version"].as_str();
    Ok(version.with_context(|| settings.to_string())?.to_owned())
}

/// Makes an account a member, or fails.
pub(crate) async fn add(
    portal: &TestPortal,
    organization: &str,
    token: &str,
    email: &str,
    roles: &[&str],
) -> Result<()> {
    let input = json!({ "input": { "email": email, "roles": roles } });
    let added = portal.answer_about(organization, token, ADD, input).await?;
    anyhow::ensure!(added["__typename"] == "MemberAdded", "{added}");
    Ok(())
}
