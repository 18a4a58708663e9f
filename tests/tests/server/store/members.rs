//! Members and the rules of their roles.

use std::collections::BTreeSet;

use futures_util::future::try_join_all;
use portal_server::administration::{AdministrationError, OrganizationSelection};
use portal_server::domain::{Plan, Role, RoleRuleBroken, RoleSet};
use portal_server::store::memberships;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use rstest::rstest;

use super::Operator;
use crate::support::{Backend, Tested};

proptest! {
    /// A choice is taken exactly when it keeps the rules, and then as it is.
    #[test]
    fn what_may_be_granted_keeps_the_rules(
        chosen in subsequence(Role::ALL.to_vec(), 0..=Role::ALL.len()).prop_shuffle(),
        repeated in select(Role::ALL.to_vec()),
    ) {
        let mut asked = chosen.clone();
        if chosen.contains(&repeated) {
            asked.push(repeated);
        }
        let exclusive = [Role::Admin, Role::ChartViewerOnly]
            .into_iter()
            .find(|role| chosen.contains(role));
        let expected = if chosen.is_empty() {
            Err(RoleRuleBroken::NoRole)
        } else if chosen.contains(&Role::Owner) {
            Err(RoleRuleBroken::OwnerGranted)
        } else if let Some(role) = exclusive.filter(|_| chosen.len() > 1) {
            Err(RoleRuleBroken::NotAlone { role })
        } else {
            Ok(BTreeSet::from_iter(chosen))
        };
        prop_assert_eq!(RoleSet::granted(asked).map(|set| set.iter().collect()), expected);
    }
}

struct Team {
    operator: Operator,
    selection: OrganizationSelection,
    organization: uuid::Uuid,
    grace: uuid::Uuid,
}

async fn team(backend: Backend) -> anyhow::Result<Team> {
    let operator = Operator::new(backend).await?;
    operator.add_account("ada@acme.example").await?;
    let grace = operator.add_account("grace@acme.example").await?;
    let organization = operator
        .administration
        .add_organization(&"ACME".parse()?, &"ada@acme.example".parse()?, Plan::Free)
        .await?;
    Ok(Team {
        operator,
        selection: "ACME".parse()?,
        organization,
        grace,
    })
}

impl Team {
    async fn set(&self, email: &str, roles: &RoleSet) -> Result<(), AdministrationError> {
        let email = email.parse().unwrap();
        self.operator
            .administration
            .set_roles(&self.selection, &email, roles)
            .await
    }

    async fn roles_of_grace(&self) -> anyhow::Result<Vec<Role>> {
        let database = self.operator.store.read();
        Ok(memberships::roles(database, self.organization, self.grace).await?)
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn concurrent_changes_never_mix_roles(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let team = team(backend).await?;
    let sets = [
        RoleSet::granted([Role::Admin])?,
        RoleSet::granted([Role::ChartViewerOnly])?,
        RoleSet::granted([Role::BillingAdmin, Role::ChartEditor])?,
    ];
    for _ in 0..5 {
        try_join_all((0..9).map(|n| team.set("grace@acme.example", &sets[n % 3]))).await?;
        let roles = RoleSet::granted(team.roles_of_grace().await?)?;
        assert!(sets.contains(&roles), "{roles:?}");
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn new_roles_take_the_place_of_all_others(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let team = team(backend).await?;
    assert_eq!(team.roles_of_grace().await?, []);
    for roles in [
        vec![Role::BillingAdmin, Role::WorkflowEditor, Role::ChartEditor],
        vec![Role::Admin],
        vec![Role::DeviceTechnician],
    ] {
        let set = RoleSet::granted(roles.clone())?;
        team.set("grace@acme.example", &set).await?;
        assert_eq!(team.roles_of_grace().await?, roles);
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn the_owner_stays_the_owner(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let team = team(backend).await?;
    let admin = RoleSet::granted([Role::Admin])?;
    let owner_changed = |result: Result<(), AdministrationError>| {
        matches!(
            result,
            Err(AdministrationError::RoleRule(RoleRuleBroken::OwnerChanged))
        )
    };
    assert!(owner_changed(team.set("ada@acme.example", &admin).await));
    let removed = team
        .operator
        .administration
        .remove_member(&team.selection, &"ada@acme.example".parse()?)
        .await;
    assert!(owner_changed(removed));
    Ok(())
}

#[rstest]
#[tokio::test]
async fn what_can_not_be_is_refused(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let team = team(backend).await?;
    let admin = RoleSet::granted([Role::Admin])?;
    let unknown = team.set("nobody@acme.example", &admin).await;
    assert!(matches!(
        unknown,
        Err(AdministrationError::NoSuchAccount(_))
    ));
    let administration = &team.operator.administration;
    let grace = "grace@acme.example".parse()?;
    let not_a_member = administration.remove_member(&team.selection, &grace).await;
    assert!(matches!(
        not_a_member,
        Err(AdministrationError::NotAMember(_))
    ));
    let personal = "personal:ada@acme.example".parse()?;
    let shared = administration.set_roles(&personal, &grace, &admin).await;
    assert!(matches!(shared, Err(AdministrationError::PersonalAccount)));
    Ok(())
}
