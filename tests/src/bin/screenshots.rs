//! Pictures of every page and state from the real window, light and dark: `cargo xtask screenshots`.

#[cfg(target_os = "linux")]
use anyhow::Context;
#[cfg(target_os = "linux")]
use portal_profile_tests::gallery::{Look, Room, Visit, walk};
#[cfg(target_os = "linux")]
use profile_core::language::Language;

/// What is asked for.
#[cfg(target_os = "linux")]
#[derive(Debug, clap::Parser)]
struct Options {
    /// The languages of the app, by their tags, or `all`.
    #[arg(long = "language", default_value = "en")]
    languages: Vec<String>,
    /// The rooms that are visited; all of them unless told otherwise.
    #[arg(long = "room")]
    rooms: Vec<String>,
}

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> anyhow::Result<()> {
    use clap::Parser;
    use xtask::desktop::ColorScheme;
    use xtask::workspace;

    let options = Options::parse();
    let languages = languages(&options.languages)?;
    let rooms = rooms(&options.rooms)?;
    for language in languages {
        for (name, color_scheme) in [("light", ColorScheme::Light), ("dark", ColorScheme::Dark)] {
            let mut directory = workspace::target().join("screenshots");
            if language != Language::En {
                directory.push(language.tag());
            }
            directory.push(name);
            if directory.exists() {
                // A state that is no more leaves no picture.
                std::fs::remove_dir_all(&directory)?;
            }
            std::fs::create_dir_all(&directory)?;
            for room in &rooms {
                let visit = Visit::Picture(directory.clone());
                walk(
                    *room,
                    Look {
                        color_scheme,
                        language,
                    },
                    visit,
                )
                .await?;
            }
            eprintln!("{}", directory.display());
        }
    }
    Ok(())
}

/// The languages of these tags.
#[cfg(target_os = "linux")]
fn languages(tags: &[String]) -> anyhow::Result<Vec<Language>> {
    if tags.iter().any(|tag| tag == "all") {
        return Ok(Language::ALL.to_vec());
    }
    let language = |tag: &String| {
        let found = Language::ALL.into_iter().find(|it| it.tag() == tag);
        found.with_context(|| format!("the app does not speak `{tag}`"))
    };
    tags.iter().map(language).collect()
}

/// The rooms of these names, written as in the code but in small letters.
#[cfg(target_os = "linux")]
fn rooms(names: &[String]) -> anyhow::Result<Vec<Room>> {
    if names.is_empty() {
        return Ok(Room::ALL.to_vec());
    }
    let room = |name: &String| {
        let found = Room::ALL
            .into_iter()
            .find(|it| format!("{it:?}").eq_ignore_ascii_case(name));
        found.with_context(|| format!("no room is named `{name}`"))
    };
    names.iter().map(room).collect()
}

#[cfg(not(target_os = "linux"))]
fn main() -> anyhow::Result<()> {
    anyhow::bail!("a headless desktop needs Linux")
}
