//! A small portal with one account, whose replies can be held back, refused or left out.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

use crate::fake_exports::{self, FakeExports};
use crate::fake_feed::{self, FakeFeed};
use crate::fake_organizations::FakeOrganizations;
use crate::fake_security::FakeSecurity;
use crate::holding::{Held, Hold, Holding, Word, hold, lost};

pub(crate) const EMAIL: &str = "ada@acme.example";
pub(crate) const PASSWORD: &str = "correct horse";

/// A running portal; gone when dropped.
pub(crate) struct FakePortal {
    pub(crate) id: String,
    account: Arc<Mutex<Account>>,
    server: JoinHandle<()>,
}

/// What the portal keeps, and how it behaves.
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) display_name: String,
    pub(crate) avatar_path: Option<String>,
    pub(crate) toast_notifications: bool,
    pub(crate) theme: String,
    /// Tokens of the sessions in force.
    pub(crate) sessions: HashSet<String>,
    /// The result of a sign-in with the right password, in place of a session.
    pub(crate) sign_in_result: Option<Value>,
    pub(crate) security: FakeSecurity,
    pub(crate) organizations: FakeOrganizations,
    /// What the account is told.
    pub(crate) feed: FakeFeed,
    pub(crate) exports: FakeExports,
    /// The answer to every operation of a session, in place of its own.
    pub(crate) refusal: Option<Value>,
    /// The status that every operation is refused with.
    pub(crate) refuse_with: Option<StatusCode>,
    /// Whether operations are left without any answer.
    pub(crate) silent: bool,
    /// What was asked for, oldest first: operation names and picture paths.
    pub(crate) asked: Vec<String>,
    holds: Vec<Held>,
    signed_in: usize,
}

impl FakePortal {
    pub(crate) async fn start() -> Self {
        let account = Arc::new(Mutex::new(Account {
            id: "acc_1".into(),
            display_name: "Ada Lovelace".into(),
            avatar_path: None,
            toast_notifications: true,
            theme: "SYSTEM".into(),
            sessions: HashSet::new(),
            sign_in_result: None,
            security: FakeSecurity::default(),
            organizations: FakeOrganizations::default(),
            feed: FakeFeed::default(),
            exports: FakeExports::default(),
            refusal: None,
            refuse_with: None,
            silent: false,
            asked: Vec::new(),
            holds: Vec::new(),
            signed_in: 0,
        }));
        let router = Router::new()
            .route("/.well-known/portal", get(describe))
            .route("/graphql", post(operate))
            .route("/avatars/{name}", get(picture))
            .route("/exports/{token}", get(fake_exports::deliver))
            .with_state(Arc::clone(&account));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let id = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            id,
            account,
            server,
        }
    }

    pub(crate) fn origin(&self) -> Url {
        self.id.parse().unwrap()
    }

    pub(crate) fn account(&self) -> MutexGuard<'_, Account> {
        self.account.lock().unwrap()
    }

    /// Holds back the next request for `operation`.
    pub(crate) fn hold(&self, operation: &'static str, at: Hold) -> Holding {
        let (held, holding) = hold(operation, at);
        self.account().holds.push(held);
        holding
    }

    /// Does what the next `times` requests for `operation` ask for, and loses the answers.
    pub(crate) fn lose(&self, operation: &'static str, times: usize) {
        let losses = (0..times).map(|_| lost(operation));
        self.account().holds.extend(losses);
    }

    /// How often `name` was asked for.
    pub(crate) fn count(&self, name: &str) -> usize {
        self.account()
            .asked
            .iter()
            .filter(|asked| *asked == name)
            .count()
    }
}

impl Drop for FakePortal {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Account {
    pub(crate) fn viewer(&self) -> Value {
        let in_view = self.organizations.in_view();
        let mut security = self.security.view();
        for requirement in security["mfa"]["requiredBy"].as_array_mut().unwrap() {
            requirement["inView"] = json!(requirement["organization"] == in_view.id.as_str());
        }
        json!({
            "id": self.id,
            "email": EMAIL,
            "displayName": self.display_name,
            "avatarPath": self.avatar_path,
            "organization": in_view.view(),
            "pinnedPage": in_view.pinned,
            "preferences": self.preferences(),
            "security": security,
            "apiKeys": self.security.api_key_summary(),
        })
    }

    fn preferences(&self) -> Value {
        json!({ "toastNotifications": self.toast_notifications, "theme": self.theme })
    }

