//! A stand-in for Stripe's Checkout Sessions, which no fake that others made has: it does what Stripe's reference says of
//! creating, reading and expiring them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use url::form_urlencoded;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use super::SECRET_KEY;

pub(super) struct CheckoutStandIn {
    server: MockServer,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Default)]
struct Kept {
    sessions: BTreeMap<String, Value>,
    /// Sessions by the idempotency keys they were made with, and what with.
    keys: BTreeMap<String, (String, BTreeMap<String, String>)>,
    /// What the last session was made with.
    form: BTreeMap<String, String>,
    refunds: Vec<BTreeMap<String, String>>,
    /// Statuses of the payments of sessions, by the sessions' ids.
    payments: BTreeMap<String, String>,
    /// The key of the account.
    key: String,
    /// Whether it fails.
    is_down: bool,
}

struct Answers(Arc<Mutex<Kept>>);

impl CheckoutStandIn {
    pub(super) async fn start() -> Self {
        let server = MockServer::start().await;
        let kept = Arc::<Mutex<Kept>>::default();
        held(&kept).key = SECRET_KEY.to_owned();
        let answers = Answers(Arc::clone(&kept));
        Mock::given(any())
            .respond_with(answers)
            .mount(&server)
            .await;
        Self { server, kept }
    }

    pub(super) fn address(&self) -> String {
        self.server.uri()
    }

    pub(super) fn is_down(&self, is_down: bool) {
        held(&self.kept).is_down = is_down;
    }

    /// What the last session was made with.
    pub(super) fn form(&self) -> BTreeMap<String, String> {
        held(&self.kept).form.clone()
    }

    pub(super) fn refunds(&self) -> usize {
        held(&self.kept).refunds.len()
    }

    /// All sessions, the first first.
    pub(super) fn sessions(&self) -> Vec<Value> {
        held(&self.kept).sessions.values().cloned().collect()
    }

    /// The session of a purchase.
    pub(super) fn session_of(&self, purchase: &Value) -> Value {
        let of_purchase = |session: &&Value| session["client_reference_id"] == purchase["id"];
        let kept = held(&self.kept);
        let found = kept.sessions.values().find(of_purchase);
        found.cloned().unwrap_or_default()
    }

    /// Has the session of a purchase paid, and answers it.
    pub(super) fn pay(&self, purchase: &Value) -> Value {
        let paid = json!({ "payment_status": "paid" });
        self.complete(purchase, paid, "succeeded")
    }

    /// Has the session of a purchase completed with these fields, and the payment in this status; answers it.
    pub(super) fn complete(&self, purchase: &Value, fields: Value, payment: &str) -> Value {
        let mut session = self.session_of(purchase);
        let id = session["id"].as_str().unwrap_or_default().to_owned();
        session["status"] = json!("complete");
        session["payment_intent"] = json!(format!("pi_of_{id}"));
        session["url"] = Value::Null;
        for (name, value) in fields.as_object().into_iter().flatten() {
            session[name] = value.clone();
        }
        let mut kept = held(&self.kept);
        kept.payments.insert(id.clone(), payment.to_owned());
        kept.sessions.insert(id, session.clone());
        session
    }

    /// Knows of no session any more.
    pub(super) fn forget(&self) {
        held(&self.kept).sessions.clear();
    }

    /// Takes another key from now on.
    pub(super) fn takes(&self, key: &str) {
        held(&self.kept).key = key.to_owned();
    }

    /// The requests that came since.
    pub(super) async fn requests(&self) -> Vec<Request> {
        let requests = self.server.received_requests().await;
        requests.unwrap_or_default()
    }
}

impl Respond for Answers {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let mut kept = held(&self.0);
        if kept.is_down {
            return ResponseTemplate::new(503);
        }
        let header = |name: &str| {
            let value = request.headers.get(name);
            value
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
        };
        if header("authorization") != format!("Bearer {}", kept.key) {
            return refused(401, "invalid_api_key");
        }
        let form: BTreeMap<String, String> =
            form_urlencoded::parse(&request.body).into_owned().collect();
        let path: Vec<&str> = request.url.path().split('/').skip(1).collect();
        match (request.method.as_str(), &*path) {
            ("POST", ["v1", "checkout", "sessions"]) => {
                kept.create(form, header("idempotency-key"))
            }
            ("GET", ["v1", "checkout", "sessions", id]) => match kept.sessions.get(*id) {
                Some(session) => {
                    let mut session = session.clone();
                    let expand = ("expand[]".into(), "payment_intent.latest_charge".into());
                    let is_expanded = request.url.query_pairs().any(|pair| pair == expand);
                    if let Some(status) = kept.payments.get(*id).filter(|_| is_expanded) {
                        let payment = &session["payment_intent"];
                        session["payment_intent"] = json!({ "id": payment, "status": status });
                    }
                    ResponseTemplate::new(200).set_body_json(session)
                }
                None => refused(404, "resource_missing"),
            },
            ("POST", ["v1", "checkout", "sessions", id, "expire"]) => {
                match kept.sessions.get_mut(*id) {
                    Some(session) if session["status"] == "open" => {
                        session["status"] = json!("expired");
                        session["url"] = Value::Null;
                        ResponseTemplate::new(200).set_body_json(session)
                    }
                    Some(_) => refused(400, "checkout_session_not_open"),
                    None => refused(404, "resource_missing"),
                }
            }
            ("POST", ["v1", "refunds"]) => kept.refund(form),
            _ => refused(404, "resource_missing"),
        }
    }
}

impl Kept {
    fn create(&mut self, form: BTreeMap<String, String>, key: &str) -> ResponseTemplate {
        if let Some((id, before)) = self.keys.get(key) {
            return match self.sessions.get(id).filter(|_| form == *before) {
                Some(session) => ResponseTemplate::new(200).set_body_json(session),
                None => refused(400, "idempotency_key_in_use"),
            };
        }
        let id = format!("cs_test_{:04}", self.sessions.len() + 1);
        let amount = form.get("line_items[0][price_data][unit_amount]");
        let amount = amount.and_then(|amount| amount.parse::<i64>().ok());
        let session = json!({
            "id": id, "object": "checkout.session", "status": "open", "payment_status": "unpaid",
            "url": format!("https://checkout.stripe.example/c/pay/{id}"),
            "amount_total": amount,
            "currency": form.get("line_items[0][price_data][currency]"),
            "client_reference_id": form.get("client_reference_id"),
            "payment_intent": null,
        });
        self.keys.insert(key.to_owned(), (id.clone(), form.clone()));
        self.sessions.insert(id, session.clone());
        self.form = form;
        ResponseTemplate::new(200).set_body_json(session)
    }

    fn refund(&mut self, form: BTreeMap<String, String>) -> ResponseTemplate {
        let same = |before: &BTreeMap<String, String>| {
            before.get("payment_intent") == form.get("payment_intent")
        };
        if self.refunds.iter().any(same) {
            return refused(400, "charge_already_refunded");
        }
        self.refunds.push(form);
        ResponseTemplate::new(200).set_body_json(json!({ "id": "re_1", "status": "succeeded" }))
    }
}

fn refused(status: u16, code: &str) -> ResponseTemplate {
    let error = json!({ "error": { "code": code, "message": code } });
    ResponseTemplate::new(status).set_body_json(error)
}

fn held(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
