//! The authorization matrix: who may do what, written down by hand and held against the running portal, so that a
//! wrong row in the portal's own table shows.

mod calls;
mod table;
mod world;

use anyhow::{Context, ensure};
use portal_server::domain::{Role, RoleSet};
use portal_server::graphql::access::{MUTATIONS, QUERIES};
use rstest::rstest;

use self::calls::{CALLS, Ids, OF_OTHERS};
use self::table::{PERSONAL, matrix};
use self::world::{Proof, World};
use super::dump::Dump;
use crate::support::{Backend, Tested, code};

#[test]
fn every_field_is_in_the_matrix_and_has_a_call() {
    let portals: Vec<_> = QUERIES
        .iter()
        .chain(MUTATIONS)
        .map(|(name, _)| *name)
        .collect();
    let matrix = matrix();
    for field in &portals {
        assert!(matrix.contains_key(field), "{field} is not in the matrix");
        assert!(
            CALLS.iter().any(|(name, _)| name == field),
            "{field} has no call"
        );
    }
    assert_eq!(
        matrix.len(),
        portals.len(),
        "the matrix has what nobody can call"
    );
    assert_eq!(CALLS.len(), portals.len());
}

/// What takes an id is held against others' ids.
#[test]
fn every_id_of_the_contract_is_tried_with_somebody_elses() {
    let sdl = portal_server::graphql::sdl();
    let block = |kind: &str, name: &str| {
        let start = format!("\n{kind} {name} {{");
        let (_, rest) = sdl
            .split_once(&start)
            .unwrap_or_else(|| panic!("no {name}"));
        rest.split_once("\n}")
            .map_or(rest, |(body, _)| body)
            .to_owned()
    };
    for root in ["Query", "Mutation"] {
        for line in block("type", root).lines() {
            let Some((field, rest)) = line.trim().split_once('(') else {
                continue;
            };
            if line.trim().starts_with('"') {
                continue;
            }
            let input = rest
                .split_once("input: ")
                .and_then(|(_, rest)| rest.split_once('!'));
            let takes_id = match input {
                Some((input, _)) => block("input", input).contains(": ID"),
                None => rest.contains(": ID"),
            };
            let tried = OF_OTHERS.iter().any(|(name, _)| *name == field);
            assert_eq!(takes_id, tried, "{field}");
        }
    }
}

#[rstest]
#[tokio::test]
async fn nobody_does_what_the_matrix_does_not_allow(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let world = World::new(backend).await?;
    let matrix = matrix();
    let foreign = Some(&*world.foreign.organization);
    let names = Role::ALL.map(Role::name);
    let names: Vec<&str> = names.into_iter().chain(["personal account"]).collect();
    // A key's first use is noted, whatever comes of it.
    for secret in world
        .people
        .iter()
        .filter_map(|person| person.secret.as_ref())
    {
        world
            .ask(Proof::Key(secret), None, "{ viewer { id } }")
            .await?;
    }
    for &(field, call) in CALLS {
        let row = &matrix[field];
        let call = (field, call);
        for about in [None, foreign, Some("garbled")] {
            let expected = (!row.anyone).then_some("UNAUTHENTICATED");
            world
                .expect("nobody", Proof::None, about, call, expected)
                .await?;
        }
        for (column, person) in world.people.iter().enumerate() {
            let (who, own) = (names[column], Some(&*person.organization));
            if let Some(secret) = &person.secret {
                let proof = Proof::Key(secret);
                let allowed = row.key && row.roles[column];
                let expected = (!allowed).then_some("FORBIDDEN");
                let who = format!("a key of {who}");
                world.expect(&who, proof, own, call, expected).await?;
                let expected = Some("ORGANIZATION_UNAVAILABLE");
                world.expect(&who, proof, foreign, call, expected).await?;
            }
            // Whoever has but a personal account is no member of the others' organization.
            let proof = Proof::Session(&person.token);
            let expected = Some("ORGANIZATION_UNAVAILABLE");
            world.expect(who, proof, foreign, call, expected).await?;
            if column == PERSONAL {
                let shared = Some(&*world.people[0].organization);
                world
                    .expect("no member", proof, shared, call, expected)
                    .await?;
            }
        }
    }
    for (column, person) in world.people.iter().enumerate() {
        let proof = Proof::Session(&person.token);
        let own = Some(&*person.organization);
        for &(field, call) in CALLS {
            let allowed = matrix[field].roles[column];
            let expected = (!allowed).then_some("FORBIDDEN");
            let call = (field, call);
            world
                .expect(names[column], proof, own, call, expected)
                .await?;
            if field == "leaveOrganization" && (1..PERSONAL).contains(&column) {
                let roles = RoleSet::granted([Role::ALL[column]])?;
                let (operator, email) = (&world.portal.operator, person.email.parse()?);
                operator.set_roles(&world.selection, &email, &roles).await?;
            }
        }
        let over = world.ask(proof, own, "{ viewer { id } }").await?;
        ensure!(code(&over) == Some("UNAUTHENTICATED"), "{over}");
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn somebody_elses_ids_look_like_none(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let world = World::new(backend).await?;
    let owner = &world.people[0];
    let (proof, own) = (Proof::Session(&owner.token), Some(&*owner.organization));
    let before = Dump::of(&world.portal.store).await?;
    for &(field, expected) in OF_OTHERS {
        let call = CALLS.iter().find(|(name, _)| *name == field);
        let (_, call) = call.context(field)?;
        let theirs = world.foreign.written_into(call);
        let answer = world.ask(proof, own, &theirs).await?;
        assert!(answer["errors"].is_null(), "{field}: {answer}");
        let kind = answer["data"][field]["__typename"].as_str();
        assert_eq!(kind, expected, "{answer}");
        let of_nobody = Ids::of_nothing(&uuid::Uuid::from_u128(7).to_string());
        let nobodys = world.ask(proof, own, &of_nobody.written_into(call)).await?;
        assert_eq!(answer, nobodys, "{field}");
    }
    let after = Dump::of(&world.portal.store).await?;
    before.ensure_same(&after, "somebody else's ids")
}
