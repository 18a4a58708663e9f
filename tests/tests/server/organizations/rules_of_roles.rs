//! Whatever is done to a member, in whatever order, keeps the rules of roles.

use std::collections::BTreeSet;
use std::num::NonZeroU32;

use anyhow::Result;
use portal_server::auth::AttemptPolicy;
use portal_server::domain::Role;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{Config, TestRunner};
use rstest::rstest;
use serde_json::{Value, json};

use super::{ADD, CHANGE_ROLES, IN_VIEW, REMOVE, id_of, in_view};
use crate::support::{ADA, Backend, LINUS, Settings, TestPortal, Tested, code};

/// One step of somebody who manages an organization.
#[derive(Clone, Debug)]
enum Step {
    Add(Vec<Role>),
    Change { from_seen: bool, to: Vec<Role> },
    Remove,
}

fn roles() -> impl Strategy<Value = Vec<Role>> {
    subsequence(Role::ALL.to_vec(), 0..=3).prop_shuffle()
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        roles().prop_map(Step::Add),
        (any::<bool>(), roles()).prop_map(|(from_seen, to)| Step::Change { from_seen, to }),
        (any::<bool>(), select(Role::ALL[1..].to_vec())).prop_map(|(from_seen, role)| {
            Step::Change {
                from_seen,
                to: vec![role],
            }
        }),
        Just(Step::Remove),
    ]
}

/// Why these roles can't be granted together, as DESIGN has it.
fn broken(roles: &[Role]) -> Option<&'static str> {
    let set = BTreeSet::from_iter(roles);
    let exclusive = set.contains(&Role::Admin) || set.contains(&Role::ChartViewerOnly);
    match () {
        () if set.is_empty() => Some("NO_ROLE"),
        () if set.contains(&Role::Owner) => Some("OWNER_GRANTED"),
        () if exclusive && set.len() > 1 => Some("NOT_ALONE"),
        () => None,
    }
}

fn named(roles: impl IntoIterator<Item = Role>) -> Value {
    let names = roles.into_iter();
    json!(
        names
            .map(|role| role.name().to_uppercase().replace('-', "_"))
            .collect::<Vec<_>>()
    )
}

/// Whatever is done in whatever order comes to what a set of roles in a variable comes to.
#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn members_follow_the_rules_of_roles(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    const PLENTY: NonZeroU32 = NonZeroU32::new(10_000).unwrap();
    let settings = Settings {
        attempts: AttemptPolicy {
            per_administrator: PLENTY,
            ..AttemptPolicy::default()
        },
        ..Settings::default()
    };
    let portal = TestPortal::start_as(backend, settings).await?;
    let ada = portal.sign_in(ADA).await?;
    let linus = portal.sign_in(LINUS).await?;
    let acme = in_view(&portal, &ada).await?;
    let member = id_of(&portal, LINUS).await?;
    let take = async |step: &Step, model: &mut Option<BTreeSet<Role>>| -> Result<()> {
        let (document, input, expected) = match step {
            Step::Add(roles) => {
                let expected = match (broken(roles), &model) {
                    (Some(reason), _) => reason,
                    (None, Some(_)) => "AlreadyMember",
                    (None, None) => "MemberAdded",
                };
                if expected == "MemberAdded" {
                    *model = Some(BTreeSet::from_iter(roles.iter().copied()));
                }
                let input = json!({ "email": LINUS, "roles": named(roles.iter().copied()) });
                (ADD, input, expected)
            }
            Step::Change { from_seen, to } => {
                let current = model.clone().unwrap_or_default();
                let from = match from_seen {
                    true => current.clone(),
                    false => BTreeSet::from([Role::WorkflowEditor]),
                };
                let expected = match (broken(to), &model) {
                    (Some(reason), _) => reason,
                    (None, None) => "MemberNotFound",
                    (None, Some(_)) if from != current => "MemberChangedMeanwhile",
                    (None, Some(_)) => "MemberRolesChanged",
                };
                if expected == "MemberRolesChanged" {
                    *model = Some(BTreeSet::from_iter(to.iter().copied()));
                }
                let input = json!({ "member": member, "from": named(from),
                    "roles": named(to.iter().copied()) });
                (CHANGE_ROLES, input, expected)
            }
            Step::Remove => {
                let expected = match model.take() {
                    Some(_) => "MemberRemoved",
                    None => "MemberNotFound",
                };
                (REMOVE, json!({ "member": member }), expected)
            }
        };
        let answer = portal
            .answer(&ada, document, json!({ "input": input }))
            .await?;
        let told = match answer["reason"].as_str() {
            Some(reason) => reason,
            None => answer["__typename"].as_str().unwrap_or_default(),
        };
        anyhow::ensure!(told == expected, "{step:?}: {answer}, not {expected}");
        let seen = portal
            .ask_about(&acme, &linus, IN_VIEW, Value::Null)
            .await?;
        match model {
            Some(roles) => {
                let seen = &seen["data"]["viewer"]["organization"]["viewerRoles"];
                anyhow::ensure!(*seen == named(roles.iter().copied()), "{step:?}: {seen}");
            }
            None => anyhow::ensure!(code(&seen) == Some("ORGANIZATION_UNAVAILABLE"), "{seen}"),
        }
        Ok(())
    };
    let runtime = tokio::runtime::Handle::current();
    let mut runner = TestRunner::new(Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    });
    tokio::task::block_in_place(|| {
        runner.run(&proptest::collection::vec(step(), 1..8), |steps| {
            runtime
                .block_on(async {
                    let mut model = None;
                    for step in &steps {
                        take(step, &mut model).await?;
                    }
                    take(&Step::Remove, &mut model).await
                })
                .map_err(|error| TestCaseError::fail(error.to_string()))
        })
    })?;
    Ok(())
}
