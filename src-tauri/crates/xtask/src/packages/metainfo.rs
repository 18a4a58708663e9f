//! What shops for software show of the app.

use anyhow::{Result, ensure};

use super::Release;
use super::change_log::versions;

/// Fills the homepage and the releases in.
pub(super) fn metainfo(template: &str, change_log: &str, release: &Release) -> Result<String> {
    let versions = versions(change_log, &release.version, &release.date("%Y-%m-%d")?);
    ensure!(!versions.is_empty(), "CHANGELOG.md names no version");
    let mut releases = Vec::new();
    for version in &versions {
        let kind = if version.name.contains('-') {
            "development"
        } else {
            "stable"
        };
        let (name, date) = (escaped(&version.name), escaped(&version.date));
        let opening = format!(r#"    <release version="{name}" date="{date}" type="{kind}""#);
        if version.summary.is_empty() {
            releases.push(format!("{opening}/>"));
        } else {
            let summary = escaped(&version.summary);
            releases.push(format!(
                "{opening}>\n      <description>\n        <p>{summary}</p>\n      </description>\n    </release>"
            ));
        }
    }
    release.fill_in(template, &[("releases", &releases.join("\n"))])
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
