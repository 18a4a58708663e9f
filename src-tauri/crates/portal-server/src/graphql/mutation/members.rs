//! Managing the members of the organization in view, by those who administer it.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject, Union};

use super::{id_of, peer};
use crate::domain::{EmailAddress, Role, RoleRuleBroken, RoleSet};
use crate::graphql::Fault;
use crate::graphql::model::{AccountNotFound, Member, MemberNotFound, OwnerStays, TooManyAttempts};
use crate::graphql::query::Caller;
use crate::organizations::{AddMemberOutcome, ChangeRolesOutcome, RemoveMemberOutcome};
use crate::portal::Portal;

/// An account to make a member.
#[derive(InputObject)]
struct AddMemberInput {
    /// Address of an existing account; case doesn't count.
    email: String,
    /// What they may do.
    roles: Vec<Role>,
}

/// What came of making an account a member.
#[derive(Union)]
enum AddMemberResult {
    MemberAdded(MemberAdded),
    AccountNotFound(AccountNotFound),
    AlreadyMember(AlreadyMember),
    RolesRefused(RolesRefused),
    TooManyAttempts(TooManyAttempts),
}

/// The account is a member.
#[derive(SimpleObject)]
struct MemberAdded {
    /// Who it is.
    member: Member,
}

/// The account was a member before, and stays what it was.
#[derive(SimpleObject)]
struct AlreadyMember {
    /// Who it is.
    member: Member,
}

/// The rules of roles forbid it; nothing was changed.
#[derive(SimpleObject)]
struct RolesRefused {
    /// Why.
    reason: RolesRefusal,
}

/// Why roles are not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
enum RolesRefusal {
    /// A member has at least one role.
    NoRole,
    /// Owner is given to whoever creates the organization.
    OwnerGranted,
    /// The owner keeps that role.
    OwnerChanged,
    /// An exclusive role with others.
    NotAlone,
}

/// Roles to give to a member in place of all others.
#[derive(InputObject)]
struct ChangeMemberRolesInput {
    /// The account's id.
    member: ID,
    /// As the viewer saw them; anything else now refuses the change.
    from: Vec<Role>,
    /// What they may do from now on.
    roles: Vec<Role>,
}

/// What came of giving a member other roles.
#[derive(Union)]
enum ChangeMemberRolesResult {
    MemberRolesChanged(MemberRolesChanged),
    MemberChangedMeanwhile(MemberChangedMeanwhile),
    MemberNotFound(MemberNotFound),
    RolesRefused(RolesRefused),
}

/// The roles count from the member's next request on.
#[derive(SimpleObject)]
struct MemberRolesChanged {
    /// The member with these roles.
    member: Member,
}

/// Somebody else changed the member's roles since; nothing was changed.
#[derive(SimpleObject)]
struct MemberChangedMeanwhile {
    /// The member as they are now.
    member: Member,
}

/// The member to remove.
#[derive(InputObject)]
struct RemoveMemberInput {
    /// The account's id.
    member: ID,
}

/// What came of ending a membership.
#[derive(Union)]
enum RemoveMemberResult {
    MemberRemoved(MemberRemoved),
    MemberNotFound(MemberNotFound),
    OwnerStays(OwnerStays),
}

/// The account is no member from its next request on.
#[derive(SimpleObject)]
struct MemberRemoved {
    /// Their account's id.
    member: ID,
}

#[derive(Default)]
pub(super) struct MembersMutation;

