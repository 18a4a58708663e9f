//! Pictures of people.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{ADA, Backend, GRACE, TestPortal, Tested};

const AVATAR: &str = "{ viewer { avatarPath } }";

#[tokio::test]
async fn a_picture_is_served_for_good() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let token = portal.sign_in(ADA).await?;
    let viewer = portal.data(&token, AVATAR, Value::Null).await?;
    let path = viewer["viewer"]["avatarPath"].as_str().unwrap();
    let response = portal.get(path).await?;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "image/png");
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    assert_eq!(
        response.headers()["cache-control"],
        "public, max-age=31536000, immutable"
    );
    let png = response.bytes().await?;
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    Ok(())
}

#[tokio::test]
async fn who_has_no_picture_has_no_path() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let token = portal.sign_in(GRACE).await?;
    let viewer = portal.data(&token, AVATAR, Value::Null).await?;
    assert_eq!(viewer, json!({ "viewer": { "avatarPath": null } }));
    Ok(())
}

#[tokio::test]
async fn nothing_else_is_served_from_there() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    std::fs::write(portal.place.directory().join("objects/secret.png"), "")?;
    let unknown = "0".repeat(64);
    for file in [
        format!("{unknown}.png"),
        unknown.clone(),
        unknown.to_uppercase().replace('0', "A") + ".png",
        "..%2Fsecret.png".to_owned(),
        "%2e%2e/secret.png".to_owned(),
        "secret.png".to_owned(),
    ] {
        let response = portal.get(&format!("/avatars/{file}")).await?;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{file}");
        assert!(!response.headers().contains_key("cache-control"), "{file}");
    }
    Ok(())
}

#[cfg(unix)]
#[tokio::test]
async fn a_picture_that_can_not_be_read_is_a_fault() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let token = portal.sign_in(ADA).await?;
    let viewer = portal.data(&token, AVATAR, Value::Null).await?;
    let path = viewer["viewer"]["avatarPath"].as_str().unwrap();
    // A link to itself is there, and opening it fails, for root as well.
    let file = portal.place.directory().join(format!("objects{path}"));
    std::fs::remove_file(&file)?;
    std::os::unix::fs::symlink(&file, &file)?;
    let response = portal.get(path).await?;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!response.text().await?.contains("objects"));
    Ok(())
}
