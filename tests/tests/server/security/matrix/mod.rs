//! The authorization matrix: who may do what by the portal's own table, held against the running portal for every
//! field and role. A part of it is written down by hand, so that a wrong row shows.

mod calls;
mod parts;
mod table;
mod world;

use anyhow::{Context, ensure};
use portal_server::domain::{Role, RoleSet};
use rstest::rstest;

use self::calls::{CALLS, Ids, OF_OTHERS};
use self::table::{PERSONAL, matrix, stated};
use self::world::{Proof, World};
use super::dump::Dump;
use crate::support::{Backend, Tested, code};

#[test]
fn every_field_of_the_table_has_a_call() {
    let matrix = matrix();
    for field in matrix.keys() {
        assert!(
            CALLS.iter().any(|(name, _)| name == field),
            "{field} has no call"
        );
    }
    assert_eq!(CALLS.len(), matrix.len());
}

#[test]
fn what_is_stated_of_a_field_is_in_the_table() {
    let matrix = matrix();
    for (field, row) in stated() {
        if !field.contains('.') {
            assert_eq!(matrix.get(field), Some(&row), "{field}");
        }
    }
}

/// The fields of a type of the published schema, or of an input.
fn block(sdl: &str, kind: &str, name: &str) -> String {
    let start = format!("\n{kind} {name} {{");
    let (_, rest) = sdl
        .split_once(&start)
        .unwrap_or_else(|| panic!("no {name}"));
    rest.split_once("\n}")
        .map_or(rest, |(body, _)| body)
        .to_owned()
}

/// What takes an id is held against others' ids.
#[test]
fn every_id_of_the_contract_is_tried_with_somebody_elses() {
    let sdl = portal_server::graphql::sdl();
    for root in ["Query", "Mutation"] {
        for line in block(&sdl, "type", root).lines() {
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
                Some((input, _)) => block(&sdl, "input", input).contains(": ID"),
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
    for person in &world.people {
        world
            .ask(Proof::Key(&person.secret), None, "{ viewer { id } }")
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
            let key = Proof::Key(&person.secret);
            let allowed = row.key && row.roles[column];
            let expected = (!allowed).then_some("FORBIDDEN");
            let with_key = format!("a key of {who}");
            world.expect(&with_key, key, own, call, expected).await?;
            let session = Proof::Session(&person.token);
            // Whoever has but a personal account is no member of the others' organization.
            let shared = (column == PERSONAL).then_some(&*world.people[0].organization);
            for place in [foreign, shared].into_iter().flatten() {
                let expected = Some("ORGANIZATION_UNAVAILABLE");
                for (who, proof) in [(&*with_key, key), (who, session)] {
                    world
                        .expect(who, proof, Some(place), call, expected)
                        .await?;
                }
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
