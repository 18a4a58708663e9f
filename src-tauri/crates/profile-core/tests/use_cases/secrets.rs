//! Secrets are shown once, and are nowhere else.

use std::fs;
use std::path::Path;

use profile_core::api_keys::{ApiKeyExpiry, ApiKeyOverlap};
use profile_core::ports::LocalStore;
use profile_core::remembered;
use profile_core::second_factor::SecondFactor;

use crate::fake_api_keys::API_SECRET;
use crate::fake_portal::{EMAIL, FakePortal, PASSWORD};
use crate::fake_security::{CHALLENGE, CODE, TOTP_SECRET};
use crate::machine::Machine;

const SECRETS: [&str; 9] = [
    PASSWORD,
    "battery staple",
    CODE,
    CHALLENGE,
    TOTP_SECRET,
    "GEZD GNBV",
    "abcd-efgh",
    API_SECRET,
    "-token-",
];

fn check(place: &str, text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{place} holds {secret}: {text}");
    }
}

fn texts(directory: &Path) -> Vec<String> {
    let files = fs::read_dir(directory).unwrap();
    files
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
        .collect()
}

#[tokio::test]
async fn no_secret_is_in_a_file_a_setting_or_a_log() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    let code = || SecondFactor::Code { code: CODE.into() };
    let mut said = vec![
        format!("{:?}", app.begin_mfa_enrollment().await),
        format!(
            "{:?}",
            app.verify_mfa_enrollment("enr_1", CODE.into()).await
        ),
        format!("{:?}", app.complete_mfa_enrollment("enr_1").await),
        format!("{:?}", app.regenerate_recovery_codes().await),
        format!("{:?}", app.create_api_key("CI", ApiKeyExpiry::Never).await),
        format!("{:?}", app.rotate_api_key("CI", ApiKeyOverlap::Week).await),
        format!("{:?}", app.try_api_key(API_SECRET.into()).await),
        format!("{:?}", code()),
    ];
    let changed = app.change_password(PASSWORD.into(), Some(code()), "battery staple".into(), true);
    said.push(format!("{:?}", changed.await));
    said.push(format!("{:?}", app.sign_out().await));
    said.push(format!(
        "{:?}",
        app.sign_in(&portal.id, EMAIL, PASSWORD.into()).await
    ));
    said.push(format!("{:?}", app.complete_sign_in(code()).await));
    for text in &said {
        assert!(
            text.starts_with("Ok(") || text.starts_with("Code"),
            "{text}"
        );
        check("a log", text);
    }

    assert_eq!(machine.cached(), 1);
    for text in texts(&machine.cache.path().join("profiles")) {
        check("the cache", &text);
    }
    for value in [remembered::SESSION, remembered::PORTALS] {
        check("a setting", &machine.store.get(value).unwrap().to_string());
    }
    let shown = machine.notifier.shown();
    check("a notification", &format!("{:?}", *shown.borrow()));
    assert_eq!(machine.saved(), []);
}
