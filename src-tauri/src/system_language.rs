//! Which language the person's system prefers.

use profile_core::language::Language;

/// The first of the system's languages that the app speaks.
pub(crate) fn system_language() -> Language {
    Language::preferred_of(sys_locale::get_locales())
}
