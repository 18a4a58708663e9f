//! Charts of the organization in view.

use profile_core::charts::{
    ChartCalculation, ChartRange, ChartReadings, ChartWorkspace, ChartWorkspaceSummary,
    StarWorkspaceOutcome,
};
use profile_core::downloads::SavedFile;
use tauri::State;

use crate::error::CommandError;
use crate::shell::Shell;

/// All workspaces that the person may see.
#[tauri::command]
pub(crate) async fn chart_workspaces(
    shell: State<'_, Shell>,
) -> Result<Vec<ChartWorkspaceSummary>, CommandError> {
    Ok(shell.app()?.chart_workspaces().await?)
}

/// A workspace with its charts, if it is there.
#[tauri::command]
pub(crate) async fn chart_workspace(
    shell: State<'_, Shell>,
    workspace: String,
) -> Result<Option<ChartWorkspace>, CommandError> {
    Ok(shell.app()?.chart_workspace(&workspace).await?)
}

/// What a chart shows, if it is there.
#[tauri::command]
pub(crate) async fn chart_readings(
    shell: State<'_, Shell>,
    chart: String,
    range: ChartRange,
    calculation: Option<ChartCalculation>,
    time_zone: String,
) -> Result<Option<ChartReadings>, CommandError> {
    let readings = shell
        .app()?
        .chart_readings(&chart, range, calculation, &time_zone);
    Ok(readings.await?)
}

/// Stars a workspace, or takes the star off.
#[tauri::command]
pub(crate) async fn star_workspace(
    shell: State<'_, Shell>,
    workspace: String,
    starred: bool,
) -> Result<StarWorkspaceOutcome, CommandError> {
    Ok(shell.app()?.star_workspace(&workspace, starred).await?)
}

/// Saves a chart's table among the person's downloads.
#[tauri::command]
pub(crate) async fn save_chart_table(
    shell: State<'_, Shell>,
    name: String,
    csv: String,
) -> Result<SavedFile, CommandError> {
    Ok(shell.app()?.save_chart_table(&name, csv).await?)
}

/// Saves a chart's picture among the person's downloads.
#[tauri::command]
pub(crate) async fn save_chart_picture(
    shell: State<'_, Shell>,
    name: String,
    png: String,
) -> Result<SavedFile, CommandError> {
    Ok(shell.app()?.save_chart_picture(&name, &png).await?)
}
