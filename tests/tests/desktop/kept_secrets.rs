//! After everything, no secret that was used lies in a file: not at the portal, not in the person's
//! home, not in what the app and the web view keep, and not in a log that says all there is to say.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use portal_profile_tests::app::App;
use portal_profile_tests::authenticator::Authenticator;
use portal_profile_tests::go_between::GoBetween;
use portal_profile_tests::page::{error, hook};
use portal_profile_tests::portal::{LINUS, Person};
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_profile_tests::secrets::{Secrets, legible, values_of};
use portal_profile_tests::securing::{MFA_OFF, MFA_ON};

/// Linus once he has changed his password.
const RENEWED: Person = Person {
    password: "correct horse battery staple",
    ..LINUS
};

/// What the web view is given to keep, so that it is seen to be searched.
const PLANTED: &str = "planted where the web view keeps things";

/// A person who uses every secret there is, and what these were.
struct Flows {
    scene: Scene,
    go_between: GoBetween,
    app: App,
    secrets: Secrets,
    /// The tokens that were in the keyring.
    kept: BTreeSet<String>,
}

impl Flows {
    async fn begin() -> Result<Self> {
        let mut scene = Scene::new().await?;
        scene.portal.restart_talkative(&scene.desktop).await?;
        let go_between = GoBetween::start(scene.portal.address()).await?;
        let log = scene.desktop.directory().join("app.log");
        let app = App::start_talkative(&scene.desktop, &scene.data("first"), &log).await?;
        app.connect(go_between.address()).await?;
        let plant = format!("localStorage.setItem('planted', '{PLANTED}')");
        app.evaluate(&plant).await?;
        app.sign_in(LINUS).await?;
        let mut secrets = Secrets::default();
        secrets.add("the new password", RENEWED.password);
        let mut flows = Self {
            scene,
            go_between,
            app,
            secrets,
            kept: BTreeSet::new(),
        };
        flows.token_is_kept()?;
        Ok(flows)
    }

    fn token_is_kept(&mut self) -> Result<()> {
        for token in self.scene.tokens()? {
            self.secrets.token("a token", &token);
            self.kept.insert(token);
        }
        Ok(())
    }

    /// Presses what asks the portal for something, whose reply gets lost, and presses it again.
    async fn press_again_unheard(&self, name: &str) -> Result<()> {
        self.go_between.lose_replies().await;
        self.app.press(&hook(name)).await?;
        self.app.see(&error("portal_unreachable")).await?;
        self.go_between.pass_on().await;
        self.app.press(&hook(name)).await
    }

    /// Turns MFA on; the reply to the confirmed identity is lost.
    async fn turn_mfa_on(&mut self) -> Result<(Authenticator, Vec<String>)> {
        self.scene.confirmations_grow_old().await?;
        self.app.press(&hook("mfa-switch")).await?;
        self.give_password_again().await?;
        self.press_again_unheard("confirm-identity").await?;
        let (authenticator, codes) = self.app.enroll_from_dialog().await?;
        self.app.see(MFA_ON).await?;
        self.secrets.authenticator(authenticator.secret())?;
        self.secrets.recovery_codes(&codes);
        self.token_is_kept()?;
        Ok((authenticator, codes))
    }

    async fn give_password_again(&self) -> Result<()> {
        let field = "[data-test=confirm-identity-dialog] input[name=password]";
        self.app.type_into(field, LINUS.password).await
    }

    /// Generates a key, for which the first reply is lost, tries it and rotates it.
    async fn use_api_keys(&mut self) -> Result<()> {
        let app = &self.app;
        app.press(&hook("open-api-keys")).await?;
        app.press(&hook("generate-key")).await?;
        app.type_into("input[name=keyName]", "Nightly report")
            .await?;
        self.press_again_unheard("confirm-generate").await?;
        self.secrets.api_key(&app.text(&hook("key-secret")).await?);
        app.use_shown_key().await?;
        app.see_no(&hook("key-secret")).await?;
        app.press(&hook("rotate-key")).await?;
        self.press_again_unheard("confirm-rotate").await?;
        self.secrets.api_key(&app.text(&hook("key-secret")).await?);
        app.press(&hook("copy-curl")).await?;
        app.see(&hook("secret-outcome")).await?;
        app.press(&hook("finish-key")).await?;
        app.press(&hook("back-to-profile")).await
    }

