//! What no source file may contain.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use super::{has_extension, read};

/// Words and why they are not wanted. Put together so that this file doesn't contain them.
const UNWANTED: [(&str, &str); 11] = [
    (concat!("TO", "DO"), "finish it or file an issue"),
    (concat!("FIX", "ME"), "finish it or file an issue"),
    (concat!("#[", "ignore"), "every test runs"),
    (concat!("#[", "allow("), "use expect with a reason"),
    (concat!("it", ".skip"), "every test runs"),
    (concat!("it", ".only"), "every test runs"),
    (concat!("test", ".skip"), "every test runs"),
    (concat!("test", ".only"), "every test runs"),
    (concat!("test", ".todo"), "every test runs"),
    (concat!("describe", ".skip"), "every test runs"),
    (concat!("describe", ".only"), "every test runs"),
];
/// May stand where a reason follows after two dashes.
const LINT_OFF: &str = concat!("eslint-", "disable");
const TAURI_IN_PAGE: &str = concat!("@tauri", "-apps/");
pub(super) const HOST: &str = "ui/src/lib/host";
/// Lines past which a file is split by concept.
const LONGEST: usize = 400;

pub(super) fn breaches(files: &[PathBuf]) -> Result<Vec<String>> {
    let is_source = |file: &&PathBuf| has_extension(file, &["css", "js", "rs", "svelte", "ts"]);
    let sources: Vec<_> = files.iter().filter(is_source).collect();
    ensure!(!sources.is_empty(), "no source files were found");
    let mut breaches = Vec::new();
    for file in sources {
        let text = read(file)?;
        breaches.extend(in_source(file, &text));
    }
    Ok(breaches)
}

fn in_source(file: &Path, text: &str) -> Vec<String> {
    let name = file.display();
    let mut breaches = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        for (word, why) in UNWANTED.iter().filter(|(word, _)| line.contains(word)) {
            breaches.push(format!("{name}:{number}: `{word}`: {why}"));
        }
        if line.contains(LINT_OFF) && !line.contains(" -- ") {
            breaches.push(format!(
                "{name}:{number}: a lint is turned off without a reason"
            ));
        }
        if file.starts_with("ui/src") && !file.starts_with(HOST) && line.contains(TAURI_IN_PAGE) {
            breaches.push(format!(
                "{name}:{number}: {TAURI_IN_PAGE} is for {HOST} alone"
            ));
        }
    }
    if text.lines().count() > LONGEST {
        breaches.push(format!(
            "{name}: more than {LONGEST} lines: split it by concept"
        ));
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_unwanted_words() {
        let text = format!("fine\n// {}: later", UNWANTED[0].0);
        let found = in_source(Path::new("a.rs"), &text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("a.rs:2:"), "{found:?}");
    }

    #[test]
    fn tauri_enters_the_page_through_the_host_alone() {
        let import = format!("import {{ invoke }} from '{TAURI_IN_PAGE}api/core';");
        assert_eq!(in_source(Path::new("ui/src/App.svelte"), &import).len(), 1);
        assert!(in_source(Path::new("ui/src/lib/host/tauri.ts"), &import).is_empty());
    }

    #[test]
    fn long_files_are_named() {
        assert_eq!(
            in_source(Path::new("a.ts"), &"x\n".repeat(LONGEST + 1)).len(),
            1
        );
        assert!(in_source(Path::new("a.ts"), &"x\n".repeat(LONGEST)).is_empty());
    }
}
