//! Exports of the fake portal: their files come in pieces, and are cut off, changed and withdrawn as a test says.

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use data_encoding::HEXLOWER;
use futures_util::stream;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::time::Instant;

use crate::fake_portal::{Account, fault};

/// How long a connection that is cut still delivers.
const ON_ITS_WAY: Duration = Duration::from_millis(15);

/// How a portal behaves with the next request for a file.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Delivery {
    /// After so many octets the connection breaks.
    pub(crate) cut_after: Option<usize>,
    /// After so many octets nothing more comes.
    pub(crate) stall_after: Option<usize>,
    /// The link is over.
    pub(crate) is_over: bool,
    /// Parts are not given, but all of it.
    pub(crate) is_whole: bool,
}

/// What there is to export, and what was asked for.
pub(crate) struct FakeExports {
    /// What the file of each export is.
    pub(crate) content: Vec<u8>,
    /// Names that content.
    pub(crate) etag: String,
    /// The content that is sent, in place of what the portal says it has.
    pub(crate) sent: Option<Vec<u8>>,
    pub(crate) state: &'static str,
    /// Of a hundred rows, so many are written.
    pub(crate) rows: f64,
    /// Whether the person may export anything.
    pub(crate) is_offered: bool,
    /// The answer to whoever asks for an export, in place of one.
    pub(crate) refusal: Option<Value>,
    /// The error of whoever asks for a link.
    pub(crate) withdrawn: Option<&'static str>,
    /// The next deliveries; all others are whole.
    pub(crate) deliveries: VecDeque<Delivery>,
    /// Idempotency keys of all that was asked for, and what it was.
    pub(crate) requested: Vec<(String, Value)>,
    pub(crate) links: usize,
    /// From which octet files were asked for.
    pub(crate) ranges: Vec<u64>,
    /// The links that are good, by their token.
    good: HashMap<String, ()>,
}

impl Default for FakeExports {
    fn default() -> Self {
        Self {
            content: b"time,value\r\n1,2\r\n".to_vec(),
            etag: "\"one\"".into(),
            sent: None,
            state: "READY",
            rows: 100.0,
            is_offered: true,
            refusal: None,
            withdrawn: None,
            deliveries: VecDeque::new(),
            requested: Vec::new(),
            links: 0,
            ranges: Vec::new(),
            good: HashMap::new(),
        }
    }
}

pub(crate) fn sha256(content: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(content))
}

impl FakeExports {
    pub(crate) fn offer(&self) -> Value {
        let offer = json!({
            "timeZone": "Europe/Amsterdam", "today": "2026-11-23", "earliest": "2026-01-01",
            "latest": "2026-11-22", "keptForHours": 24, "allowedMinutes": 10, "limitDays": 3660,
        });
        if self.is_offered { offer } else { Value::Null }
    }

    pub(crate) fn export(&self, id: &str) -> Value {
        let is_ready = self.state == "READY";
        json!({
            "id": id, "firstDay": "2026-10-01", "lastDay": "2026-10-31",
            "timeZone": "Europe/Amsterdam", "from": "2026-09-30T22:00:00Z",
            "until": "2026-10-31T23:00:00Z", "format": "CSV", "isRaw": false, "state": self.state,
            "failure": null, "createdAt": "2026-11-23T11:00:00Z",
            "startedAt": "2026-11-23T11:00:01Z", "finishedAt": "2026-11-23T11:00:02Z",
            "expiresAt": "2026-11-24T11:00:02Z", "rows": self.rows, "expectedRows": 100.0,
            "secondsLeft": null, "size": is_ready.then_some(self.content.len()),
            "sha256": is_ready.then(|| sha256(&self.content)), "requestedBy": "Ada Lovelace",
            "isOwn": true, "canCancel": false, "splitInto": null,
        })
    }

    /// What it says to an operation; `None` when something else is asked for.
    pub(crate) fn say(&mut self, operation: &str, variables: &Value) -> Option<Value> {
        let input = &variables["input"];
        let id = variables["id"].as_str().unwrap_or("exp_1");
        let data = match operation {
            "LookForExports" => json!({ "chartDataExport": self.offer() }),
            "LookAtExports" => json!({
                "chartDataExport": self.offer(),
                "exports": { "data": [self.export("exp_1")], "cursor": variables["first"].as_u64().filter(|it| *it == 5).map(|_| "next") },
            }),
            "LookAtExport" => {
                let export = if id == "gone" {
                    Value::Null
                } else {
                    self.export(id)
                };
                json!({ "export": export })
            }
            "EstimateExport" => json!({ "exportEstimate": {
                "__typename": "ExportEstimate", "rows": 1200.0, "isExact": false, "size": 84_000.0,
            } }),
            "RequestExport" => json!({ "requestExport": self.request(input) }),
            "RetryExport" => json!({ "retryExport": self.request(input) }),
            "SplitExport" => {
                let requested = self.request(input);
                let split =
                    json!({ "__typename": "ExportSplit", "exports": [requested["export"]] });
                json!({ "splitExport": if self.refusal.is_some() { requested } else { split } })
            }
            "CancelExport" => {
                let name = if self.state == "IN_PROGRESS" {
                    "ExportCancelled"
                } else {
                    "ExportNotCancelled"
                };
                json!({ "cancelExport": { "__typename": name, "export": self.export(id) } })
            }
            "CreateExportDownload" => {
                if let Some(code) = self.withdrawn {
                    return Some(fault(code));
                }
                json!({ "createExportDownload": self.link(id) })
            }
            _ => return None,
        };
        Some(json!({ "data": data }))
    }

