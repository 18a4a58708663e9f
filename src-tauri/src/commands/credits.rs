//! Credits of the organization in view.

use profile_core::credits::{Credits, SetCreditThresholdOutcome};
use tauri::State;

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
