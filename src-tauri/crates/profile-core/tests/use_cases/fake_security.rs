//! The fake portal's part for account security: second factors, confirmation, password and sessions.

use portal_client::IdempotencyKey;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::fake_api_keys::FakeApiKeys;
use crate::fake_portal::{Account, PASSWORD, fault};

/// The only code that the portal accepts.
pub(crate) const CODE: &str = "123456";
/// The secret of every enrollment.
pub(crate) const TOTP_SECRET: &str = "GEZDGNBVGY3TQOJQ";
/// Stands for the first step of a sign-in.
pub(crate) const CHALLENGE: &str = "cha11enge";

const SENSITIVE: [&str; 13] = [
    "BeginMfaEnrollment",
    "VerifyMfaEnrollment",
    "CompleteMfaEnrollment",
    "DisableMfa",
    "RegenerateRecoveryCodes",
    "ChangePassword",
    "RevokeSession",
    "RevokeOtherSessions",
    "CreateApiKey",
    "RotateApiKey",
    "RevokeApiKey",
    "SetMfaRequirement",
    "DeleteOrganization",
];

#[derive(Default)]
pub(crate) struct FakeSecurity {
    pub(crate) mfa: bool,
    pub(crate) recovery_codes_left: usize,
    pub(crate) password_changed_at: Option<String>,
    /// Whether sensitive actions are open.
    pub(crate) confirmed: bool,
    /// What the last sign-in said it came from.
    pub(crate) device: Option<String>,
    /// Ids of the person's other sessions.
    pub(crate) others: Vec<String>,
    pub(crate) api_keys: FakeApiKeys,
    /// Results that are given in place of the portal's own, by the field's name.
    pub(crate) scripted: Vec<(&'static str, Value)>,
    pub(crate) events: usize,
    pub(crate) required_by: Vec<Value>,
}

impl FakeSecurity {
    /// The next result of `field` is `result`.
    pub(crate) fn script(&mut self, field: &'static str, result: Value) {
        self.scripted.push((field, result));
    }

    pub(crate) fn view(&self) -> Value {
        let enabled_at = self.mfa.then_some("2026-11-23T12:00:00Z");
        json!({
            "mfa": {
                "enabledAt": enabled_at,
                "recoveryCodesLeft": self.recovery_codes_left,
                "requiredBy": self.required_by,
            },
            "passwordChangedAt": self.password_changed_at,
        })
    }

    pub(crate) fn api_key_summary(&self) -> Value {
        self.api_keys.summary()
    }

    pub(crate) fn challenge(&self) -> Value {
        json!({
            "__typename": "SecondFactorRequired",
            "challenge": CHALLENGE,
            "expiresAt": "2026-11-23T12:05:00Z",
        })
    }

    fn take_script(&mut self, field: &str) -> Option<Value> {
        let position = self
            .scripted
            .iter()
            .position(|(scripted, _)| *scripted == field)?;
        Some(self.scripted.remove(position).1)
    }

    fn issue_recovery_codes(&mut self) -> Value {
        self.recovery_codes_left = 10;
        let codes: Vec<_> = (0..10)
            .map(|number| format!("abcd-efgh-{number}"))
            .collect();
        json!({ "__typename": "RecoveryCodesIssued", "recoveryCodes": codes })
    }
}

impl Account {
    pub(crate) fn complete_sign_in(&mut self, input: &Value) -> Value {
        assert_eq!(input["challenge"], CHALLENGE);
        if let Some(result) = self.security.take_script("completeSignIn") {
            return result;
        }
        match refused_code(input) {
            Some(refused) => refused,
            None => self.open_session(),
        }
    }