#[Object]
impl MembersMutation {
    /// Makes an account a member of the organization in view. Only for its owner and admins.
    async fn add_member(
        &self,
        context: &Context<'_>,
        input: AddMemberInput,
    ) -> Result<AddMemberResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let roles = match RoleSet::granted(input.roles) {
            Ok(roles) => roles,
            Err(broken) => return Ok(AddMemberResult::RolesRefused(broken.into())),
        };
        // What is no address is nobody's.
        let Ok(email) = input.email.parse::<EmailAddress>() else {
            return Ok(AddMemberResult::AccountNotFound(AccountNotFound::default()));
        };
        let outcome = portal
            .add_member(session, &email, &roles, peer(context))
            .await?;
        let seen = |member| Member::seen_by(session, member);
        Ok(match outcome {
            AddMemberOutcome::Added(member) => AddMemberResult::MemberAdded(MemberAdded {
                member: seen(*member),
            }),
            AddMemberOutcome::AlreadyMember(member) => {
                AddMemberResult::AlreadyMember(AlreadyMember {
                    member: seen(*member),
                })
            }
            AddMemberOutcome::AccountNotFound => {
                AddMemberResult::AccountNotFound(AccountNotFound::default())
            }
            AddMemberOutcome::TooManyAttempts { retry_after } => {
                AddMemberResult::TooManyAttempts(retry_after.into())
            }
        })
    }

    /// Gives a member other roles, from their next request on. Only for the owner and admins of the organization in view.
    async fn change_member_roles(
        &self,
        context: &Context<'_>,
        input: ChangeMemberRolesInput,
    ) -> Result<ChangeMemberRolesResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let roles = match RoleSet::granted(input.roles) {
            Ok(roles) => roles,
            Err(broken) => return Ok(ChangeMemberRolesResult::RolesRefused(broken.into())),
        };
        let id = id_of(&input.member);
        let outcome = portal
            .change_member_roles(session, id, input.from, &roles, peer(context))
            .await?;
        let seen = |member| Member::seen_by(session, member);
        Ok(match outcome {
            ChangeRolesOutcome::Changed(member) => {
                ChangeMemberRolesResult::MemberRolesChanged(MemberRolesChanged {
                    member: seen(*member),
                })
            }
            ChangeRolesOutcome::ChangedMeanwhile(member) => {
                ChangeMemberRolesResult::MemberChangedMeanwhile(MemberChangedMeanwhile {
                    member: seen(*member),
                })
            }
            ChangeRolesOutcome::NotFound => {
                ChangeMemberRolesResult::MemberNotFound(MemberNotFound::default())
            }
            ChangeRolesOutcome::Refused(broken) => {
                ChangeMemberRolesResult::RolesRefused(broken.into())
            }
        })
    }

    /// Ends a membership, effective on that member's next request, and the API keys they created for the organization in view. Only for its owner and admins, who leave with `leaveOrganization` themselves.
    async fn remove_member(
        &self,
        context: &Context<'_>,
        input: RemoveMemberInput,
    ) -> Result<RemoveMemberResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let id = id_of(&input.member);
        let is_owner = id == session.organization.owner_id;
        if id == session.account.id && !is_owner {
            return Err(Fault::BadInput(
                "`member` is the signed-in person. Leave with `leaveOrganization`.".to_owned(),
            ));
        }
        Ok(
            match portal.remove_member(session, id, peer(context)).await? {
                RemoveMemberOutcome::Removed => {
                    RemoveMemberResult::MemberRemoved(MemberRemoved { member: id.into() })
                }
                RemoveMemberOutcome::NotFound => {
                    RemoveMemberResult::MemberNotFound(MemberNotFound::default())
                }
                RemoveMemberOutcome::OwnerStays => {
                    RemoveMemberResult::OwnerStays(OwnerStays::default())
                }
            },
        )
    }
}

impl From<RoleRuleBroken> for RolesRefused {
    fn from(broken: RoleRuleBroken) -> Self {
        Self {
            reason: match broken {
                RoleRuleBroken::NoRole => RolesRefusal::NoRole,
                RoleRuleBroken::OwnerGranted => RolesRefusal::OwnerGranted,
                RoleRuleBroken::OwnerChanged => RolesRefusal::OwnerChanged,
                RoleRuleBroken::NotAlone { .. } => RolesRefusal::NotAlone,
            },
        }
    }
}