    fn request(&mut self, input: &Value) -> Value {
        if let Some(refusal) = &self.refusal {
            return refusal.clone();
        }
        let key = input["idempotencyKey"].as_str().unwrap().to_owned();
        let at = self.requested.iter().position(|(known, _)| *known == key);
        let number = at.unwrap_or_else(|| {
            self.requested.push((key, input.clone()));
            self.requested.len() - 1
        });
        let export = self.export(&format!("new_{number}"));
        json!({ "__typename": "ExportRequested", "export": export })
    }

    fn link(&mut self, id: &str) -> Value {
        if !self.is_offered {
            return json!({ "__typename": "ExportNotFound", "message": "There is no such export." });
        }
        if self.state != "READY" {
            return json!({ "__typename": "ExportNotReady", "export": self.export(id) });
        }
        self.links += 1;
        let token = format!("link-{}", self.links);
        self.good.insert(token.clone(), ());
        json!({
            "__typename": "ExportDownload", "path": format!("/exports/{token}"),
            "fileName": "chart-data.csv", "size": self.content.len(),
            "sha256": sha256(&self.content), "expiresAt": "2026-11-23T12:05:00Z",
            "manifest": r#"{"schemaVersion":1,"file":"chart-data.csv"}"#,
        })
    }

    fn deliver(&mut self, token: &str, headers: &HeaderMap) -> Response<Body> {
        let refuse = |status| {
            Response::builder()
                .status(status)
                .body(Body::empty())
                .unwrap()
        };
        assert!(
            headers.get(header::AUTHORIZATION).is_none(),
            "links need no token"
        );
        if !self.good.contains_key(token) {
            return refuse(StatusCode::NOT_FOUND);
        }
        let delivery = self.deliveries.pop_front().unwrap_or_default();
        if delivery.is_over {
            self.good.remove(token);
            return refuse(StatusCode::GONE);
        }
        let content = self.sent.as_ref().unwrap_or(&self.content);
        let from = range(headers).filter(|_| {
            let named = headers.get(header::IF_RANGE);
            named.is_some_and(|etag| *etag == self.etag) && !delivery.is_whole
        });
        let first = usize::try_from(from.unwrap_or(0)).unwrap();
        self.ranges.push(from.unwrap_or(0));
        let mut response = Response::builder().header(header::ETAG, &self.etag);
        if from.is_some() {
            let last = content.len() - 1;
            let range = format!("bytes {first}-{last}/{}", content.len());
            response = response
                .status(StatusCode::PARTIAL_CONTENT)
                .header(header::CONTENT_RANGE, range);
        }
        let rest = content[first..].to_vec();
        response
            .header(header::CONTENT_LENGTH, rest.len())
            .body(body(rest, delivery))
            .unwrap()
    }
}

fn range(headers: &HeaderMap) -> Option<u64> {
    let range = headers.get(header::RANGE)?.to_str().unwrap();
    let first = range.strip_prefix("bytes=").unwrap().strip_suffix('-');
    Some(first.unwrap().parse().unwrap())
}

/// Octets in small pieces, until something happens to them.
fn body(content: Vec<u8>, delivery: Delivery) -> Body {
    let end = delivery.cut_after.or(delivery.stall_after);
    let end = end.unwrap_or(content.len()).min(content.len());
    let mut pieces: VecDeque<Bytes> = content[..end]
        .chunks(1_500)
        .map(Bytes::copy_from_slice)
        .collect();
    // What was sent before is on its way by then.
    let mut cut = Box::pin(tokio::time::sleep(ON_ITS_WAY));
    Body::from_stream(stream::poll_fn(move |context| {
        if let Some(piece) = pieces.pop_front() {
            cut.as_mut().reset(Instant::now() + ON_ITS_WAY);
            // In turn with whoever reads them.
            context.waker().wake_by_ref();
            return Poll::Ready(Some(Ok(piece)));
        }
        if delivery.cut_after.is_some() {
            let broken = std::io::Error::other("cut by a test");
            return cut.as_mut().poll(context).map(|()| Some(Err(broken)));
        }
        match delivery.stall_after {
            Some(_) => Poll::Pending,
            None => Poll::Ready(None),
        }
    }))
}

pub(crate) async fn deliver(
    State(account): State<Arc<Mutex<Account>>>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response<Body> {
    account.lock().unwrap().exports.deliver(&token, &headers)
}
