//! Pictures that nothing refers to any more.

use std::fs::File;
use std::time::Duration;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use portal_server::objects::{Objects, Shelf};
use portal_server::picture_purge::{PicturePurge, PicturePurgeError};
use portal_server::sealing::SealingKey;
use portal_server::surroundings::{Clock, Surroundings, SystemRandomness};
use reqwest::StatusCode;
use rstest::rstest;
use serde_json::{Value, json};

use super::{CREATE, DELETE, UPDATE, creation, version};
use crate::support::{Backend, GRACE, MEI, TestPortal, Tested};

const HOUR: Duration = Duration::from_secs(60 * 60);

/// A picture like no other of another width, in base64.
fn picture(width: u32) -> Result<String> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, 1);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&vec![127; usize::try_from(width)?])?;
    writer.finish()?;
    Ok(STANDARD.encode(bytes))
}

fn objects(portal: &TestPortal) -> Result<Objects> {
    Ok(Objects::open(&portal.place.objects())?)
}

/// A purge by the portal `of` of what lies in the place of `portal`.
async fn purge(of: &TestPortal, portal: &TestPortal) -> Result<PicturePurge> {
    let surroundings = Surroundings {
        clock: std::sync::Arc::new(of.clock.clone()),
        randomness: std::sync::Arc::new(SystemRandomness),
    };
    let key = SealingKey::open(&of.place.key_file(), &of.store, &SystemRandomness).await?;
    let (store, objects) = (of.store.clone(), objects(portal)?);
    Ok(PicturePurge::new(store, objects, surroundings, key))
}

/// The files know the machine's time: from now on all are as of the portal's.
fn put_now(portal: &TestPortal) -> Tested {
    let directory = portal.place.objects().to_string();
    let directory = directory.strip_prefix("file:").context("no directory")?;
    for file in std::fs::read_dir(format!("{directory}/pictures"))? {
        let file = File::options().write(true).open(file?.path())?;
        file.set_modified(portal.clock.now().into())?;
    }
    Ok(())
}

/// The id and the picture of a new organization.
async fn create(
    portal: &TestPortal,
    token: &str,
    name: &str,
    width: u32,
) -> Result<(String, String)> {
    let mut input = creation(name);
    input["input"]["picture"] = json!(picture(width)?);
    let created = portal.answer(token, CREATE, input).await?;
    let organization = &created["viewer"]["organization"];
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let (id, path) = (&organization["id"], &organization["imagePath"]);
    text(id).zip(text(path)).context(created.to_string())
}

#[rstest]
#[tokio::test]
async fn what_nothing_refers_to_goes_after_an_hour(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    assert_eq!(
        purge(&portal, &portal).await?.forget().await?,
        0,
        "no picture as yet"
    );
    // Nobody may own all of these.
    let (mei, grace) = (portal.sign_in(MEI).await?, portal.sign_in(GRACE).await?);
    let (_, kept) = create(&portal, &mei, "Keeps its own", 10).await?;
    let (replaces, replaced) = create(&portal, &mei, "Has another", 11).await?;
    let (removes, shared) = create(&portal, &grace, "Has none", 10).await?;
    assert_eq!(kept, shared);
    let (deleted, of_deleted) = create(&portal, &grace, "Goes", 12).await?;
    let mut now = Vec::new();
    for (id, token, picture) in [
        (&replaces, &mei, json!({ "png": picture(13)? })),
        (&removes, &grace, json!({ "remove": true })),
    ] {
        let input = json!({ "input": { "version": version(&portal, id, token).await?, "name": "Changed",
            "picture": picture } });
        let updated = portal.answer_about(id, token, UPDATE, input).await?;
        now.push(updated["settings"]["imagePath"].clone());
    }
    let input = json!({ "input": { "name": "Goes" } });
    let gone = portal.answer_about(&deleted, &grace, DELETE, input).await?;
    assert_eq!(gone["__typename"], "OrganizationDeleted");
    // Sent for an organization that came to nothing.
    let sent = |width| anyhow::Ok(STANDARD.decode(picture(width)?)?);
    let objects = objects(&portal)?;
    let aborted = objects.put(Shelf::Pictures, sent(14)?).await?;
    let aborted = Shelf::Pictures.path_of(aborted.as_str());
    let again = objects.put(Shelf::Pictures, sent(15)?).await?;
    let again = Shelf::Pictures.path_of(again.as_str());
    put_now(&portal)?;

    portal.clock.advance(HOUR);
    assert_eq!(
        purge(&portal, &portal).await?.forget().await?,
        0,
        "not a moment early"
    );
    portal.clock.advance(Duration::from_secs(1));
    // As of the machine's time, which is later.
    objects.put(Shelf::Pictures, sent(15)?).await?;
    assert_eq!(purge(&portal, &portal).await?.forget().await?, 3);
    let new = now[0].as_str().context("no new picture")?;
    for (path, status) in [
        (&*kept, StatusCode::OK),
        (new, StatusCode::OK),
        (&*again, StatusCode::OK),
        (&*replaced, StatusCode::NOT_FOUND),
        (&*of_deleted, StatusCode::NOT_FOUND),
        (&*aborted, StatusCode::NOT_FOUND),
    ] {
        assert_eq!(portal.get(path).await?.status(), status, "{path}");
    }

    // A portal that is started takes up what another left.
    put_now(&portal)?;
    portal.clock.advance(2 * HOUR);
    let portal = portal.restart().await?;
    let purged = async {
        while portal.get(&again).await?.status() == StatusCode::OK {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        anyhow::Ok(())
    };
    tokio::time::timeout(Duration::from_secs(60), purged).await??;
    assert_eq!(portal.get(&kept).await?.status(), StatusCode::OK);
    Ok(())
}

/// To another database, all pictures are those of nobody.
#[tokio::test]
async fn a_portal_leaves_the_pictures_of_another_alone() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let mei = portal.sign_in(MEI).await?;
    let (_, kept) = create(&portal, &mei, "Keeps its own", 10).await?;
    put_now(&portal)?;
    assert_eq!(purge(&portal, &portal).await?.forget().await?, 0);
    let other = TestPortal::start_apart(Backend::Sqlite).await?;
    other.clock.advance(2 * HOUR);
    let refused = purge(&other, &portal).await?.forget().await;
    assert!(matches!(refused, Err(PicturePurgeError::OthersPlace(_))));
    assert_eq!(portal.get(&kept).await?.status(), StatusCode::OK);
    Ok(())
}
