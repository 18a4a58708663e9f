//! API keys.

use profile_core::api_keys::{
    ApiKeyExpiry, ApiKeyOverlap, ApiKeys, CreateApiKeyOutcome, RevokeApiKeyOutcome,
    RotateApiKeyOutcome, TriedApiKey,
};
use secrecy::SecretString;
use tauri::State;

use crate::error::CommandError;
use crate::shell::Shell;

/// The keys of the organization in view, if there are any there.
#[tauri::command]
pub(crate) async fn api_keys(shell: State<'_, Shell>) -> Result<Option<ApiKeys>, CommandError> {
    Ok(shell.app()?.api_keys().await?)
}

/// Creates a key.
#[tauri::command]
pub(crate) async fn create_api_key(
    shell: State<'_, Shell>,
    name: String,
    expiry: ApiKeyExpiry,
) -> Result<CreateApiKeyOutcome, CommandError> {
    Ok(shell.app()?.create_api_key(&name, expiry).await?)
}

/// Gives a key a new secret.
#[tauri::command]
pub(crate) async fn rotate_api_key(
    shell: State<'_, Shell>,
    key: String,
    overlap: ApiKeyOverlap,
) -> Result<RotateApiKeyOutcome, CommandError> {
    Ok(shell.app()?.rotate_api_key(&key, overlap).await?)
}

/// Ends a key.
#[tauri::command]
pub(crate) async fn revoke_api_key(
    shell: State<'_, Shell>,
    key: String,
) -> Result<RevokeApiKeyOutcome, CommandError> {
    Ok(shell.app()?.revoke_api_key(&key).await?)
}

/// Makes the published call with a key.
#[tauri::command]
pub(crate) async fn try_api_key(
    shell: State<'_, Shell>,
    secret: String,
) -> Result<TriedApiKey, CommandError> {
    Ok(shell.app()?.try_api_key(SecretString::from(secret)).await?)
}