    /// The answer to an operation that this part knows.
    pub(crate) fn secure(
        &mut self,
        operation: &str,
        variables: &Value,
        token: &str,
    ) -> Option<Value> {
        let input = &variables["input"];
        if SENSITIVE.contains(&operation) && !self.security.confirmed {
            return Some(fault("CONFIRMATION_REQUIRED"));
        }
        let field = format!("{}{}", operation[..1].to_lowercase(), &operation[1..]);
        if let Some(result) = self.security.take_script(&field) {
            return Some(json!({ "data": { field: result } }));
        }
        let result = match operation {
            "ConfirmIdentity" => self.confirm_identity(input, token),
            "BeginMfaEnrollment" => json!({
                "__typename": "MfaEnrollmentBegun",
                "enrollment": "enr_1",
                "secret": TOTP_SECRET,
                "otpauthUri": format!("otpauth://totp/ACME:ada?secret={TOTP_SECRET}"),
                "expiresAt": "2026-11-23T12:10:00Z",
            }),
            "VerifyMfaEnrollment" => {
                refused_code(input).unwrap_or_else(|| self.security.issue_recovery_codes())
            }
            "CompleteMfaEnrollment" => {
                self.security.mfa = true;
                json!({ "__typename": "MfaEnabled", "viewer": self.viewer() })
            }
            "DisableMfa" => {
                (self.security.mfa, self.security.recovery_codes_left) = (false, 0);
                json!({ "__typename": "MfaDisabled", "viewer": self.viewer() })
            }
            "RegenerateRecoveryCodes" => self.security.issue_recovery_codes(),
            "ChangePassword" => {
                let at = "2026-11-23T12:00:30Z";
                self.security.password_changed_at = Some(at.into());
                json!({ "__typename": "PasswordChanged", "at": at, "sessionsEnded": 2 })
            }
            "Sessions" => json!({ "data": self.open_sessions() }),
            "RevokeSession" => {
                let id = input["session"].as_str().unwrap();
                let before = self.security.others.len();
                self.security.others.retain(|other| other != id);
                if self.security.others.len() == before {
                    json!({ "__typename": "SessionNotFound", "message": "gone" })
                } else {
                    json!({ "__typename": "SessionRevoked", "at": "2026-11-23T12:00:00Z" })
                }
            }
            "RevokeOtherSessions" => json!({ "count": self.security.others.drain(..).count() }),
            "SecurityLog" => self.security.log_page(variables),
            _ => self.security.api_keys.answer(operation, input)?,
        };
        Some(json!({ "data": { field: result } }))
    }

    fn confirm_identity(&mut self, input: &Value, token: &str) -> Value {
        if input["password"] != PASSWORD {
            return json!({ "__typename": "WrongCredentials", "message": "no" });
        }
        if self.security.mfa {
            if input["code"].is_null() && input["recoveryCode"].is_null() {
                return json!({ "__typename": "SecondFactorMissing", "message": "no" });
            }
            if let Some(refused) = refused_code(input) {
                return refused;
            }
        }
        self.security.confirmed = true;
        self.sessions.remove(token);
        let key = IdempotencyKey::from(input["idempotencyKey"].as_str().unwrap().to_owned());
        let next = key.next_token(&token.into()).expose_secret().to_owned();
        self.sessions.insert(next.clone());
        json!({
            "__typename": "IdentityConfirmed",
            "token": next,
            "confirmedUntil": "2026-11-23T12:05:00Z",
        })
    }

    fn open_sessions(&self) -> Vec<Value> {
        let own = [("ses_own".to_owned(), true)];
        let others = self.security.others.iter().map(|id| (id.clone(), false));
        let session = |(id, current): (String, bool)| {
            json!({
                "id": id, "device": null, "client": "Test 1", "address": "192.0.2.7",
                "startedAt": "2026-11-20T12:00:00Z", "lastActiveAt": "2026-11-23T12:00:00Z",
                "expiresAt": "2026-12-20T12:00:00Z", "current": current,
            })
        };
        own.into_iter().chain(others).map(session).collect()
    }
}

fn refused_code(input: &Value) -> Option<Value> {
    let accepted = input["code"] == CODE || input["recoveryCode"] == "abcd-efgh-0";
    (!accepted)
        .then(|| json!({ "__typename": "CodeRefused", "reason": "WRONG", "clockOffSeconds": null }))
}
