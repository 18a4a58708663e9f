//! Generates the context that Tauri embeds, and a permission for each command of the page.

/// The commands that the page may be allowed to call; a capability lists each by name.
const COMMANDS: &[&str] = &[
    "services",
    "color_scheme",
    "portal_request",
    "unkept_first_frame",
    "keep_first_frame",
    "connect_portal",
    "open_built_in_portal",
    "sign_in",
    "sign_out",
    "refresh_profile",
    "change_display_name",
    "set_toast_notifications",
    "set_theme",
    "complete_sign_in",
    "cancel_sign_in",
    "confirm_identity",
    "begin_mfa_enrollment",
    "verify_mfa_enrollment",
    "complete_mfa_enrollment",
    "disable_mfa",
    "regenerate_recovery_codes",
    "save_recovery_codes",
    "change_password",
    "sessions",
    "revoke_session",
    "revoke_other_sessions",
    "security_log",
    "save_security_log",
    "api_keys",
    "create_api_key",
    "rotate_api_key",
    "revoke_api_key",
    "try_api_key",
    "copy_secret",
    "print_page",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    Ok(())
}