    fn answer(
        &mut self,
        operation: &str,
        variables: &Value,
        token: &str,
        organization: Option<&str>,
    ) -> Value {
        let input = &variables["input"];
        match operation {
            "SignIn" => return json!({ "data": { "signIn": self.sign_in(input) } }),
            "CompleteSignIn" => {
                return json!({ "data": { "completeSignIn": self.complete_sign_in(input) } });
            }
            _ => {}
        }
        if !self.sessions.contains(token) {
            return fault("UNAUTHENTICATED");
        }
        if let Some(refusal) = &self.refusal {
            return refusal.clone();
        }
        if let Some(unavailable) = self.organizations.turn_to(organization) {
            return unavailable;
        }
        if operation == "LookAtStatusUpdates" {
            return self.feed.look(variables);
        }
        if let Some(answer) = self.secure(operation, variables, token) {
            return answer;
        }
        if let Some(answer) = self.exports.say(operation, variables) {
            return answer;
        }
        let data = match operation {
            "ViewerQuery" => json!({
                "viewer": self.viewer(),
                "chartDataExport": self.exports.offer(),
            }),
            "ChangeDisplayName" => json!({ "changeDisplayName": self.change_name(input) }),
            "ChangePreferences" => {
                if let Some(toasts) = input["toastNotifications"].as_bool() {
                    self.toast_notifications = toasts;
                }
                if let Some(theme) = input["theme"].as_str() {
                    self.theme = theme.into();
                }
                json!({ "changePreferences": { "preferences": self.preferences() } })
            }
            "SignOut" => {
                self.sessions.remove(token);
                json!({ "signOut": { "at": "2026-12-01T08:00:00Z" } })
            }
            other => match self.organize(other, variables) {
                Some(data) => data,
                None => panic!("an operation the portal doesn't know: {other}"),
            },
        };
        json!({ "data": data })
    }

    fn sign_in(&mut self, input: &Value) -> Value {
        if input["email"] != EMAIL || input["password"] != PASSWORD {
            return json!({ "__typename": "WrongCredentials", "message": "no" });
        }
        if let Some(result) = &self.sign_in_result {
            return result.clone();
        }
        self.security.device = input["device"].as_str().map(str::to_owned);
        if self.security.mfa {
            return self.security.challenge();
        }
        self.open_session()
    }

    pub(crate) fn open_session(&mut self) -> Value {
        let token = self.new_token();
        let expires_at = "2027-01-01T00:00:00Z";
        json!({ "__typename": "SignedIn", "token": token, "expiresAt": expires_at, "viewer": self.viewer() })
    }

    pub(crate) fn new_token(&mut self) -> String {
        self.signed_in += 1;
        let token = format!("{}-token-{}", self.id, self.signed_in);
        self.sessions.insert(token.clone());
        token
    }

    fn change_name(&mut self, input: &Value) -> Value {
        let name = input["displayName"].as_str().unwrap();
        let reason = match name {
            "" => "EMPTY",
            "\u{7}" => "INVALID_CHARACTERS",
            "later" => "TAKEN",
            name if name.len() > 100 => "TOO_LONG",
            name => {
                self.display_name = name.into();
                return json!({ "__typename": "DisplayNameChanged", "viewer": self.viewer() });
            }
        };
        json!({ "__typename": "DisplayNameRefused", "reason": reason, "maximumLength": 100 })
    }

    fn take_hold(&mut self, operation: &str, at: Hold) -> Option<Held> {
        let position = self
            .holds
            .iter()
            .position(|held| held.is_at(operation, at))?;
        Some(self.holds.remove(position))
    }
}

/// A GraphQL error with this code.
pub(crate) fn fault(code: &str) -> Value {
    json!({ "errors": [{ "message": "no", "extensions": { "code": code } }] })
}

type Shared = State<Arc<Mutex<Account>>>;

async fn describe() -> Json<Value> {
    Json(json!({ "name": "ACME Portal", "contract_version": 1, "graphql_path": "/graphql" }))
}

async fn picture(State(account): Shared, Path(name): Path<String>) -> Response {
    account.lock().unwrap().asked.push(name.clone());
    if name.starts_with("missing") {
        return StatusCode::NOT_FOUND.into_response();
    }
    ([(header::CONTENT_TYPE, "image/png")], name).into_response()
}

async fn operate(State(account): Shared, headers: HeaderMap, Json(body): Json<Value>) -> Response {
    let operation = body["operationName"].as_str().unwrap_or("Published");
    let token = headers
        .get(header::AUTHORIZATION)
        .map(|value| {
            value
                .to_str()
                .unwrap()
                .strip_prefix("Bearer ")
                .unwrap()
                .to_owned()
        })
        .unwrap_or_default();
    let organization = headers
        .get("portal-organization")
        .map(|value| value.to_str().unwrap().to_owned());
    {
        let mut account = account.lock().unwrap();
        account.asked.push(operation.into());
        let named = (operation.to_owned(), organization.clone());
        account.organizations.named.push(named);
    }

    pause(&account, operation, Hold::Request).await;
    if account.lock().unwrap().silent {
        return std::future::pending().await;
    }
    if let Some(status) = account.lock().unwrap().refuse_with {
        return status.into_response();
    }
    let accepted = headers.get(header::ACCEPT);
    if accepted.is_some_and(|accepted| accepted == "text/event-stream") {
        let account = account.lock().unwrap();
        return match account.sessions.contains(&token) {
            true => account.feed.follow(&body["variables"]),
            false => fake_feed::refused(&fault("UNAUTHENTICATED")),
        };
    }
    let answer = match headers.get("api-secret") {
        Some(secret) => account.lock().unwrap().security.devices(secret, &body),
        None => account.lock().unwrap().answer(
            operation,
            &body["variables"],
            &token,
            organization.as_deref(),
        ),
    };
    match pause(&account, operation, Hold::Reply).await {
        Word::GoOn => Json(answer).into_response(),
        Word::Lose => StatusCode::BAD_GATEWAY.into_response(),
    }
}

async fn pause(account: &Mutex<Account>, operation: &str, at: Hold) -> Word {
    let held = account.lock().unwrap().take_hold(operation, at);
    match held {
        Some(held) => held.wait().await,
        None => Word::GoOn,
    }
}
