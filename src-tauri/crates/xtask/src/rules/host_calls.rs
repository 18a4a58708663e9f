//! What the page asks of the app and of Tauri's plugins, read from its one door to them.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};

/// The functions of the host that take a command's name.
const CALLERS: [&str; 3] = ["ask", "follow", "invoke"];
/// The plugins that are part of Tauri: their permissions have a namespace.
const CORE_PLUGINS: [&str; 9] = [
    "app",
    "event",
    "image",
    "menu",
    "path",
    "resources",
    "tray",
    "webview",
    "window",
];
const TAURI: &str = "@tauri-apps/";
/// Brings `invoke`, whose calls name what they need.
const INVOKING: &str = "api/core";

/// The permissions that a source of the host needs: for each command it calls by name, and for each function
/// that it imports from a plugin's package.
pub(super) fn permissions_used(source: &str) -> Result<BTreeSet<String>> {
    let mut used: BTreeSet<_> = commands(source).map(permission).collect();
    for (module, names) in imports(source)? {
        if module == INVOKING {
            continue;
        }
        let plugin = module
            .strip_prefix("api/")
            .or_else(|| module.strip_prefix("plugin-"))
            .with_context(|| format!("no rule knows {TAURI}{module}"))?;
        used.extend(
            names
                .iter()
                .map(|name| permission(&format!("plugin:{plugin}|{}", snake_case(name)))),
        );
    }
    Ok(used)
}

/// The permission that a command needs: `sign_in`, or of a plugin `plugin:event|listen`.
pub(super) fn permission(command: &str) -> String {
    let allow = |command: &str| format!("allow-{}", command.replace('_', "-"));
    let plugin = command
        .strip_prefix("plugin:")
        .and_then(|name| name.split_once('|'));
    match plugin {
        None => allow(command),
        Some((plugin, command)) if CORE_PLUGINS.contains(&plugin) => {
            format!("core:{plugin}:{}", allow(command))
        }
        Some((plugin, command)) => format!("{plugin}:{}", allow(command)),
    }
}

/// The commands called by name, as in `ask<Portal>("connect_portal", …)`.
fn commands(source: &str) -> impl Iterator<Item = &str> {
    source.match_indices('(').filter_map(|(at, _)| {
        let argument = source[at + 1..].trim_start().strip_prefix('"')?;
        let name = argument.split('"').next()?;
        CALLERS.contains(&callee(&source[..at])).then_some(name)
    })
}

/// The name at the end of `text`, before type arguments.
fn callee(text: &str) -> &str {
    let mut depth = 0_usize;
    let without_types = text.trim_end_matches(|letter: char| {
        depth += usize::from(letter == '>');
        let inside = depth > 0;
        depth -= usize::from(letter == '<' && inside);
        inside
    });
    let is_separator = |letter: char| !letter.is_alphanumeric() && letter != '_';
    without_types
        .rsplit(is_separator)
        .next()
        .unwrap_or_default()
}

/// The modules of Tauri that are imported, each with what is taken from it besides types.
fn imports(source: &str) -> Result<Vec<(&str, Vec<&str>)>> {
    let mut imports = Vec::new();
    for (at, _) in source.match_indices(TAURI) {
        let module = source[at + TAURI.len()..].split(['"', '\'']).next();
        let module = module.unwrap_or_default();
        let statement = source[..at].rsplit("import ").next().unwrap_or_default();
        if statement.starts_with("type ") {
            continue;
        }
        let Some((_, names)) = statement.split_once('{') else {
            bail!(
                "import by name what {TAURI}{module} has, so that its permission can be looked for"
            );
        };
        let names = names.split('}').next().unwrap_or_default().split(',');
        let names = names
            .map(|name| name.split(" as ").next().unwrap_or_default().trim())
            .filter(|name| !name.is_empty() && !name.starts_with("type "));
        imports.push((module, names.collect()));
    }
    Ok(imports)
}

fn snake_case(name: &str) -> String {
    let mut found = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() {
            found.push('_');
        }
        found.extend(letter.to_lowercase());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(source: &str) -> Vec<String> {
        permissions_used(source).map_or_else(
            |error| vec![error.to_string()],
            |used| used.into_iter().collect(),
        )
    }

    #[test]
    fn commands_are_found_by_the_functions_that_take_their_names() {
        let source = r#"
            import { invoke, type InvokeArgs } from "@tauri-apps/api/core";
            return invoke<T>(command, input);
            signIn: () => ask("sign_in", { portal }),
            void follow<Map<string, Services>>("services", listener, null),
            later: () => ask(
                "change_password"),
            const element = document.getElementById("boot"); task("nothing");"#;
        assert_eq!(
            used(source),
            ["allow-change-password", "allow-services", "allow-sign-in"]
        );
    }

    #[test]
    fn plugins_are_found_by_name_and_by_import() {
        assert_eq!(
            used(r#"invoke("plugin:event|listen"); invoke<string>("plugin:store|get_store");"#),
            ["core:event:allow-listen", "store:allow-get-store"]
        );
        let imports = r#"import { openUrl, type Options } from "@tauri-apps/plugin-opener";
            import type { Event } from "@tauri-apps/api/event";
            import { listen as hear } from '@tauri-apps/api/event';"#;
        assert_eq!(
            used(imports),
            ["core:event:allow-listen", "opener:allow-open-url"]
        );
    }

    #[test]
    fn what_can_not_be_seen_through_is_named() {
        let whole = r#"import * as dialog from "@tauri-apps/plugin-dialog";"#;
        assert!(
            used(whole)[0].contains("import by name"),
            "{:?}",
            used(whole)
        );
        let other = r#"import { main } from "@tauri-apps/cli";"#;
        assert!(
            used(other)[0].contains("@tauri-apps/cli"),
            "{:?}",
            used(other)
        );
    }
}
