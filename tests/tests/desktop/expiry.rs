//! A session that comes to its end by itself, in the middle of work.

use std::time::Duration;

use anyhow::Result;
use chrono::Utc;
use portal_profile_tests::go_between::GoBetween;
use portal_profile_tests::page::{hook, sign_in_reason};
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_server::auth::SessionPolicy;
use portal_server::store::Store;
use portal_server::store::entities::session::{Column, Entity};
use rstest::rstest;
use sea_orm::EntityTrait;
use sea_orm::sea_query::Expr;

/// Moves a moment of all sessions so far into the past that they are over.
async fn expire(scene: &Scene, moment: Column, ago: Duration) -> Result<()> {
    let store = Store::open(&scene.portal.database().parse()?).await?;
    let moved = Entity::update_many()
        .col_expr(moment, Expr::value(Utc::now() - ago))
        .exec(store.read())
        .await?;
    assert_eq!(moved.rows_affected, 1, "one session is open");
    Ok(())
}

#[rstest]
#[case::at_its_absolute_end(Column::ExpiresAt, Duration::ZERO)]
#[case::not_used_for_long(Column::LastUsedAt, SessionPolicy::default().idle)]
#[tokio::test]
async fn an_expired_session_leads_to_sign_in_and_back_to_the_draft(
    #[case] moment: Column,
    #[case] ago: Duration,
) -> Result<()> {
    let scene = Scene::new().await?;
    let go_between = GoBetween::start(scene.portal.address()).await?;
    let app = scene.start().await?;
    app.connect(go_between.address()).await?;
    app.sign_in(ADA).await?;
    app.press(&hook("edit-display-name")).await?;
    app.type_into("input[name=displayName]", "Ada King").await?;
    // What the app asks for by itself meets the end as well, and must not be the first to hear of it.
    go_between.hold_replies_to("POST ");
    expire(&scene, moment, ago).await?;
    app.press(&hook("save-display-name")).await?;
    go_between.let_replies_go();
    app.see(&sign_in_reason("session_ended")).await?;
    scene.tokens_are_gone().await?;

    app.holds("input[name=email]", ADA.email).await?;
    app.type_into("input[name=password]", ADA.password).await?;
    app.press(&hook("sign-in")).await?;
    app.see(PROFILE).await?;
    app.holds("input[name=displayName]", "Ada King").await?;
    app.press(&hook("save-display-name")).await?;
    app.read(&hook("display-name"), "Ada King").await
}
