//! API keys.

use anyhow::Result;
use portal_profile_tests::app::App;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::{ADA, LINUS};
use portal_profile_tests::scene::Scene;
use serde_json::{Value, json};

const READY: &str = "[data-test=api-keys-page][data-state=ready]";

/// What the portal says to a program with this key: the status and the names of devices.
async fn call(scene: &Scene, secret: &str) -> Result<(u16, Vec<String>)> {
    let _installed = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().build()?;
    let response = client
        .post(format!("{}/graphql", scene.portal.address()))
        .header("api-secret", secret)
        .json(&json!({ "query": "{ devices { data { id name } } }" }))
        .send()
        .await?;
    let status = response.status().as_u16();
    let answer: Value = response.json().await?;
    let devices = answer["data"]["devices"]["data"].as_array();
    let names = devices.into_iter().flatten();
    let names = names.filter_map(|device| device["name"].as_str().map(str::to_owned));
    Ok((status, names.collect()))
}

/// Generates a key and reads its secret.
async fn generate(app: &App, name: &str) -> Result<String> {
    app.press(&hook("generate-key")).await?;
    app.type_into("input[name=keyName]", name).await?;
    app.press(&hook("expiry-90")).await?;
    app.press(&hook("confirm-generate")).await?;
    app.text(&hook("key-secret")).await
}

#[tokio::test]
async fn a_key_is_generated_tried_rotated_and_revoked() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", LINUS).await?;
    app.press(&hook("open-api-keys")).await?;
    app.see(READY).await?;
    app.see(&hook("keys-empty")).await?;
    let secret = generate(&app, "Nightly report").await?;
    assert!(secret.starts_with("portal_key_"), "{secret}");
    let devices = vec![
        "Greenhouse thermometer".to_owned(),
        "Workbench gateway".to_owned(),
    ];
    assert_eq!(call(&scene, &secret).await?, (200, devices.clone()));
    app.press(&hook("try-key")).await?;
    app.see("[data-test=try-outcome][data-outcome=devices]")
        .await?;
    let tried = app.text(&hook("try-outcome")).await?;
    assert!(
        devices.iter().all(|device| tried.contains(device)),
        "{tried}"
    );
    app.press(&hook("copy-secret")).await?;
    scene.copied(|text| text == secret).await?;
    app.press(&hook("copy-curl")).await?;
    let curl = scene.copied(|text| text.starts_with("curl ")).await?;
    let shell = std::process::Command::new("sh")
        .args(["-c", &curl])
        .output()?;
    let answer = String::from_utf8_lossy(&shell.stdout);
    assert!(answer.contains("Workbench gateway"), "{curl}: {shell:?}");
    app.press(&hook("finish-key")).await?;
    app.see_no(&hook("key-secret")).await?;
    let page = app.text("main").await?;
    assert!(!page.contains(&secret), "the secret is shown once");

    app.press(&hook("rotate-key")).await?;
    app.press(&hook("overlap-day")).await?;
    app.press(&hook("confirm-rotate")).await?;
    let rotated = app.text(&hook("key-secret")).await?;
    assert_ne!(rotated, secret);
    assert_eq!(call(&scene, &secret).await?.0, 200, "the old one for a day");
    assert_eq!(call(&scene, &rotated).await?.0, 200);
    app.press(&hook("copy-secret")).await?;
    app.press(&hook("finish-key")).await?;

    app.press(&hook("revoke-key")).await?;
    app.type_into("input[name=confirmName]", "Nightly report")
        .await?;
    app.press(&hook("confirm-revoke")).await?;
    app.see(&hook("keys-empty")).await?;
    for secret in [secret, rotated] {
        assert_eq!(call(&scene, &secret).await?.0, 401);
    }
    Ok(())
}

#[tokio::test]
async fn names_that_can_not_be_used_are_explained() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", LINUS).await?;
    app.press(&hook("open-api-keys")).await?;
    app.see(READY).await?;
    app.press(&hook("generate-key")).await?;
    for name in [" ".to_owned(), "n".repeat(300)] {
        app.type_into("input[name=keyName]", &name).await?;
        app.press(&hook("confirm-generate")).await?;
        app.see(&hook("error")).await?;
    }
    app.type_into("input[name=keyName]", "A good name").await?;
    app.press(&hook("confirm-generate")).await?;
    app.text(&hook("key-secret")).await?;
    Ok(())
}

#[tokio::test]
async fn there_are_none_in_an_organization() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.see(&hook("mfa-switch")).await?;
    app.see_no(&hook("open-api-keys")).await
}
