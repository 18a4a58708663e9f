//! Starting with the person's session, by the Desktop Application Autostart Specification of freedesktop.org.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::platform::LoginItem;

/// Whether the app can be started by the person's session. In a sandbox it has a folder for settings that no session
/// reads.
pub(crate) fn can_start_at_login() -> bool {
    !Path::new("/.flatpak-info").exists()
}

/// Whether the person's session starts the app.
pub(crate) fn starts_at_login(item: &LoginItem) -> io::Result<bool> {
    starts_by(&entry(item))
}

/// Has the person's session start the app, or no more.
pub(crate) fn start_at_login(item: &LoginItem, on: bool) -> io::Result<()> {
    let entry = entry(item);
    if on {
        let text = text(&item.program, &item.arguments)?;
        if let Some(folder) = entry.parent() {
            fs::create_dir_all(folder)?;
        }
        return fs::write(entry, text);
    }
    match fs::remove_file(entry) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn entry(item: &LoginItem) -> PathBuf {
    let folder = item.configuration.join("autostart");
    folder.join(format!("{}.desktop", item.name))
}

/// Settings of desktops switch an entry off by one of two lines in it.
fn starts_by(entry: &Path) -> io::Result<bool> {
    match fs::read_to_string(entry) {
        Ok(text) => Ok(!text
            .lines()
            .map(str::trim)
            .any(|line| line == "Hidden=true" || line == "X-GNOME-Autostart-enabled=false")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn text(program: &Path, arguments: &[String]) -> io::Result<String> {
    let words =
        std::iter::once(program.to_str()).chain(arguments.iter().map(|it| Some(it.as_str())));
    let words: Option<Vec<String>> = words.map(|word| word.and_then(quoted)).collect();
    let command = words.ok_or(io::ErrorKind::InvalidFilename)?.join(" ");
    // A program that was removed is not missed.
    let program = program.to_string_lossy().replace('\\', "\\\\");
    Ok(format!(
        "[Desktop Entry]\nType=Application\nName=Portal Profile\nIcon=portal-profile\nTryExec={program}\nExec={command}\nTerminal=false\n"
    ))
}

/// A word as the key `Exec` has it, by the Desktop Entry Specification: quoted, and then written as any string of the
/// file. `None` for what can't stand there.
fn quoted(word: &str) -> Option<String> {
    if word.chars().any(char::is_control) {
        return None;
    }
    let mut text = String::from("\"");
    for character in word.chars() {
        match character {
            '"' | '`' | '$' => text.extend(["\\\\", &character.to_string()]),
            '\\' => text.push_str("\\\\\\\\"),
            '%' => text.push_str("%%"),
            other => text.push(other),
        }
    }
    text.push('"');
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_as_the_specification_has_it() {
        for (word, written) in [
            ("/usr/bin/portal-profile", r#""/usr/bin/portal-profile""#),
            ("/home/a b/100%", r#""/home/a b/100%%""#),
            (r#"a"b`c$d\e"#, r#""a\\"b\\`c\\$d\\\\e""#),
        ] {
            assert_eq!(quoted(word).as_deref(), Some(written));
        }
        assert_eq!(quoted("a\nExec=b"), None);
    }

    #[test]
    fn an_entry_that_was_switched_off_elsewhere_starts_nothing() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let entry = folder.path().join("app.desktop");
        assert!(!starts_by(&entry)?);
        fs::write(&entry, text(Path::new("/usr/bin/app"), &[])?)?;
        assert!(starts_by(&entry)?);
        for line in ["Hidden=true", "X-GNOME-Autostart-enabled=false"] {
            fs::write(&entry, format!("[Desktop Entry]\nExec=app\n{line}\n"))?;
            assert!(!starts_by(&entry)?, "{line}");
        }
        Ok(())
    }
}
