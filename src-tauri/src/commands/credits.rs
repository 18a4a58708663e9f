//! Credits of the organization in view.

use profile_core::credit_history::{CreditFilter, CreditHistoryPage, CreditTotals};
use profile_core::credits::{Credits, SetCreditThresholdOutcome};
use profile_core::downloads::SavedFile;
use tauri::State;
use tauri::ipc::Channel;

use crate::error::CommandError;
use crate::shell::Shell;

/// Credits, if the organization is on a credit-based plan.
#[tauri::command]
pub(crate) async fn credits(
    shell: State<'_, Shell>,
    time_zone: String,
) -> Result<Option<Credits>, CommandError> {
    Ok(shell.app()?.credits(&time_zone).await?)
}

/// One page of the history, if the organization is on a credit-based plan.
#[tauri::command]
pub(crate) async fn credit_transactions(
    shell: State<'_, Shell>,
    filter: CreditFilter,
    before: Option<u32>,
) -> Result<Option<CreditHistoryPage>, CommandError> {
    Ok(shell.app()?.credit_transactions(filter, before).await?)
}

/// Transactions together, if the organization is on a credit-based plan.
#[tauri::command]
pub(crate) async fn credit_totals(
    shell: State<'_, Shell>,
    filter: CreditFilter,
) -> Result<Option<CreditTotals>, CommandError> {
    Ok(shell.app()?.credit_totals(filter).await?)
}

/// Saves transactions among the person's downloads, and tells how many of them are in the file so far. Nothing if it
/// was stopped.
#[tauri::command]
pub(crate) async fn save_credit_history(
    shell: State<'_, Shell>,
    filter: CreditFilter,
    saved: Channel<u32>,
) -> Result<Option<SavedFile>, CommandError> {
    let app = shell.app()?;
    let tell = |count| {
        // Nobody listens any more where the page is gone.
        let _ = saved.send(count);
    };
    Ok(app.save_credit_history(filter, tell).await?)
}

/// Stops what [`save_credit_history`] does.
#[tauri::command]
pub(crate) fn stop_saving_credit_history(shell: State<'_, Shell>) -> Result<(), CommandError> {
    shell.app()?.stop_saving_credit_history();
    Ok(())
}

/// Chooses below how many credits the person is told; nothing: never.
#[tauri::command]
pub(crate) async fn set_credit_threshold(
    shell: State<'_, Shell>,
    threshold: Option<String>,
) -> Result<SetCreditThresholdOutcome, CommandError> {
    Ok(shell
        .app()?
        .set_credit_threshold(threshold.as_deref())
        .await?)
}
