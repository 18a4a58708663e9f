//! Generates the context that Tauri embeds, and a permission for each command of the page.

/// The commands that the page may be allowed to call; a capability lists each by name.
const COMMANDS: &[&str] = &[
    "services",
    "color_scheme",
    "connect_portal",
    "open_built_in_portal",
    "sign_in",
    "sign_out",
    "refresh_profile",
    "change_display_name",
    "set_toast_notifications",
    "set_theme",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    Ok(())
}
