//! The page may call exactly the commands that exist: handlers, manifest and capabilities agree.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use serde_json::Value;

use super::{has_extension, read};

type Names = BTreeSet<String>;

pub(super) fn breaches(files: &[PathBuf]) -> Result<Vec<String>> {
    let mut handled = Names::new();
    let mut allowed = Names::new();
    for file in files {
        if file.starts_with("src-tauri/src") && has_extension(file, &["rs"]) {
            handled.extend(handlers(&read(file)?));
        }
        if file.starts_with("src-tauri/capabilities") && has_extension(file, &["json"]) {
            allowed.extend(permissions(&read(file)?)?);
        }
    }
    ensure!(
        !handled.is_empty(),
        "no command handlers were found under src-tauri/src"
    );
    let listed = manifest(&read(Path::new("src-tauri/build.rs"))?);
    let mut breaches = differences(&handled, &allowed, "the capabilities");
    breaches.extend(differences(&handled, &listed, "the manifest in build.rs"));
    Ok(breaches)
}

/// The last names of the paths in `generate_handler![…]`.
fn handlers(source: &str) -> Names {
    let list = between(source, "generate_handler![", "]");
    let name = |path: &str| path.trim().rsplit("::").next().map(str::to_owned);
    list.split(',')
        .filter_map(name)
        .filter(|name| !name.is_empty())
        .collect()
}

/// The quoted names in the list of build.rs.
fn manifest(source: &str) -> Names {
    between(source, "COMMANDS: &[&str] = &[", "]")
        .split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// The app's own commands that a capability allows; those of plugins have a colon.
fn permissions(capability: &str) -> Result<Names> {
    let capability: Value = serde_json::from_str(capability)?;
    let permissions = capability["permissions"].as_array().into_iter().flatten();
    let command = |permission: &Value| {
        let name = permission.as_str()?.strip_prefix("allow-")?;
        Some(name.replace('-', "_"))
    };
    Ok(permissions.filter_map(command).collect())
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let rest = text.split_once(start).map_or("", |(_, rest)| rest);
    rest.split_once(end).map_or("", |(inside, _)| inside)
}

fn differences(handled: &Names, found: &Names, place: &str) -> Vec<String> {
    let missing = handled
        .difference(found)
        .map(|name| format!("command {name} is not in {place}"));
    let unknown = found
        .difference(handled)
        .map(|name| format!("{place} has {name}, which is no command"));
    missing.chain(unknown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names<const N: usize>(names: [&str; N]) -> Names {
        names.map(str::to_owned).into()
    }

    #[test]
    fn reads_handlers_manifest_and_capabilities() -> Result<()> {
        let handler = "tauri::generate_handler![\n commands::start::start,\n sign_in,\n]";
        assert_eq!(handlers(handler), names(["sign_in", "start"]));
        assert_eq!(
            manifest(r#"const COMMANDS: &[&str] = &["start", "sign_in"];"#),
            names(["sign_in", "start"])
        );
        let capability =
            r#"{"permissions": ["core:event:default", "allow-sign-in", "allow-start"]}"#;
        assert_eq!(permissions(capability)?, names(["sign_in", "start"]));
        Ok(())
    }

    #[test]
    fn names_what_is_missing_and_what_is_too_much() {
        let found = differences(&names(["a", "b"]), &names(["b", "c"]), "here");
        assert_eq!(
            found,
            [
                "command a is not in here",
                "here has c, which is no command"
            ]
        );
    }
}
