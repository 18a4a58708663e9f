//! Exporting chart data as a person does.

use std::time::Duration;

use anyhow::Result;
use portal_server::domain::ExportState;
use portal_server::store::Store;
use portal_server::store::entities::export;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::app::App;
use crate::much_output::{many_events, yesterday};
use crate::page::hook;
use crate::scene::{PROFILE, Scene};
use crate::windows::Windows;
use crate::windows::keys::ENTER;

/// The title of the system's dialog that asks where a file should go.
pub const SAVE_DIALOG: &str = "Save File";

/// The section on the profile page once it shows what the portal says now.
pub const EXPORTS: &str = "[data-test=exports][data-state=ready]";

/// How long an export with all that tests have may take.
const EXPORTED: Duration = Duration::from_secs(150);

/// The selector of the exports in a state such as `in_progress`.
#[must_use]
pub fn export_row(state: &str) -> String {
    format!("[data-test=export-row][data-state={state}]")
}

/// The selector of the downloads in a state such as `saved`.
#[must_use]
pub fn export_download(state: &str) -> String {
    format!("[data-test=export-download][data-state={state}]")
}

/// Asks for a range by its name, such as `yesterday`, in a format such as `csv`.
///
/// # Errors
/// When the page doesn't offer that.
pub async fn ask(app: &App, range: &str, format: &str) -> Result<()> {
    app.see(PROFILE).await?;
    app.see(EXPORTS).await?;
    app.see(&hook("new-export")).await?;
    app.select(&hook("export-preset"), range).await?;
    app.select(&hook("export-format"), format).await?;
    app.see("[data-test=export-estimate][data-state=ready]")
        .await?;
    app.press(&hook("request-export")).await
}

/// Waits until an export is ready. It may have many rows, which a program that is not optimized writes on a busy machine.
///
/// # Errors
/// When none is.
pub async fn see_ready(app: &App) -> Result<()> {
    app.see_within(EXPORTED, &export_row("ready"))
        .await
        .map(drop)
}

/// Downloads the first export that is ready to where the system's dialog suggests.
///
/// # Errors
/// When there is none, or the dialog doesn't come up or stays.
pub async fn download(scene: &Scene, app: &App) -> Result<()> {
    app.press(&hook("download-export")).await?;
    let windows = Windows::on(&scene.desktop)?;
    let dialog = windows.see(SAVE_DIALOG).await?;
    windows.press(dialog, &[ENTER])?;
    windows.see_no(SAVE_DIALOG).await
}

impl Scene {
    /// Lets one of ACME's devices put out so much more, evenly from the noon of yesterday on for six hours.
    ///
    /// # Errors
    /// When the portal's database can't be changed.
    pub async fn much_is_put_out(&self, events: u32) -> Result<()> {
        let store = self.store().await?;
        many_events(&store, yesterday(), events).await?;
        Ok(store.close().await?)
    }
}

/// The exports of a portal in a state, those asked for last first.
///
/// # Errors
/// When its database can't be read.
pub async fn exports_in(store: &Store, state: ExportState) -> Result<Vec<export::Model>> {
    Ok(export::Entity::find()
        .filter(export::Column::State.eq(state))
        .order_by_desc(export::Column::CreatedAt)
        .all(store.read())
        .await?)
}
