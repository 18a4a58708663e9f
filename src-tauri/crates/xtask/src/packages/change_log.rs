//! What `CHANGELOG.md` says of each version.

/// A version that people can have.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Version {
    pub(super) name: String,
    /// Such as `2026-11-27`.
    pub(super) date: String,
    /// The paragraph below its heading, for people who choose what to install; may be empty.
    pub(super) summary: String,
}

/// The versions, newest first. What is not released yet counts as `version` of `date`, unless that has a heading.
pub(super) fn versions(change_log: &str, version: &str, date: &str) -> Vec<Version> {
    let mut versions: Vec<_> = change_log
        .split("\n## ")
        .skip(1)
        .map(|section| {
            let (heading, text) = section.split_once('\n').unwrap_or((section, ""));
            let (name, date) = heading.split_once(" - ").unwrap_or((heading, date));
            Version {
                name: name.trim_matches(['[', ']', ' ']).to_owned(),
                date: date.trim().to_owned(),
                summary: summary(text),
            }
        })
        .collect();
    let has_heading = versions.iter().any(|known| known.name == version);
    versions.retain(|known| known.name != UNRELEASED || !has_heading);
    for unreleased in versions.iter_mut().filter(|known| known.name == UNRELEASED) {
        unreleased.name = version.to_owned();
    }
    versions
}

const UNRELEASED: &str = "Unreleased";

fn summary(section: &str) -> String {
    let before_lists = section.split("###").next().unwrap_or_default();
    before_lists
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGE_LOG: &str = "# Changelog\n\n## Unreleased\n\nBetter\nthan ever.\n\n### Added\n\n- a\n\n\
                              ## [0.1.0] - 2026-01-02\n\n### Fixed\n\n- b\n";

    #[test]
    fn what_is_not_released_is_the_version_at_hand() {
        let read = versions(CHANGE_LOG, "0.2.0", "2026-03-04");
        let read: Vec<_> = read
            .iter()
            .map(|version| {
                (
                    version.name.as_str(),
                    version.date.as_str(),
                    version.summary.as_str(),
                )
            })
            .collect();
        assert_eq!(
            read,
            [
                ("0.2.0", "2026-03-04", "Better than ever."),
                ("0.1.0", "2026-01-02", "")
            ]
        );
    }

    #[test]
    fn a_version_with_a_heading_is_that() {
        let read = versions(CHANGE_LOG, "0.1.0", "2026-03-04");
        assert_eq!(read.len(), 1, "{read:?}");
        assert_eq!(read[0].date, "2026-01-02");
    }
}
