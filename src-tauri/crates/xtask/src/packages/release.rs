//! The version that is packed, and when it was made.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};

use crate::programs::{answer, program};

/// Where the project is found.
const HOMEPAGE: &str = env!("CARGO_PKG_HOMEPAGE");

/// What packages say about themselves.
#[derive(Clone, Debug)]
pub(crate) struct Release {
    /// As in `Cargo.toml`.
    pub(crate) version: String,
    /// The time of the last commit, or what `SOURCE_DATE_EPOCH` says, in seconds since 1970.
    pub(crate) seconds: u64,
}

impl Release {
    /// The one that is checked out.
    pub(crate) fn current() -> Result<Self> {
        let set = std::env::var("SOURCE_DATE_EPOCH").ok();
        let committed = || answer(program("git").args(["log", "--max-count=1", "--format=%ct"]));
        let seconds = set
            .or_else(committed)
            .context("git knows no last commit, and SOURCE_DATE_EPOCH is not set")?;
        Ok(Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seconds: seconds
                .parse()
                .with_context(|| format!("{seconds:?} is no time in seconds"))?,
        })
    }

    /// The version as package managers order it: what comes before a release sorts before it.
    pub(crate) fn package_version(&self) -> String {
        self.version.replacen('-', "~", 1)
    }

    /// When it was made, in UTC, in a format of the program `date`.
    pub(crate) fn date(&self, format: &str) -> Result<String> {
        let mut date = program("date");
        date.env("LC_ALL", "C").args([
            "--utc",
            &format!("--date=@{}", self.seconds),
            &format!("+{format}"),
        ]);
        answer(&mut date).context("`date` tells no date")
    }

    /// A text with the names between `@` signs replaced: those given, `homepage` and `version`.
    pub(crate) fn fill_in(&self, text: &str, values: &[(&str, &str)]) -> Result<String> {
        let version = self.package_version();
        let mut values: BTreeMap<&str, &str> = values.iter().copied().collect();
        values.extend([("homepage", HOMEPAGE), ("version", &version)]);
        let mut filled = text.to_owned();
        for (name, value) in values {
            filled = filled.replace(&format!("@{name}@"), value);
        }
        ensure!(
            !filled.lines().any(has_name),
            "a name between @ signs has no value"
        );
        Ok(filled)
    }
}

/// Whether something such as `@day@` is left.
fn has_name(line: &str) -> bool {
    let mut parts = line.split('@').skip(1).peekable();
    while let Some(part) = parts.next() {
        let is_name = !part.is_empty() && part.chars().all(|letter| letter.is_ascii_lowercase());
        if is_name && parts.peek().is_some() {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release() -> Release {
        Release {
            version: "1.2.0-beta.1".to_owned(),
            seconds: 86_400,
        }
    }

    #[test]
    fn versions_before_a_release_sort_before_it() {
        assert_eq!(release().package_version(), "1.2.0~beta.1");
    }

    #[test]
    fn dates_are_those_of_the_world() -> Result<()> {
        assert_eq!(
            release().date("%a, %d %b %Y %H:%M:%S %z")?,
            "Fri, 02 Jan 1970 00:00:00 +0000"
        );
        Ok(())
    }

    #[test]
    fn every_name_needs_a_value() -> Result<()> {
        let release = release();
        assert_eq!(
            release.fill_in("on @day@, a@b.example", &[("day", "Monday")])?,
            "on Monday, a@b.example"
        );
        assert!(release.fill_in("on @night@", &[]).is_err());
        Ok(())
    }
}
