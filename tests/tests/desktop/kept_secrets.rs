//! After everything, no secret that was used lies in a file: not at the portal, not in the person's
//! home, not in what the app and the web view keep, and not in a log that says all there is to say.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use portal_profile_tests::app::App;
use portal_profile_tests::go_between::GoBetween;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::{LINUS, Person};
use portal_profile_tests::scene::Scene;

/// What was used, each with its name and as it could be written.
#[derive(Default)]
struct Secrets {
    all: Vec<(&'static str, String)>,
    /// The tokens that were in the keyring.
    kept: BTreeSet<String>,
}

impl Secrets {
    /// A secret as it is, and as hexadecimal and base64 would write it.
    fn add(&mut self, name: &'static str, secret: impl AsRef<[u8]>) {
        let secret = secret.as_ref();
        let hex = HEXLOWER.encode(secret);
        let forms = [
            legible(secret),
            hex.to_uppercase(),
            hex,
            STANDARD.encode(secret),
            STANDARD_NO_PAD.encode(secret),
            URL_SAFE.encode(secret),
            URL_SAFE_NO_PAD.encode(secret),
        ];
        self.all.extend(forms.map(|form| (name, form)));
    }

    /// A token without what tells people that it is one.
    fn token(&mut self, name: &'static str, token: &str) {
        self.add(name, token.trim_start_matches("portal_session_"));
    }

    fn tokens(&mut self, scene: &Scene) -> Result<()> {
        for token in scene.tokens()? {
            self.token("a token", &token);
            self.kept.insert(token);
        }
        Ok(())
    }

    fn of_authenticator(&mut self, secret: &str) -> Result<()> {
        self.add("the authenticator's secret", secret);
        let bytes = BASE32_NOPAD.decode(secret.as_bytes())?;
        self.add("the authenticator's secret", bytes);
        Ok(())
    }

    fn recovery_codes(&mut self, codes: &[String]) {
        for code in codes {
            self.add("a recovery code", code);
            self.add("a recovery code", code.replace('-', ""));
        }
    }

    /// An API key, and its secret part alone.
    fn api_key(&mut self, key: &str) {
        self.add("an API key", key);
        self.add("an API key's secret part", &key[19..59]);
    }

