//! What Home shows of the organization in view.

use anyhow::{Context, Result};
use chrono::{TimeDelta, Utc};
use portal_profile_tests::app::App;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::{ADA, GRACE, MEI, Person};
use portal_profile_tests::scene::{HOME, Scene};
use portal_server::domain::ExportState;
use portal_server::store::entities::{device, output_event, stream};
use portal_server::store::{credits, exports, workflows};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;

/// Signs in where nothing is pinned.
async fn signed_in(scene: &Scene, person: Person) -> Result<App> {
    let app = scene.start_at(person.display_name).await?;
    app.connect(scene.portal.address()).await?;
    app.enter_credentials(person.email, person.password).await?;
    app.see(HOME).await?;
    Ok(app)
}

/// What each row of a part reads, its name and its facts.
async fn rows(app: &App, part: &str) -> Result<Vec<[String; 2]>> {
    app.see(&hook(part)).await?;
    let script = format!(
        "return [...document.querySelectorAll('[data-test={part}]')].map(row => \
         ['.name', '.facts'].map(line => row.querySelector(line)?.innerText.trim() ?? ''))"
    );
    Ok(serde_json::from_value(app.evaluate(&script).await?)?)
}

#[tokio::test]
async fn it_shows_what_the_portal_holds() -> Result<()> {
    let scene = Scene::unpinned().await?;
    let app = signed_in(&scene, ADA).await?;
    let acme = scene.organization("ACME Robotics").await?.id;
    let store = scene.store().await?;
    app.read(&hook("home-title"), "ACME Robotics").await?;

    // Devices, counted from the events themselves.
    let devices = device::Entity::find()
        .filter(device::Column::OrganizationId.eq(acme))
        .all(store.read())
        .await?;
    let yesterday = (Utc::now() - TimeDelta::hours(24)).timestamp_micros();
    let heard: Vec<i64> = output_event::Entity::find()
        .select_only()
        .column(output_event::Column::StreamId)
        .distinct()
        .filter(output_event::Column::At.gt(yesterday))
        .into_tuple()
        .all(store.read())
        .await?;
    let active = stream::Entity::find()
        .select_only()
        .column(stream::Column::DeviceId)
        .distinct()
        .filter(stream::Column::OrganizationId.eq(acme))
        .filter(stream::Column::Id.is_in(heard))
        .into_tuple::<uuid::Uuid>()
        .all(store.read())
        .await?;
    let counted = format!(
        "{} of {} active in the last 24 hours",
        active.len(),
        devices.len()
    );
    app.read("[data-test=home-devices] header p", &counted)
        .await?;
    let shown = rows(&app, "home-device").await?;
    assert_eq!(shown.len(), 5);
    for [name, facts] in shown {
        let device = devices.iter().find(|device| device.name == name);
        let device = device.with_context(|| format!("there is no {name}"))?;
        let location = device.location.as_deref().unwrap_or_default();
        assert!(facts.contains(location), "{facts}");
    }

    let latest = workflows::latest_deployments(store.read(), acme, 5).await?;
    let wanted = latest.into_iter().map(|it| {
        let by = it.by.map(|by| format!(" · by {by}")).unwrap_or_default();
        let facts = format!("On {} · version {}{by}", it.device, it.version);
        [it.workflow, facts]
    });
    assert_eq!(
        rows(&app, "home-deployment").await?,
        wanted.collect::<Vec<_>>()
    );

    let end = credits::balance(store.read(), acme).await?;
    let balance = end.context("no credits")?.balance.to_string();
    let balance = balance.trim_end_matches('0').trim_end_matches('.');
    let shown = app.text(&hook("home-balance")).await?;
    assert_eq!(shown.replace(',', ""), balance);

    let account = scene.account(ADA).await?;
    let exports = exports::latest_of(store.read(), acme, account, 5).await?;
    let wanted: Vec<_> = exports.iter().map(|it| in_words(it.state)).collect();
    let states = "return [...document.querySelectorAll('[data-test=home-export] .badge')]\
        .map(badge => badge.innerText)";
    assert_eq!(app.evaluate(states).await?, json!(wanted));
    assert_eq!(wanted.len(), 3);
    Ok(())
}

fn in_words(state: ExportState) -> &'static str {
    match state {
        ExportState::InProgress => "In Progress",
        ExportState::Ready => "Ready",
        ExportState::TimedOut => "Timed Out",
        ExportState::Cancelled => "Cancelled",
        ExportState::Failed => "Failed",
        ExportState::Expired => "Expired",
    }
}

#[tokio::test]
async fn what_a_person_may_not_see_is_not_there() -> Result<()> {
    let scene = Scene::unpinned().await?;
    let grace = signed_in(&scene, GRACE).await?;
    // Borealis pays by the month and exports nothing.
    grace.read(&hook("home-title"), "Borealis Foods").await?;
    grace.see(&hook("home-deployments")).await?;
    grace.see_no(&hook("home-credits")).await?;
    grace.see_no(&hook("home-exports")).await?;
    grace.switch_to("Cobalt Energy").await?;
    grace.read(&hook("home-title"), "Cobalt Energy").await?;
    grace.see(&hook("home-exports-empty")).await?;
    grace.kill().await?;

    // Mei looks at charts alone there, and at her own exports of them.
    let mei = signed_in(&scene, MEI).await?;
    mei.read(&hook("home-title"), "Cobalt Energy").await?;
    mei.see(&hook("home-export")).await?;
    mei.see_no(&hook("home-devices")).await?;
    mei.see_no(&hook("home-deployments")).await?;
    mei.see_no(&hook("home-credits")).await?;
    let step = ["feature", "off", "chart-data-export"];
    scene
        .operate(&[&step[..], &["--organization", "Cobalt Energy"]].concat())
        .await?;
    mei.load_again().await?;
    mei.see(&hook("home-nothing")).await?;
    mei.press(&hook("home-open-charts")).await?;
    mei.see(&hook("workspaces")).await.map(drop)
}
