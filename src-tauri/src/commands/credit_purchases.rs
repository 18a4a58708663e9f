//! Buying credits for the organization in view.

use profile_core::credit_purchases::{
    BeginPurchaseOutcome, CancelPurchaseOutcome, CreditOffers, CreditPriceOutcome, CreditPurchase,
    CreditPurchasesPage, CreditWish,
};
use profile_core::downloads::SavedFile;
use tauri::State;

use crate::error::CommandError;
use crate::shell::Shell;

/// What credits are sold for, where the person may buy any.
#[tauri::command]
pub(crate) async fn credit_offers(
    shell: State<'_, Shell>,
) -> Result<Option<CreditOffers>, CommandError> {
    Ok(shell.app()?.credit_offers().await?)
}

/// What an amount of one's own costs.
#[tauri::command]
pub(crate) async fn credit_price(
    shell: State<'_, Shell>,
    credits: String,
) -> Result<CreditPriceOutcome, CommandError> {
    Ok(shell.app()?.credit_price(&credits).await?)
}

/// Begins a purchase and opens the page where it is paid.
#[tauri::command]
pub(crate) async fn begin_credit_purchase(
    shell: State<'_, Shell>,
    wish: CreditWish,
) -> Result<BeginPurchaseOutcome, CommandError> {
    Ok(shell.app()?.begin_credit_purchase(wish).await?)
}

/// A purchase as it is by now, if there is one with this id.
#[tauri::command]
pub(crate) async fn credit_purchase(
    shell: State<'_, Shell>,
    purchase: String,
) -> Result<Option<CreditPurchase>, CommandError> {
    Ok(shell.app()?.credit_purchase(&purchase).await?)
}

/// One page of purchases.
#[tauri::command]
pub(crate) async fn credit_purchases(
    shell: State<'_, Shell>,
    after: Option<String>,
) -> Result<CreditPurchasesPage, CommandError> {
    Ok(shell.app()?.credit_purchases(after.as_deref()).await?)
}

/// The person's own purchases that go on.
#[tauri::command]
pub(crate) async fn open_credit_purchases(
    shell: State<'_, Shell>,
) -> Result<Vec<CreditPurchase>, CommandError> {
    Ok(shell.app()?.open_credit_purchases().await?)
}

/// Gives a purchase up.
#[tauri::command]
pub(crate) async fn cancel_credit_purchase(
    shell: State<'_, Shell>,
    purchase: String,
) -> Result<CancelPurchaseOutcome, CommandError> {
    Ok(shell.app()?.cancel_credit_purchase(&purchase).await?)
}

/// Opens the page where a purchase is paid once more; answers whether that worked.
#[tauri::command]
pub(crate) async fn open_checkout(
    shell: State<'_, Shell>,
    purchase: String,
) -> Result<bool, CommandError> {
    Ok(shell.app()?.open_checkout(&purchase).await?)
}

/// Saves a receipt among the person's downloads.
#[tauri::command]
pub(crate) async fn save_receipt(
    shell: State<'_, Shell>,
    name: String,
    html: String,
) -> Result<SavedFile, CommandError> {
    Ok(shell.app()?.save_receipt(&name, html).await?)
}
