//! What helps those who help a person: versions, the services that the app found, and what went wrong last. There are no
//! secrets in it; what went wrong may name files and portals. It is always in English, as the log.

use crate::platform;
use crate::services::Services;

/// All of it as text. `services` are not known where there is no time to ask.
pub(crate) fn text(services: Option<Services>, last_errors: &[String]) -> String {
    let web_view = tauri::webview_version();
    let mut lines = vec![
        format!(
            "Portal Profile {}{}",
            env!("CARGO_PKG_VERSION"),
            if cfg!(debug_assertions) {
                " (debug)"
            } else {
                ""
            }
        ),
        format!("time: {}", chrono::Utc::now().format("%Y-%m-%dT%H:%M:%SZ")),
        format!(
            "system: {}, {}",
            platform::system_name(),
            std::env::consts::ARCH
        ),
        format!("web view: {}", web_view.as_deref().unwrap_or("unknown")),
    ];
    for (name, value) in platform::desktop() {
        lines.push(format!("{name}: {value}"));
    }
    if let Some(services) = services {
        lines.push(format!("token storage: {}", word(services.token_storage)));
        lines.push(format!("notifications: {}", word(services.notifications)));
        lines.push(format!("appearance: {}", word(services.appearance)));
        lines.push(format!("tray: {}", word(services.tray)));
    }
    if last_errors.is_empty() {
        lines.push("last errors: none".to_owned());
    } else {
        lines.push("last errors:".to_owned());
        lines.extend(last_errors.iter().map(|line| format!("  {line}")));
    }
    lines.join("\n")
}

/// A value as its name in the page.
fn word(value: impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => "unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use profile_core::services::ServiceState;
    use profile_core::session::TokenStorage;

    use super::*;

    #[test]
    fn it_tells_versions_services_and_errors() {
        let services = Services {
            token_storage: Some(TokenStorage::Keyring),
            notifications: ServiceState::Missing,
            appearance: ServiceState::Available,
            tray: ServiceState::Missing,
            keyring_returns: 0,
        };
        let text = text(Some(services), &["WARN the profile is not kept".to_owned()]);
        for line in [
            "token storage: keyring",
            "notifications: missing",
            "appearance: available",
            "tray: missing",
            "last errors:",
            "  WARN the profile is not kept",
        ] {
            assert!(text.lines().any(|it| it == line), "{line}: {text}");
        }
        assert!(text.starts_with("Portal Profile "), "{text}");
        assert!(super::text(None, &[]).ends_with("last errors: none"));
    }
}
