//! Counts in words.

use indicatif::HumanCount;

/// Such as `1 line` or `1,022 lines`.
pub(super) fn counted(number: u64, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", HumanCount(number))
}
