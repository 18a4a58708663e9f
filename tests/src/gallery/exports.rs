//! Chart data on its way into a file.

use anyhow::Result;

use super::Gallery;
use crate::exporting::{EXPORTS, ask, download, export_download, export_row, see_ready};
use crate::go_between::GoBetween;
use crate::page::{error, hook};
use crate::portal::ADA;
use crate::scene::{PROFILE, Scene};

/// More than is written while it is looked at.
const MANY: u32 = 400_000;

pub(super) async fn walk(gallery: &mut Gallery) -> Result<()> {
    let mut scene = Scene::on(gallery.desktop()).await?;
    scene.much_is_put_out(MANY).await?;
    let go_between = GoBetween::start(scene.portal.address()).await?;
    let app = scene.start().await?;
    app.connect(go_between.address()).await?;
    app.sign_in(ADA).await?;
    app.see(PROFILE).await?;
    app.see(EXPORTS).await?;
    app.see("[data-test=export-estimate][data-state=ready]")
        .await?;
    app.point_at(&hook("new-export")).await?;
    gallery.show(&scene, &app, "exports").await?;
    app.press(&hook("export-calendar")).await?;
    app.see(&hook("export-calendar-popover")).await?;
    gallery.show(&scene, &app, "exports-calendar").await?;
    app.press_keys("\u{e00c}").await?;
    app.see_no(&hook("export-calendar-popover")).await?;
    app.type_into("input[name=exportFirstDay]", "2026-03-02")
        .await?;
    app.type_into("input[name=exportLastDay]", "2026-03-01")
        .await?;
    app.see(&error("end_before_start")).await?;
    gallery.show(&scene, &app, "exports-range-refused").await?;
    app.type_into("input[name=exportFirstDay]", "2016-03-01")
        .await?;
    app.type_into("input[name=exportLastDay]", "2016-03-01")
        .await?;
    app.see("[data-test=export-estimate][data-state=ready]")
        .await?;
    gallery.show(&scene, &app, "exports-no-data").await?;

    ask(&app, "yesterday", "csv").await?;
    app.see(&hook("export-progress")).await?;
    app.point_at(&export_row("in_progress")).await?;
    gallery.show(&scene, &app, "export-in-progress").await?;
    see_ready(&app).await?;
    app.point_at(&export_row("ready")).await?;
    gallery.show(&scene, &app, "export-ready").await?;

    go_between.cut_replies_to("GET /exports/", 400_000);
    download(&scene, &app).await?;
    app.see(&export_download("running")).await?;
    app.point_at(&hook("export-download")).await?;
    gallery.show(&scene, &app, "export-downloading").await?;
    app.press(&hook("pause-download")).await?;
    app.see(&export_download("paused")).await?;
    gallery.show(&scene, &app, "export-download-paused").await?;
    go_between.let_replies_go();
    app.press(&hook("resume-download")).await?;
    app.see(&export_download("saved")).await?;
    gallery.show(&scene, &app, "export-saved").await?;
    app.press(&hook("drop-download")).await?;

    ask(&app, "yesterday", "parquet").await?;
    app.press(&hook("cancel-export")).await?;
    app.see(&export_row("cancelled")).await?;
    let exports = scene.portal.directory().join("objects/exports");
    std::fs::remove_dir_all(&exports)?;
    std::fs::write(&exports, "a file, not a directory")?;
    ask(&app, "today", "json_lines").await?;
    app.see(&export_row("failed")).await?;
    app.press(&hook("open-all-exports")).await?;
    app.see("[data-test=exports-page][data-state=ready]")
        .await?;
    app.see(&export_row("expired")).await?;
    gallery.show(&scene, &app, "exports-all").await?;
    app.press(&hook("back-to-profile")).await?;
    app.see(EXPORTS).await?;
    app.point_at(&export_row("failed")).await?;
    gallery.show(&scene, &app, "export-failed").await?;

    scene.portal.kill().await?;
    app.press(&hook("request-export")).await?;
    app.see(&hook("exports-stale")).await?;
    app.point_at(&hook("new-export")).await?;
    gallery.show(&scene, &app, "exports-offline").await
}
