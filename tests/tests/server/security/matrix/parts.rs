//! Parts of answers that are not for all who may ask.

use portal_server::administration::OrganizationSelection;
use portal_server::domain::{Feature, Members, Plan, Role};
use portal_server::graphql::access::{PARTS, part_for};
use rstest::rstest;
use serde_json::Value;

use super::block;
use super::table::{Row, columns, matrix, stated};
use super::world::{Proof, World};
use crate::support::{Backend, Tested};

#[test]
fn what_is_stated_of_a_part_is_in_the_table() {
    let stated = stated();
    for &(parent, field, members) in PARTS {
        let row = Row {
            roles: columns(members),
            key: false,
            anyone: false,
        };
        let name = format!("{parent}.{field}");
        assert_eq!(stated.get(&*name), Some(&row), "{name}");
    }
    let parts = stated.keys().filter(|name| name.contains('.')).count();
    assert_eq!(parts, PARTS.len(), "a part is stated that is none");
}

#[test]
fn every_part_may_be_null() {
    let sdl = portal_server::graphql::sdl();
    for (parent, field, _) in PARTS {
        let fields = block(&sdl, "type", parent);
        let start = format!("{field}:");
        let line = fields.lines().find(|line| line.trim().starts_with(&start));
        let line = line.unwrap_or_else(|| panic!("no {parent}.{field}"));
        assert!(!line.trim().ends_with('!'), "{parent}.{field}");
    }
}

#[rstest]
#[tokio::test]
async fn each_part_is_shown_to_those_it_is_for(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let world = World::new(backend).await?;
    let operator = &world.portal.operator;
    // Wherever somebody works, there is something to show in every part.
    for person in [world.people.first(), world.people.last()] {
        let person = person.expect("somebody");
        let place = OrganizationSelection::Id(person.organization.parse()?);
        let feature = Feature::ChartDataExport;
        operator.set_feature(&place, feature, true).await?;
        operator.set_plan(&place, Plan::Business).await?;
    }
    let settings = part_for("Query", "organizationSettings").unwrap_or(Members::Everyone);
    for &(parent, field, members) in PARTS {
        let (document, place, within) = match parent {
            "Query" => (
                format!("{{ {field} {{ __typename }} }}"),
                format!("/data/{field}"),
                Members::Everyone,
            ),
            "OrganizationSettings" => (
                format!("{{ organizationSettings {{ {field} {{ __typename }} }} }}"),
                format!("/data/organizationSettings/{field}"),
                settings,
            ),
            "Home" => (
                format!("{{ home {{ {field} {{ __typename }} }} }}"),
                format!("/data/home/{field}"),
                Members::Everyone,
            ),
            other => panic!("nothing asks for parts of {other}"),
        };
        let within = columns(within);
        for (column, shown) in columns(members).into_iter().enumerate() {
            let person = &world.people[column];
            let (proof, own) = (Proof::Session(&person.token), Some(&*person.organization));
            let answer = world.ask(proof, own, &document).await?;
            assert!(answer["errors"].is_null(), "{parent}.{field}: {answer}");
            let is_there = answer.pointer(&place).is_some_and(|part| !part.is_null());
            assert_eq!(
                is_there,
                shown && within[column],
                "{parent}.{field} for {:?}: {answer}",
                Role::ALL.get(column)
            );
        }
    }
    Ok(())
}

/// What the app opens is what the portal answers.
#[rstest]
#[tokio::test]
async fn pages_are_open_to_those_who_may_ask_for_what_they_show(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let world = World::new(backend).await?;
    let matrix = matrix();
    let settings = part_for("Query", "organizationSettings").unwrap_or(Members::Everyone);
    let administered = columns(settings);
    for (column, person) in world.people.iter().enumerate() {
        let (proof, own) = (Proof::Session(&person.token), Some(&*person.organization));
        let document = "{ viewer { organization { viewerPages viewerCanAdminister } } }";
        let answer = world.ask(proof, own, document).await?;
        let seen = &answer["data"]["viewer"]["organization"];
        assert_eq!(seen["viewerCanAdminister"], administered[column]);
        for (page, asks) in [("CHARTS", "chartWorkspaces"), ("MEMBERS", "members")] {
            let pages = seen["viewerPages"].as_array();
            let opens = pages.is_some_and(|pages| pages.contains(&Value::from(page)));
            assert_eq!(opens, matrix[asks].roles[column], "{page}: {answer}");
        }
    }
    Ok(())
}
