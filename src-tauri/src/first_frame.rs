//! The first frame of a start with a remembered session: the page of an earlier run drew it ahead, as
//! that start will draw it itself, so that the window shows it before any script has run.

use data_encoding::HEXLOWER;
use profile_core::preferences::ColorScheme;
use profile_core::start::Stage;
use serde::Serialize;
use sha2::{Digest, Sha256};
use ts_rs::TS;

use crate::boot::Boot;

/// The page's document, which names its scripts and styles by their content.
const DOCUMENT: &[u8] = include_bytes!("../../ui/dist/index.html");

/// A first frame that is yet to be drawn.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UnkeptFirstFrame {
    /// Goes with the frame when it is kept.
    pub(crate) drawn_from: String,
    /// What the next start will begin with.
    pub(crate) boot: Boot,
}

/// Tells one first frame from another: by the page's build and by all that it draws. `None` where the
/// first frame is not drawn ahead, as there is no profile in it.
pub(crate) fn drawn_from(boot: &Boot) -> Option<String> {
    drawn_by(DOCUMENT, boot)
}

fn drawn_by(document: &[u8], boot: &Boot) -> Option<String> {
    let mut boot = boot.clone();
    let Stage::SignedIn {
        snapshot: Some(snapshot),
        ..
    } = &mut boot.start.stage
    else {
        return None;
    };
    // When the profile was fetched is not drawn while a fresh one is on its way, nor is which portals
    // there are or that this one was asked for. What the system draws is in the document, not in the frame.
    boot.system_color_scheme = ColorScheme::default();
    snapshot.fetched_at = Default::default();
    boot.start.known_portals.clear();
    boot.requests = 0;
    boot.portal = None;
    let boot = serde_json::to_vec(&boot).ok()?;
    let digest = Sha256::new_with_prefix(document)
        .chain_update(boot)
        .finalize();
    Some(HEXLOWER.encode(&digest))
}

#[cfg(test)]
mod tests {
    use profile_core::language::Language;
    use profile_core::outside_requests::Wish;
    use profile_core::preferences::Theme;
    use serde_json::{Value, json};

    use super::*;

    fn boot(snapshot: &Value) -> Result<Boot, serde_json::Error> {
        let start = serde_json::from_value(json!({
            "stage": {
                "kind": "signed_in",
                "portal": {
                    "id": "https://portal.example", "name": "Portal", "address": "https://portal.example",
                    "builtIn": false, "sampleAccounts": [],
                },
                "snapshot": snapshot,
            },
            "knownPortals": [],
            "notices": [],
        }))?;
        Ok(Boot::new(
            Theme::Dark,
            ColorScheme::Light,
            Wish::default(),
            start,
        ))
    }

    fn snapshot(display_name: &str, fetched_at: &str) -> Value {
        json!({
            "fetchedAt": fetched_at,
            "profile": {
                "account": {
                    "id": "acc_1", "email": "ada@acme.example", "displayName": display_name,
                    "initials": "AL", "hue": 120, "avatar": null,
                },
                "organization": {
                    "id": "org_1", "name": "ACME", "kind": "shared", "roles": ["admin"],
                    "initials": "A", "hue": 30, "image": null, "mfaRequiredSince": null,
                    "canAdminister": true, "canLeave": true, "pages": ["home", "profile"], "seesCredits": false,
                    "exportsCharts": false,
                },
                "preferences": { "toastNotifications": true, "theme": "dark" },
                "security": {
                    "mfa": { "enabledAt": null, "recoveryCodesLeft": 0, "requiredBy": [] },
                    "passwordChangedAt": null,
                },
                "apiKeys": { "usable": 1, "expiring": 0, "limit": 20 },
                "pinnedPage": null,
            },
        })
    }

    #[test]
    fn a_frame_is_told_by_what_it_shows() -> Result<(), serde_json::Error> {
        let noon = boot(&snapshot("Ada", "2026-11-23T12:00:00Z"))?;
        let later = boot(&snapshot("Ada", "2026-11-24T09:30:00Z"))?;
        let renamed = boot(&snapshot("Ada King", "2026-11-23T12:00:00Z"))?;
        assert!(drawn_from(&noon).is_some());
        assert_eq!(drawn_from(&noon), drawn_from(&later));
        assert_ne!(drawn_from(&noon), drawn_from(&renamed));
        let mut light = noon.clone();
        light.theme = Theme::Light;
        assert_ne!(drawn_from(&noon), drawn_from(&light));
        let mut arabic = noon.clone();
        arabic.language.chosen = Some(Language::Ar);
        assert_ne!(drawn_from(&noon), drawn_from(&arabic));
        let mut at_night = noon.clone();
        at_night.system_color_scheme = ColorScheme::Dark;
        assert_eq!(drawn_from(&noon), drawn_from(&at_night));
        Ok(())
    }

    #[test]
    fn another_build_of_the_page_draws_its_own() -> Result<(), serde_json::Error> {
        let boot = boot(&snapshot("Ada", "2026-11-23T12:00:00Z"))?;
        assert_eq!(drawn_by(DOCUMENT, &boot), drawn_from(&boot));
        assert_ne!(drawn_by(b"<!doctype html>", &boot), drawn_from(&boot));
        Ok(())
    }

    #[test]
    fn without_a_profile_nothing_is_drawn_ahead() -> Result<(), serde_json::Error> {
        assert_eq!(drawn_from(&boot(&Value::Null)?), None);
        Ok(())
    }
}
