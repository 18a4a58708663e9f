//! Exports of the chart data of the organization in view, and their files on the way to this machine.

use profile_core::export_downloads::{DownloadExportOutcome, ExportDownloads};
use profile_core::exports::{
    CancelExportOutcome, ChartExports, ExportEstimateOutcome, ExportWish, ExportsPage,
    RequestExportOutcome,
};
use tauri::State;

use crate::error::CommandError;
use crate::shell::Shell;

/// What can be exported and the last exports, if the person may export chart data.
#[tauri::command]
pub(crate) async fn chart_exports(
    shell: State<'_, Shell>,
) -> Result<Option<ChartExports>, CommandError> {
    Ok(shell.app()?.chart_exports().await?)
}

/// One page of all exports, if the person may export chart data.
#[tauri::command]
pub(crate) async fn exports(
    shell: State<'_, Shell>,
    after: Option<String>,
) -> Result<Option<ExportsPage>, CommandError> {
    Ok(shell.app()?.exports(after.as_deref()).await?)
}

/// What an export would have in it.
#[tauri::command]
pub(crate) async fn export_estimate(
    shell: State<'_, Shell>,
    wish: ExportWish,
) -> Result<ExportEstimateOutcome, CommandError> {
    Ok(shell.app()?.export_estimate(wish).await?)
}

/// Asks for an export.
#[tauri::command]
pub(crate) async fn request_export(
    shell: State<'_, Shell>,
    wish: ExportWish,
) -> Result<RequestExportOutcome, CommandError> {
    Ok(shell.app()?.request_export(wish).await?)
}

/// Asks for an export that did not come about once more.
#[tauri::command]
pub(crate) async fn retry_export(
    shell: State<'_, Shell>,
    export: String,
) -> Result<RequestExportOutcome, CommandError> {
    Ok(shell.app()?.retry_export(&export).await?)
}

/// Asks for an export that timed out in smaller ranges.
#[tauri::command]
pub(crate) async fn split_export(
    shell: State<'_, Shell>,
    export: String,
) -> Result<RequestExportOutcome, CommandError> {
    Ok(shell.app()?.split_export(&export).await?)
}

/// Gives an export up.
#[tauri::command]
pub(crate) async fn cancel_export(
    shell: State<'_, Shell>,
    export: String,
) -> Result<CancelExportOutcome, CommandError> {
    Ok(shell.app()?.cancel_export(&export).await?)
}

/// Asks where the file of an export should go, and begins to fetch it.
#[tauri::command]
pub(crate) async fn download_export(
    shell: State<'_, Shell>,
    export: String,
) -> Result<DownloadExportOutcome, CommandError> {
    Ok(shell.app()?.download_export(&export).await?)
}

/// How far the downloads have come, once that is not what the page has `seen`.
#[tauri::command]
pub(crate) async fn export_downloads(
    shell: State<'_, Shell>,
    seen: Option<u32>,
) -> Result<ExportDownloads, CommandError> {
    Ok(shell.app()?.export_downloads(seen).await)
}

/// Puts a download off.
#[tauri::command]
pub(crate) async fn pause_export_download(
    shell: State<'_, Shell>,
    export: String,
) -> Result<(), CommandError> {
    shell.app()?.pause_export_download(&export).await;
    Ok(())
}

/// Goes on with a download.
#[tauri::command]
pub(crate) async fn resume_export_download(
    shell: State<'_, Shell>,
    export: String,
) -> Result<(), CommandError> {
    shell.app()?.resume_export_download(&export).await;
    Ok(())
}

/// Gives a download up, or takes one that is over off the page.
#[tauri::command]
pub(crate) async fn drop_export_download(
    shell: State<'_, Shell>,
    export: String,
) -> Result<(), CommandError> {
    shell.app()?.drop_export_download(&export).await;
    Ok(())
}

/// Shows a downloaded file in its folder; false when that can't be done.
#[tauri::command]
pub(crate) async fn show_exported_file(
    shell: State<'_, Shell>,
    export: String,
) -> Result<bool, CommandError> {
    Ok(shell.app()?.show_exported_file(&export).await)
}