    /// Has recovery codes issued anew, and answers them.
    async fn regenerate_codes(&mut self, authenticator: &mut Authenticator) -> Result<Vec<String>> {
        self.scene.confirmations_grow_old().await?;
        let app = &self.app;
        app.press(&hook("regenerate-codes")).await?;
        app.press(&hook("confirm-regenerate")).await?;
        self.give_password_again().await?;
        app.type_code(&authenticator.code().await?).await?;
        let codes = app.recovery_codes().await?;
        self.secrets.recovery_codes(&codes);
        app.press(&hook("codes-saved")).await?;
        app.press(&hook("finish-regenerate")).await?;
        app.see_no(&hook("recovery-codes-dialog")).await?;
        self.token_is_kept()?;
        Ok(codes)
    }

    async fn change_password(&self) -> Result<()> {
        let app = &self.app;
        app.press(&hook("change-password")).await?;
        app.type_into("input[name=currentPassword]", LINUS.password)
            .await?;
        app.type_into("input[name=newPassword]", RENEWED.password)
            .await?;
        app.press(&hook("save-password")).await?;
        app.see_no(&hook("change-password-dialog")).await
    }

    async fn log_out(&self) -> Result<()> {
        self.app.press(&hook("log-out")).await?;
        self.app.press(&hook("confirm-log-out")).await?;
        self.app.see(&hook("sign-in-reason")).await.map(drop)
    }

    async fn turn_mfa_off(&self) -> Result<()> {
        self.app.press(&hook("mfa-switch")).await?;
        self.app.press(&hook("confirm-disable-mfa")).await?;
        self.app.see(MFA_OFF).await.map(drop)
    }

    /// Takes in what was said on the way between the app and the portal.
    fn overhear(&mut self) {
        let (asked, replied) = (self.go_between.asked(), self.go_between.replied());
        let challenges = values_of(&replied, "challenge");
        assert_eq!(challenges.len(), 2, "two sign-ins took two steps");
        for challenge in &challenges {
            self.secrets.token("a challenge", challenge);
        }
        let keys = values_of(&asked, "idempotencyKey");
        assert_eq!(
            keys.len(),
            4,
            "two confirmations, a new key and a rotation: a repeated wish has the key it had"
        );
        for key in &keys {
            self.secrets.add("an idempotency key", key);
        }
        let tokens = values_of(&replied, "token");
        assert_eq!(tokens.len(), 4, "of three sign-ins and a confirmation");
        assert!(tokens.is_subset(&self.kept), "the keyring had each");
        assert_eq!(self.kept.len(), 5, "and the one that was worked out");
    }
}

/// The most octets that the system writes of a process' memory when it ends for a fault.
fn core_limit(process: u32) -> Result<String> {
    let limits = std::fs::read_to_string(format!("/proc/{process}/limits"))?;
    let core = limits.lines().find(|it| it.starts_with("Max core file"));
    let core = core.context("the system limits no cores")?;
    Ok(core.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What keeps secrets in memory leaves none of it behind, and neither does the web view, which it starts.
#[tokio::test]
async fn a_fault_writes_no_memory_to_a_file() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", LINUS).await?;
    let tree = app.processes()?;
    ensure!(tree.len() > 1, "the web view has processes of its own");
    for process in tree {
        assert_eq!(core_limit(process)?, "Max core file size 0 0 bytes");
    }
    Ok(())
}

#[tokio::test]
async fn no_secret_is_found_after_all_flows() -> Result<()> {
    let mut flows = Flows::begin().await?;
    let (mut authenticator, _) = flows.turn_mfa_on().await?;
    flows.use_api_keys().await?;
    let codes = flows.regenerate_codes(&mut authenticator).await?;
    flows.change_password().await?;
    flows.log_out().await?;
    flows
        .app
        .sign_in_with_code(RENEWED, &mut authenticator)
        .await?;
    flows.token_is_kept()?;
    flows.log_out().await?;
    flows
        .app
        .sign_in_with_recovery_code(RENEWED, &codes[0])
        .await?;
    flows.app.see(PROFILE).await?;
    flows.token_is_kept()?;
    flows.turn_mfa_off().await?;
    flows.overhear();
    let Flows {
        scene,
        app,
        secrets,
        ..
    } = flows;
    app.kill().await?;

    // The portal has less to say, whatever it is asked.
    for (log, says) in [
        (scene.desktop.directory().join("app.log"), "TRACE"),
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
    let mut planted = Secrets::default();
    planted.add("what was planted", PLANTED);
    assert!(
        planted.search(&scene.data("first")).is_err(),
        "what the web view keeps is found"
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
