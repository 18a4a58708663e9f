//! Importing good files.

use anyhow::Result;
use portal_server::administration::{ImportOptions, Times};
use portal_server::domain::ValueKind;
use portal_server::store::entities::{chart, deployment, output_event, skill, stream, workflow};
use portal_server::store::{charts, devices, organizations};
use rstest::rstest;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::Value;

use super::ACME;
use super::file::{CsvFile, import, import_of};
use crate::support::{ADA, Backend, TestPortal, Tested};

const LONG: &str = "\
time,device,skill,workflow,key,value
2026-03-01T10:00:00Z,Line 1 – Palletizer,Camera,Inspect,height,1.5
2026-03-01T10:00:00Z,Line 1 – Palletizer,Camera,Inspect,ok,true
2026-03-01T10:00:01Z,New arm,Camera,Inspect,height,-2
2026-03-01T10:00:02Z,New arm,Camera,Inspect,\"said, \"\"loudly\"\"\",ouch
";

/// Streams with events that the import made: device, skill and workflow, key, kind, and values.
async fn streams(portal: &TestPortal) -> Result<Vec<String>> {
    let database = portal.store.read();
    let acme = organizations::shared_by_name(database, ACME).await?[0].id;
    let rows = stream::Entity::find()
        .filter(stream::Column::OrganizationId.eq(acme))
        .order_by_asc(stream::Column::Id)
        .all(database)
        .await?;
    let mut told = Vec::new();
    for row in rows {
        let skill = skill::Entity::find_by_id(row.skill_id)
            .one(database)
            .await?
            .unwrap();
        let workflow = workflow::Entity::find_by_id(skill.workflow_id)
            .one(database)
            .await?
            .unwrap();
        if workflow.name != "Inspect" {
            continue;
        }
        let device = devices::by_ids(database, acme, [row.device_id])
            .await?
            .remove(0);
        let events = output_event::Entity::find()
            .filter(output_event::Column::StreamId.eq(row.id))
            .order_by_asc(output_event::Column::At)
            .order_by_asc(output_event::Column::Ordinal)
            .all(database)
            .await?;
        let values: Vec<String> = events
            .into_iter()
            .map(|event| match row.kind {
                ValueKind::Number => event.number.unwrap().to_string(),
                ValueKind::Text => event.text.unwrap(),
                ValueKind::Boolean => event.boolean.unwrap().to_string(),
            })
            .collect();
        let values = values.join(" ");
        told.push(format!(
            "{} {} {} {values}",
            device.name, skill.name, row.key
        ));
    }
    Ok(told)
}

