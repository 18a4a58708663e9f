//! The last profile seen, as files.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use profile_core::offline::{FirstFrame, OfflineProfiles, SeenProfile};
use profile_core::ports::TokenKey;
use serde_json::{Value, json};
use tempfile::TempDir;

fn key(account: &str) -> TokenKey {
    TokenKey {
        portal: "https://portal.example".into(),
        account: account.into(),
    }
}

fn seen(display_name: &str) -> SeenProfile {
    serde_json::from_value(json!({
        "snapshot": {
            "fetchedAt": "2026-11-23T12:00:00Z",
            "profile": {
                "account": {
                    "id": "acc_1", "email": "ada@acme.example", "displayName": display_name,
                    "initials": "AL", "hue": 120, "avatar": null,
                },
                "organization": {
                    "id": "org_1", "name": "ACME", "kind": "shared", "initials": "A", "hue": 7,
                    "image": null, "roles": ["admin"], "mfaRequiredSince": null,
                    "canAdminister": true, "canLeave": true, "pages": ["home"],
                    "seesCredits": true, "exportsCharts": true,
                },
                "preferences": { "toastNotifications": true, "theme": "dark" },
                "security": {
                    "mfa": { "enabledAt": null, "recoveryCodesLeft": 0, "requiredBy": [] },
                    "passwordChangedAt": null,
                },
                "apiKeys": { "usable": 1, "expiring": 0, "limit": 20 },
            },
        },
        "avatar_path": null,
        "image_path": null,
    }))
    .unwrap()
}

struct Cache {
    directory: TempDir,
    profiles: OfflineProfiles,
}

impl Cache {
    fn new() -> Self {
        let directory = TempDir::new().unwrap();
        let profiles = OfflineProfiles::in_directory(directory.path().join("profiles"));
        Self {
            directory,
            profiles,
        }
    }

    fn files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.directory.path().join("profiles"));
        entries.map_or_else(
            |_| Vec::new(),
            |entries| entries.map(|entry| entry.unwrap().path()).collect(),
        )
    }
}

#[test]
fn each_account_has_its_own_file() {
    let cache = Cache::new();
    assert_eq!(cache.profiles.read(&key("ada")), None);
    cache.profiles.write(&key("ada"), &seen("Ada")).unwrap();
    cache.profiles.write(&key("grace"), &seen("Grace")).unwrap();
    cache
        .profiles
        .write(&key("ada"), &seen("Ada King"))
        .unwrap();
    assert_eq!(cache.profiles.read(&key("ada")), Some(seen("Ada King")));
    assert_eq!(cache.profiles.read(&key("grace")), Some(seen("Grace")));
    assert_eq!(cache.files().len(), 2);

    cache.profiles.remove(&key("ada"));
    assert_eq!(cache.profiles.read(&key("ada")), None);
    assert_eq!(cache.profiles.read(&key("grace")), Some(seen("Grace")));
}

#[cfg(unix)]
#[test]
fn a_file_is_for_this_person_alone_and_its_name_says_nothing() {
    use std::os::unix::fs::PermissionsExt;

    let cache = Cache::new();
    cache
        .profiles
        .write(&key("../../ada"), &seen("Ada"))
        .unwrap();
    let file = cache.files().pop().unwrap();
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let name = file.file_stem().unwrap().to_str().unwrap();
    assert_eq!(name.len(), 64);
    assert!(name.bytes().all(|byte| byte.is_ascii_hexdigit()));
}

#[test]
fn damaged_and_foreign_files_are_removed() {
    let cache = Cache::new();
    cache.profiles.write(&key("ada"), &seen("Ada")).unwrap();
    let file = cache.files().pop().unwrap();
    let whole = fs::read(&file).unwrap();
    let altered = |name: &str, value: Value| {
        let mut contents: Value = serde_json::from_slice(&whole).unwrap();
        contents[name] = value;
        contents.to_string().into_bytes()
    };
    for bytes in [
        Vec::new(),
        whole[..whole.len() / 2].to_vec(),
        vec![0xff; 1000],
        altered("format", json!(1)),
        altered("portal", json!("https://other.example")),
        altered("account", json!("grace")),
        altered("seen", json!(null)),
    ] {
        fs::write(&file, bytes).unwrap();
        assert_eq!(cache.profiles.read(&key("ada")), None);
        assert!(!file.exists());
    }
}

#[test]
fn what_an_interrupted_run_left_goes_with_the_profile() {
    let cache = Cache::new();
    cache.profiles.write(&key("ada"), &seen("Ada")).unwrap();
    fs::write(
        cache.directory.path().join("profiles/.unfinished-x"),
        "half",
    )
    .unwrap();
    cache.profiles.remove(&key("ada"));
    assert_eq!(cache.files(), Vec::<PathBuf>::new());
}

#[test]
fn a_file_that_cannot_be_written_is_an_error() {
    let cache = Cache::new();
    fs::write(cache.directory.path().join("profiles"), "").unwrap();
    cache.profiles.write(&key("ada"), &seen("Ada")).unwrap_err();
    assert_eq!(cache.profiles.read(&key("ada")), None);
}

#[test]
fn a_first_frame_lies_beside_the_profile_and_goes_with_it() {
    let cache = Cache::new();
    let frame = FirstFrame {
        drawn_from: "1f".into(),
        markup: "<h1>Ada</h1>".into(),
    };
    cache.profiles.write(&key("ada"), &seen("Ada")).unwrap();
    cache
        .profiles
        .write_first_frame(&key("ada"), &frame)
        .unwrap();
    assert_eq!(cache.profiles.read(&key("ada")), Some(seen("Ada")));
    assert_eq!(cache.profiles.read_first_frame(&key("ada")), Some(frame));
    assert_eq!(cache.profiles.read_first_frame(&key("grace")), None);
    cache.profiles.remove(&key("ada"));
    assert_eq!(cache.files(), Vec::<PathBuf>::new());
}

/// A start reads it before there is a window.
#[test]
fn what_is_too_large_to_be_read_at_a_start_is_not_kept() {
    const LIMIT: usize = 4 * 1024 * 1024;
    let cache = Cache::new();
    let frame = |length| FirstFrame {
        drawn_from: "1f".into(),
        markup: "x".repeat(length),
    };
    let key = key("ada");
    let keep = |length| cache.profiles.write_first_frame(&key, &frame(length));
    keep(LIMIT - 1024).unwrap();
    let refused = keep(LIMIT).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::FileTooLarge);
    let kept = cache.profiles.read_first_frame(&key);
    assert_eq!(kept, Some(frame(LIMIT - 1024)), "the earlier one stays");

    let files = cache.files();
    assert_eq!(files.len(), 1, "nothing unfinished: {files:?}");
    let mut grown = fs::read(&files[0]).unwrap();
    grown.resize(LIMIT + 1, b' ');
    fs::write(&files[0], grown).unwrap();
    assert_eq!(cache.profiles.read_first_frame(&key), None);
    assert_eq!(cache.files(), Vec::<PathBuf>::new());
}
