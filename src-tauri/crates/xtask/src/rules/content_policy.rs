//! The content security policy stays strict.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

const CONFIGURATION: &str = "src-tauri/tauri.conf.json";

/// Settings of Tauri that take parts of the policy away.
const LOOSENERS: [&str; 2] = ["devCsp", "dangerousDisableAssetCspModification"];

/// Says what lets the page do more than its own files and commands.
pub(super) fn breaches() -> Result<Vec<String>> {
    let configuration = super::read(Path::new(CONFIGURATION))?;
    let configuration: Value = serde_json::from_str(&configuration)?;
    let security = &configuration["app"]["security"];
    let policy = security["csp"]
        .as_object()
        .with_context(|| format!("{CONFIGURATION} has no content security policy"))?;
    let unsafe_sources = policy.iter().filter_map(|(directive, sources)| {
        let sources = sources.to_string();
        (sources.contains("unsafe-") || sources.contains('*'))
            .then(|| format!("{CONFIGURATION}: {directive} allows {sources}"))
    });
    let fallback = (policy.get("default-src").and_then(Value::as_str) != Some("'none'"))
        .then(|| format!("{CONFIGURATION}: default-src is not 'none'"));
    let looseners = LOOSENERS
        .into_iter()
        .filter(|name| security.get(name).is_some())
        .map(|name| format!("{CONFIGURATION}: {name} loosens the policy"));
    Ok(unsafe_sources.chain(fallback).chain(looseners).collect())
}
