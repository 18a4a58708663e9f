//! An authenticator that is not ours: `oathtool`, at the time of the test's clock.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use portal_server::surroundings::Clock;
use serde_json::{Value, json};
use tokio::process::Command;

use crate::support::{PASSWORD, SettableClock, TestPortal, field};

pub(crate) const BEGIN: &str = "mutation { beginMfaEnrollment { __typename
    ... on MfaEnrollmentBegun { enrollment secret otpauthUri expiresAt }
    ... on MfaAlreadyEnabled { since } } }";
pub(crate) const VERIFY: &str = "mutation ($enrollment: ID!, $code: String!) {
    verifyMfaEnrollment(input: { enrollment: $enrollment, code: $code }) { __typename
    ... on RecoveryCodesIssued { recoveryCodes }
    ... on CodeRefused { reason clockOffSeconds }
    ... on TooManyAttempts { retryAfterSeconds } } }";
pub(crate) const COMPLETE: &str = "mutation ($enrollment: ID!) {
    completeMfaEnrollment(input: { enrollment: $enrollment }) { __typename
    ... on MfaEnabled { viewer { security { mfa { enabledAt recoveryCodesLeft } } } } } }";
pub(crate) const COMPLETE_SIGN_IN: &str = "mutation ($input: CompleteSignInInput!) {
    completeSignIn(input: $input) { __typename
    ... on SignedIn { token viewer { email security { mfa { recoveryCodesLeft } } } }
    ... on CodeRefused { reason clockOffSeconds }
    ... on TooManyAttempts { retryAfterSeconds } } }";

/// A shared secret in the hands of a person.
#[derive(Clone, Debug)]
pub(crate) struct Authenticator {
    secret: String,
    clock: SettableClock,
}

impl Authenticator {
    pub(crate) fn new(secret: &str, clock: &SettableClock) -> Self {
        Self {
            secret: secret.to_owned(),
            clock: clock.clone(),
        }
    }

    pub(crate) fn secret(&self) -> &str {
        &self.secret
    }

    /// The code that it shows now.
    pub(crate) async fn code(&self) -> Result<String> {
        self.code_of_a_clock_ahead_by(0).await
    }

    /// The code that it shows when its clock is off by so many seconds.
    pub(crate) async fn code_of_a_clock_ahead_by(&self, seconds: i64) -> Result<String> {
        let moment = self.clock.now().timestamp() + seconds;
        Ok(self.codes_from(moment, 0).await?.remove(0))
    }

    /// Its codes of the two hours before and after now.
    pub(crate) async fn codes_around_now(&self) -> Result<Vec<String>> {
        let codes = self
            .codes_from(self.clock.now().timestamp() - 7_200, 480)
            .await?;
        ensure!(codes.len() == 481, "{codes:?}");
        Ok(codes)
    }

    /// Its codes of a moment and of so many steps after it.
    async fn codes_from(&self, moment: i64, more: u32) -> Result<Vec<String>> {
        let output = Command::new("oathtool")
            .args(["--totp", "--base32", &self.secret])
            .args(["--now", &format!("@{moment}")])
            .args(["--window", &more.to_string()])
            .output()
            .await
            .context("oathtool can't be started")?;
        ensure!(output.status.success(), "{output:?}");
        let codes = String::from_utf8(output.stdout)?;
        Ok(codes.lines().map(|code| code.trim().to_owned()).collect())
    }

    /// Waits until it shows a code that it has not shown.
    pub(crate) fn wait(&self) {
        self.clock.advance(Duration::from_secs(30));
    }
}

/// A person with MFA on.
#[derive(Debug)]
pub(crate) struct Enrolled {
    pub(crate) token: String,
    pub(crate) authenticator: Authenticator,
    pub(crate) recovery_codes: Vec<String>,
}

/// An enrollment that was begun: its id and its authenticator.
pub(crate) async fn begin(portal: &TestPortal, token: &str) -> Result<(Value, Authenticator)> {
    let begun = portal.answer(token, BEGIN, Value::Null).await?;
    let secret = begun["secret"].as_str().context(begun.to_string())?;
    let authenticator = Authenticator::new(secret, &portal.clock);
    Ok((begun["enrollment"].clone(), authenticator))
}

impl Enrolled {
    /// Signs in and turns MFA on. The code of that is past when this returns.
    pub(crate) async fn at(portal: &TestPortal, email: &str) -> Result<Self> {
        let token = portal.sign_in(email).await?;
        let (enrollment, authenticator) = begin(portal, &token).await?;
        let code = authenticator.code().await?;
        let variables = json!({ "enrollment": enrollment, "code": code });
        let verified = portal.answer(&token, VERIFY, variables).await?;
        let recovery_codes = serde_json::from_value(verified["recoveryCodes"].clone())
            .with_context(|| verified.to_string())?;
        let variables = json!({ "enrollment": enrollment });
        let enabled = portal.answer(&token, COMPLETE, variables).await?;
        ensure!(enabled["__typename"] == "MfaEnabled", "{enabled}");
        authenticator.wait();
        Ok(Self {
            token,
            authenticator,
            recovery_codes,
        })
    }

    /// What the password alone comes to.
    pub(crate) async fn challenge(portal: &TestPortal, email: &str) -> Result<String> {
        let answer = portal.attempt(email, PASSWORD).await?;
        let challenge = answer["challenge"].as_str();
        Ok(challenge.with_context(|| answer.to_string())?.to_owned())
    }
}

/// What the second step of a sign-in comes to, with `code` or `recoveryCode`.
pub(crate) async fn complete_sign_in(
    portal: &TestPortal,
    challenge: &str,
    kind: &str,
    code: &str,
) -> Result<Value> {
    let input = json!({ "input": { "challenge": challenge, kind: code } });
    field(
        "completeSignIn",
        portal.ask(None, COMPLETE_SIGN_IN, input).await?,
    )
}

/// As [`complete_sign_in`], from `address` through the proxy.
pub(crate) async fn complete_sign_in_from(
    portal: &TestPortal,
    address: &str,
    challenge: &str,
    kind: &str,
    code: &str,
) -> Result<Value> {
    let input = json!({ "input": { "challenge": challenge, kind: code } });
    let answer = portal.ask_from(address, COMPLETE_SIGN_IN, input).await?;
    field("completeSignIn", answer)
}
