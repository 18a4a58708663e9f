//! The page may call exactly the commands that exist: handlers, manifest and capabilities agree. And it is
//! permitted exactly what it uses, of the app's own commands and of plugins.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::host_calls::{permission, permissions_used};
use super::sources::HOST;
use super::{has_extension, read};

type Names = BTreeSet<String>;

pub(super) fn breaches(files: &[PathBuf]) -> Result<Vec<String>> {
    let mut handled = Names::new();
    let mut permitted = Names::new();
    let mut used = Names::new();
    for file in files {
        if file.starts_with("src-tauri/src") && has_extension(file, &["rs"]) {
            handled.extend(handlers(&read(file)?));
        }
        if file.starts_with("src-tauri/capabilities") && has_extension(file, &["json"]) {
            permitted.extend(permissions(&read(file)?)?);
        }
        let is_test = file.to_string_lossy().ends_with(".test.ts");
        if file.starts_with(HOST) && has_extension(file, &["ts"]) && !is_test {
            used.extend(permissions_used(&read(file)?)?);
        }
    }
    ensure!(
        !handled.is_empty(),
        "no command handlers were found under src-tauri/src"
    );
    ensure!(!used.is_empty(), "no calls were found under {HOST}");
    let listed = manifest(&read(Path::new("src-tauri/build.rs"))?);
    let mut breaches = differences(&handled, &listed, "the manifest in build.rs");
    breaches.extend(unhandled(&handled, &permitted));
    breaches.extend(unbalanced(&permitted, &used));
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

/// What a capability permits: a permission's name, or an object with its name and a scope.
fn permissions(capability: &str) -> Result<Names> {
    let capability: Value = serde_json::from_str(capability)?;
    let permissions = capability["permissions"].as_array();
    permissions
        .context("a capability lists no permissions")?
        .iter()
        .map(|permission| {
            let name = permission.get("identifier").unwrap_or(permission);
            let name = name.as_str().context("a permission has no name")?;
            Ok(name.to_owned())
        })
        .collect()
}

/// The app's own permissions without a command; those of plugins have a colon.
fn unhandled(handled: &Names, permitted: &Names) -> Vec<String> {
    let commands: Names = handled.iter().map(|name| permission(name)).collect();
    permitted
        .iter()
        .filter(|name| !name.contains(':') && !commands.contains(*name))
        .map(|name| format!("the capabilities have {name}, which is no command's"))
        .collect()
}

/// Permissions that the page doesn't use, and uses without a permission.
fn unbalanced(permitted: &Names, used: &Names) -> Vec<String> {
    let idle = permitted
        .difference(used)
        .map(|name| format!("the capabilities permit {name}, which {HOST} never uses"));
    let refused = used
        .difference(permitted)
        .map(|name| format!("{HOST} uses {name}, which no capability permits"));
    idle.chain(refused).collect()
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
        let capability = r#"{"permissions": ["core:event:default", "allow-sign-in",
            {"identifier": "fs:allow-exists", "allow": [{"path": "$HOME/*"}]}]}"#;
        let found = ["allow-sign-in", "core:event:default", "fs:allow-exists"];
        assert_eq!(permissions(capability)?, names(found));
        assert!(permissions("{}").is_err(), "a capability without any");
        Ok(())
    }

    #[test]
    fn names_permissions_of_no_command() {
        let permitted = names(["allow-start", "allow-sign-on", "core:event:default"]);
        assert_eq!(
            unhandled(&names(["start", "sign_in"]), &permitted),
            ["the capabilities have allow-sign-on, which is no command's"]
        );
    }

    #[test]
    fn names_what_is_permitted_in_vain_and_what_is_used_without() {
        let permitted = names(["allow-start", "core:event:default", "store:allow-get"]);
        let used = names(["allow-sign-in", "allow-start", "store:allow-get"]);
        assert_eq!(
            unbalanced(&permitted, &used),
            [
                "the capabilities permit core:event:default, which ui/src/lib/host never uses",
                "ui/src/lib/host uses allow-sign-in, which no capability permits"
            ]
        );
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
