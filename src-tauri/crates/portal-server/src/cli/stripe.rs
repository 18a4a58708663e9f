//! What the environment says about Stripe. It is no argument: those can be seen by others on the machine.

use std::env::{self, VarError};

use anyhow::{Context, bail, ensure};
use secrecy::SecretString;
use url::Url;

use crate::payments::{STRIPE_API, StripeConfig};

const SECRET_KEY: &str = "STRIPE_SECRET_KEY";
const WEBHOOK_SECRET: &str = "STRIPE_WEBHOOK_SECRET";
const API: &str = "STRIPE_API_BASE";

/// What to take payments with.
///
/// # Errors
///
/// When something is missing, or can't be what it is.
pub(super) fn stripe_from_environment() -> anyhow::Result<StripeConfig> {
    let secret = |name| anyhow::Ok(SecretString::from(required(name)?));
    let api = variable(API)?.unwrap_or_else(|| STRIPE_API.to_owned());
    let api = Url::parse(&api).with_context(|| format!("{API} is not a URL"))?;
    ensure!(
        matches!(api.scheme(), "http" | "https") && api.has_host(),
        "{API} is not the URL of a server"
    );
    Ok(StripeConfig {
        secret_key: secret(SECRET_KEY)?,
        webhook_secret: secret(WEBHOOK_SECRET)?,
        api,
    })
}

fn required(name: &str) -> anyhow::Result<String> {
    let value = variable(name)?;
    value.with_context(|| format!("payments with Stripe need {name} in the environment"))
}

fn variable(name: &str) -> anyhow::Result<Option<String>> {
    match env::var(name) {
        Ok(value) => Ok(Some(value.trim().to_owned()).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => bail!("{name} in the environment is not text"),
    }
}