    /// Searches all files below a directory, and answers which those are.
    fn search(&self, directory: &Path) -> Result<Vec<PathBuf>> {
        let mut searched = Vec::new();
        for entry in std::fs::read_dir(directory)? {
            let path = entry?.path();
            let kind = path.symlink_metadata()?.file_type();
            if kind.is_dir() {
                searched.extend(self.search(&path)?);
            } else if kind.is_file() {
                let text = legible(&std::fs::read(&path)?);
                for (name, form) in &self.all {
                    assert!(!text.contains(form), "{name} lies in {}", path.display());
                }
                searched.push(path);
            }
        }
        Ok(searched)
    }
}

/// Bytes as text, a character for each: text is searched fast however this is built.
fn legible(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// The texts that the portal handed out as a field of its replies.
fn handed_out(replies: &str, field: &str) -> BTreeSet<String> {
    let begin = format!("\"{field}\":\"");
    let after = replies.split(&begin).skip(1);
    after
        .filter_map(|rest| rest.split_once('"'))
        .map(|(text, _)| text.to_owned())
        .collect()
}

#[tokio::test]
async fn no_secret_is_found_after_all_flows() -> Result<()> {
    const NEW: &str = "correct horse battery staple";
    let mut scene = Scene::new().await?;
    scene.portal.restart_talkative(&scene.desktop).await?;
    let go_between = GoBetween::start(scene.portal.address()).await?;
    let log = scene.desktop.directory().join("app.log");
    let app = App::start_talkative(&scene.desktop, &scene.data("first"), &log).await?;
    app.connect(go_between.address()).await?;
    app.sign_in(LINUS).await?;
    let mut secrets = Secrets::default();
    secrets.tokens(&scene)?;
    let (mut authenticator, codes) = app.enroll().await?;
    secrets.of_authenticator(authenticator.secret())?;
    secrets.recovery_codes(&codes);

    app.press(&hook("open-api-keys")).await?;
    app.press(&hook("generate-key")).await?;
    app.type_into("input[name=keyName]", "Nightly report")
        .await?;
    app.press(&hook("confirm-generate")).await?;
    secrets.api_key(&app.text(&hook("key-secret")).await?);
    app.press(&hook("try-key")).await?;
    app.see(&hook("try-outcome")).await?;
    app.press(&hook("copy-secret")).await?;
    app.press(&hook("finish-key")).await?;
    app.press(&hook("rotate-key")).await?;
    app.press(&hook("confirm-rotate")).await?;
    secrets.api_key(&app.text(&hook("key-secret")).await?);
    app.press(&hook("copy-secret")).await?;
    app.see(&hook("secret-outcome")).await?;
    app.press(&hook("finish-key")).await?;
    app.press(&hook("back-to-profile")).await?;

    scene.confirmations_grow_old().await?;
    app.press(&hook("regenerate-codes")).await?;
    app.press(&hook("confirm-regenerate")).await?;
    app.type_into(
        "[data-test=confirm-identity-dialog] input[name=password]",
        LINUS.password,
    )
    .await?;
    app.type_code(&authenticator.code().await?).await?;
    let codes = app.recovery_codes().await?;
    secrets.recovery_codes(&codes);
    secrets.tokens(&scene)?;
    app.press(&hook("codes-saved")).await?;
    app.press(&hook("finish-regenerate")).await?;
    app.see_no(&hook("recovery-codes-dialog")).await?;

    app.press(&hook("change-password")).await?;
    app.type_into("input[name=currentPassword]", LINUS.password)
        .await?;
    app.type_into("input[name=newPassword]", NEW).await?;
    app.press(&hook("save-password")).await?;
    app.see_no(&hook("change-password-dialog")).await?;
    secrets.add("the new password", NEW);
    app.press(&hook("log-out")).await?;
    app.press(&hook("confirm-log-out")).await?;
    app.see("[data-test=sign-in-reason]").await?;
    let renewed = Person {
        password: NEW,
        ..LINUS
    };
    app.sign_in_with_recovery_code(renewed, &codes[0]).await?;
    app.see(&hook("mfa-switch")).await?;
    secrets.tokens(&scene)?;
    app.kill().await?;

    let replies = go_between.heard();
    let challenges = handed_out(&replies, "challenge");
    assert_eq!(challenges.len(), 1, "one sign-in took two steps");
    for challenge in &challenges {
        secrets.token("a challenge", challenge);
    }
    let tokens = handed_out(&replies, "token");
    assert_eq!(tokens.len(), 3, "of two sign-ins and a confirmation");
    assert_eq!(tokens, secrets.kept, "the keyring had each in its turn");

    // The portal has less to say, whatever it is asked.
    for (log, says) in [
        (log, "TRACE"),
        (
            scene.portal.directory().join("portal.log"),
            "the portal answers",
        ),
    ] {
        assert!(std::fs::read_to_string(&log)?.contains(says), "{log:?}");
    }
    let database = std::fs::read(scene.portal.directory().join("portal.db"))?;
    assert!(
        legible(&database).contains(LINUS.email),
        "what is no secret is found"
    );
    // Whatever lies about on that machine: the home, what the app and the web view keep, the portal's
    // data, and all logs.
    let searched = secrets.search(scene.desktop.directory())?;
    for directory in [
        &*scene.data("first"),
        &scene.desktop.home(),
        scene.portal.directory(),
    ] {
        let within = searched.iter().filter(|file| file.starts_with(directory));
        assert!(
            within.count() >= 3,
            "{}: {searched:#?}",
            directory.display()
        );
    }
    Ok(())
}