#[rstest]
#[tokio::test]
async fn each_line_is_an_event_and_what_it_names_is_made(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let imported = import(&portal.operator, LONG, ImportOptions::default()).await?;
    assert_eq!(
        (imported.lines, imported.added, imported.already_there),
        (4, 4, 0)
    );
    assert_eq!((imported.devices_made, imported.bad.count()), (1, 0));
    let expected = [
        "Line 1 – Palletizer Camera height 1.5",
        "Line 1 – Palletizer Camera ok true",
        "New arm Camera height -2",
        "New arm Camera said, \"loudly\" ouch",
    ];
    assert_eq!(streams(&portal).await?, expected);
    let deployments = deployment::Entity::find()
        .count(portal.store.read())
        .await?;
    assert_eq!(deployments, 14 * 3, "an import deploys nothing");

    let token = portal.sign_in(ADA).await?;
    let document = "{ devices { data { name location timeZone tags } } }";
    let listed = portal.data(&token, document, Value::Null).await?;
    let listed = listed["devices"]["data"].as_array().unwrap();
    let made = listed
        .iter()
        .find(|device| device["name"] == "New arm")
        .unwrap();
    assert_eq!(made["timeZone"], "UTC");
    assert_eq!(
        (&made["location"], &made["tags"]),
        (&Value::Null, &Value::Array(Vec::new()))
    );
    let bench = listed
        .iter()
        .find(|device| device["name"] == "Test bench gateway")
        .unwrap();
    assert_eq!(bench["timeZone"], "Asia/Kolkata");
    assert_eq!(bench["tags"], serde_json::json!(["laboratory"]));
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_file_that_comes_again_doubles_nothing(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    import(&portal.operator, LONG, ImportOptions::default()).await?;
    let before = streams(&portal).await?;
    let again = import(&portal.operator, LONG, ImportOptions::default()).await?;
    assert_eq!(
        (again.added, again.already_there, again.devices_made),
        (0, 4, 0)
    );
    assert_eq!(streams(&portal).await?, before);

    // More of the same, in another order, and another value at a moment that has one.
    let more = "time,device,skill,workflow,key,value
2026-03-01T10:00:03Z,New arm,Camera,Inspect,height,7
2026-03-01T10:00:01Z,New arm,Camera,Inspect,height,-3
2026-03-01T10:00:01Z,New arm,Camera,Inspect,height,-2.0
2026-03-01T10:00:01Z,New arm,Camera,Inspect,height,-3
2026-03-01T10:00:00.5Z,New arm,Camera,Inspect,height,0
2026-03-01T10:00:01Z,New arm,Camera,Inspect,height,none
";
    let added = import(&portal.operator, more, ImportOptions::default()).await?;
    assert_eq!((added.added, added.already_there), (4, 2));
    let after = streams(&portal).await?;
    assert!(
        after.contains(&"New arm Camera height 0 -2 -3 7".to_owned()),
        "{after:?}"
    );
    assert!(
        after.contains(&"New arm Camera height none".to_owned()),
        "{after:?}"
    );
    let again = import(&portal.operator, more, ImportOptions::default()).await?;
    assert_eq!((again.added, again.already_there), (0, 6));
    assert_eq!(streams(&portal).await?, after);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn many_batches_are_one_file(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
    #[values(false, true)] strict: bool,
) -> Tested {
    use std::fmt::Write;

    const LINES: u64 = 60_000;
    let portal = TestPortal::start(backend).await?;
    let mut text = "time,device,skill,workflow,key,value\n".to_owned();
    for line in 0..LINES {
        let (minute, device) = (line / 2, line % 2);
        let at = chrono::DateTime::from_timestamp(i64::try_from(minute)? * 60, 0).unwrap();
        let at = at.format("%Y-%m-%dT%H:%M:%SZ");
        writeln!(text, "{at},Robot {device},Arm,Inspect,angle,{minute}")?;
    }
    let file = CsvFile::new(&text)?;
    for (added, already_there) in [(LINES, 0), (0, LINES)] {
        let import = portal_server::administration::Import {
            strict,
            ..import_of(&file.path, ImportOptions::default())
        };
        let seen = std::sync::Mutex::new(Vec::new());
        let progress = |progress: portal_server::administration::ImportProgress| {
            seen.lock().unwrap().push(progress);
        };
        let imported = portal.operator.import(import, progress).await?;
        assert_eq!((imported.lines, imported.added), (LINES, added));
        assert_eq!(imported.already_there, already_there);
        let seen = seen.into_inner().unwrap();
        let last = seen.last().unwrap();
        assert_eq!((last.read, last.events), (text.len() as u64, LINES));
        assert!(seen.windows(2).all(|pair| pair[0].read <= pair[1].read));
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_workspace_shows_each_key_with_numbers_once(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    let file =
        CsvFile::new("time,a,b,words\n2026-03-02 07:00:00,1,2,x\n2026-03-02 07:15:00,,4,y\n")?;
    let options = ImportOptions {
        device: Some("Probe".to_owned()),
        times: Times {
            format: None,
            zone: Some(chrono_tz::Tz::UTC),
        },
        ..ImportOptions::default()
    };
    for _ in 0..2 {
        let import = portal_server::administration::Import {
            workspace: Some("Probe".to_owned()),
            ..import_of(&file.path, options.clone())
        };
        portal.operator.import(import, |_| {}).await?;
        let document = "{ chartWorkspaces { data { id name charts private } } }";
        let listed = portal.data(&token, document, Value::Null).await?;
        let listed = listed["chartWorkspaces"]["data"].as_array().unwrap();
        let named: Vec<_> = listed
            .iter()
            .filter(|found| found["name"] == "Probe")
            .collect();
        assert_eq!(named.len(), 1);
        assert_eq!(
            (&named[0]["charts"], &named[0]["private"]),
            (&2.into(), &false.into())
        );
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_chart_that_is_there_shows_the_devices_of_a_later_file_too(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let file = CsvFile::new("time,hum\n2026-03-02T07:00:00Z,1\n")?;
    for device in ["North", "South", "South"] {
        let options = ImportOptions {
            device: Some(device.to_owned()),
            ..ImportOptions::default()
        };
        let import = portal_server::administration::Import {
            workspace: Some("Hum".to_owned()),
            ..import_of(&file.path, options)
        };
        portal.operator.import(import, |_| {}).await?;
    }
    let database = portal.store.read();
    let chart = chart::Entity::find()
        .filter(chart::Column::Key.eq("hum"))
        .all(database)
        .await?;
    assert_eq!(chart.len(), 1);
    let shown = charts::devices_of(database, &chart[0]).await?.unwrap();
    let acme = organizations::shared_by_name(database, ACME).await?[0].id;
    let found = devices::by_ids(database, acme, shown).await?;
    let names: Vec<_> = found.iter().map(|device| &*device.name).collect();
    assert_eq!(names, ["North", "South"]);
    Ok(())
}
