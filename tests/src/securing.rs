//! What a person does to protect their account, in the real window.

use anyhow::Result;
use serde_json::json;

use crate::app::App;
use crate::authenticator::Authenticator;
use crate::page::hook;
use crate::portal::Person;
use crate::scene::PROFILE;

/// The MFA switch once MFA is on.
pub const MFA_ON: &str = "[data-test=mfa-switch][aria-checked=true]";
/// The MFA switch while MFA is off.
pub const MFA_OFF: &str = "[data-test=mfa-switch][aria-checked=false]";

impl App {
    /// Tries the key whose secret is shown, copies it and closes its dialog.
    ///
    /// # Errors
    /// When the key doesn't work or can't be copied.
    pub async fn use_shown_key(&self) -> Result<()> {
        self.press(&hook("try-key")).await?;
        self.see("[data-test=try-outcome][data-outcome=devices]")
            .await?;
        self.press(&hook("copy-secret")).await?;
        self.see(&hook("secret-outcome")).await?;
        self.press(&hook("finish-key")).await
    }

    /// Types a code where one is asked for. The field that takes it lies unseen behind its digits.
    ///
    /// # Errors
    /// When no code is asked for.
    pub async fn type_code(&self, code: &str) -> Result<()> {
        self.type_keys_into("input[name=code]", code).await
    }

    /// Types a code that is not accepted, and waits until it is refused: the field is empty again.
    ///
    /// # Errors
    /// When no code is asked for, or it stays.
    pub async fn type_refused_code(&self, code: &str) -> Result<()> {
        self.type_code(code).await?;
        let emptied = "const field = document.querySelector(arguments[0]); \
            return field?.value === '' && field.closest('form').querySelector('[aria-busy=true]') === null;";
        self.comes_true(emptied, json!("input[name=code]")).await?;
        self.see(&hook("error")).await.map(drop)
    }

    /// Types with the keyboard into an element, whether it can be seen or not.
    ///
    /// # Errors
    /// When there is no such element.
    pub async fn type_keys_into(&self, selector: &str, keys: &str) -> Result<()> {
        let focus = "const field = document.querySelector(arguments[0]); \
            if (!field || field.disabled) return false; \
            field.focus(); field.select?.(); return document.activeElement === field;";
        self.comes_true(focus, json!(selector)).await?;
        self.press_keys(keys).await
    }

    /// Turns MFA on, from the switch to the end.
    ///
    /// # Errors
    /// When a step does not come.
    pub async fn enroll(&self) -> Result<(Authenticator, Vec<String>)> {
        self.press(&hook("mfa-switch")).await?;
        self.enroll_from_dialog().await
    }

    /// Turns MFA on, once the dialog is asked for.
    ///
    /// # Errors
    /// When a step does not come.
    pub async fn enroll_from_dialog(&self) -> Result<(Authenticator, Vec<String>)> {
        let (authenticator, codes) = self.verify_authenticator().await?;
        self.press(&hook("codes-saved")).await?;
        self.press(&hook("finish-enroll")).await?;
        self.see_no(&hook("enroll-dialog")).await?;
        Ok((authenticator, codes))
    }

    /// Goes as far as the recovery codes, and reads them.
    ///
    /// # Errors
    /// When a step does not come.
    pub async fn verify_authenticator(&self) -> Result<(Authenticator, Vec<String>)> {
        self.see("[data-test=enroll-dialog][data-step=scan]")
            .await?;
        let secret = self.text(&hook("mfa-secret")).await?;
        let mut authenticator = Authenticator::new(&secret);
        self.type_code(&authenticator.code().await?).await?;
        self.see("[data-test=enroll-dialog][data-step=codes]")
            .await?;
        Ok((authenticator, self.recovery_codes().await?))
    }

    /// The recovery codes that are shown.
    ///
    /// # Errors
    /// When none are.
    pub async fn recovery_codes(&self) -> Result<Vec<String>> {
        self.see(&hook("recovery-codes")).await?;
        let script = "return [...document.querySelectorAll('[data-test=recovery-code]')] \
            .map(code => code.innerText.trim());";
        Ok(serde_json::from_value(self.evaluate(script).await?)?)
    }

    /// Signs in with the password and the authenticator's code.
    ///
    /// # Errors
    /// When the profile doesn't show up.
    pub async fn sign_in_with_code(
        &self,
        person: Person,
        authenticator: &mut Authenticator,
    ) -> Result<()> {
        self.enter_credentials(person.email, person.password)
            .await?;
        self.see(&hook("second-step")).await?;
        self.type_code(&authenticator.code().await?).await?;
        self.see(PROFILE).await?;
        Ok(())
    }

    /// Signs in with the password and a recovery code, where the email address is known already or not.
    ///
    /// # Errors
    /// When the second step doesn't come.
    pub async fn sign_in_with_recovery_code(&self, person: Person, code: &str) -> Result<()> {
        self.enter_credentials(person.email, person.password)
            .await?;
        self.press(&hook("use-recovery-code")).await?;
        self.type_into("input[name=recoveryCode]", code).await?;
        self.press(&hook("complete-sign-in")).await?;
        self.see_no(&hook("sign-in-page")).await
    }

    /// Confirms who they are with the password, where that is asked for.
    ///
    /// # Errors
    /// When it is not asked for, or not accepted.
    pub async fn confirm_with(&self, password: &str) -> Result<()> {
        self.see(&hook("confirm-identity-dialog")).await?;
        self.type_into(
            "[data-test=confirm-identity-dialog] input[name=password]",
            password,
        )
        .await?;
        self.press(&hook("confirm-identity")).await?;
        self.see_no(&hook("confirm-identity-dialog")).await
    }
}
