//! What happens on the fake portal, followed or asked for.

use std::convert::Infallible;

use axum::http::StatusCode;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::fake_portal::fault;

/// When everything happened.
const AT: &str = "2026-11-23T10:30:00Z";

/// How streams behave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Streams {
    Work,
    /// Something on the way answers in its own words.
    OtherWords,
    /// Nothing comes through.
    Silent,
    /// There is no getting through.
    Down,
}

/// What an account is told. A position is a number of updates.
pub(crate) struct FakeFeed {
    updates: watch::Sender<Vec<Value>>,
    /// Grows when all streams are cut.
    cuts: watch::Sender<u32>,
    pub(crate) streams: Streams,
    /// What every position is no more.
    pub(crate) is_restored: bool,
}

impl Default for FakeFeed {
    fn default() -> Self {
        Self {
            updates: watch::Sender::default(),
            cuts: watch::Sender::default(),
            streams: Streams::Work,
            is_restored: false,
        }
    }
}

impl FakeFeed {
    /// Something happens.
    pub(crate) fn happens(&self, update: Value) {
        self.updates.send_modify(|updates| updates.push(update));
    }

    /// Exports of an organization are others by now. Whoever asks is told nothing of it.
    pub(crate) fn exports_change(&self, organization: &str) {
        self.happens(json!({ "exportsChanged": organization }));
    }

    /// Cuts all streams that there are.
    pub(crate) fn cut(&self) {
        self.cuts.send_modify(|cuts| *cuts += 1);
    }

    /// How many listen.
    pub(crate) fn listeners(&self) -> usize {
        self.cuts.receiver_count()
    }

    fn position(&self, variables: &Value) -> Option<usize> {
        match variables["after"].as_str() {
            None => Some(self.updates.borrow().len()),
            Some(_) if self.is_restored => None,
            Some(cursor) => cursor.strip_prefix("seen-")?.parse().ok(),
        }
    }

    /// What is answered to who asks.
    pub(crate) fn look(&self, variables: &Value) -> Value {
        let Some(position) = self.position(variables) else {
            return fault("BAD_INPUT");
        };
        let updates = self.updates.borrow();
        // Two at a time, so that pages are turned.
        let end = updates.len().min(position + 2);
        let entries: Vec<_> = (position..end)
            .map(|number| json!({ "cursor": cursor(number + 1), "at": AT, "update": updates[number] }))
            .collect();
        let page =
            json!({ "entries": entries, "cursor": cursor(end), "more": end < updates.len() });
        json!({ "data": { "statusUpdates": page } })
    }

    /// What is answered to who follows.
    pub(crate) fn follow(&self, variables: &Value) -> Response {
        match self.streams {
            Streams::Work => {}
            Streams::OtherWords => return "<html>Welcome".into_response(),
            Streams::Down => return StatusCode::BAD_GATEWAY.into_response(),
            Streams::Silent => {
                return Sse::new(stream::pending::<Result<Event, Infallible>>()).into_response();
            }
        }
        let Some(position) = self.position(variables) else {
            return refused(&fault("BAD_INPUT"));
        };
        let first = tick(position, None);
        let (updates, mut cuts) = (self.updates.subscribe(), self.cuts.subscribe());
        let cut_at = *cuts.borrow_and_update();
        let begin = (position, Some(first), updates, cuts, cut_at);
        let events = stream::unfold(begin, async |state| {
            let (position, first, mut updates, mut cuts, cut_at) = state;
            let (position, event) = match first {
                Some(first) => (position, first),
                None => {
                    let update = tokio::select! {
                        biased;
                        _ = cuts.wait_for(|cuts| *cuts > cut_at) => return None,
                        found = updates.wait_for(|all| all.len() > position) => {
                            found.ok()?[position].clone()
                        }
                    };
                    (position + 1, tick(position + 1, Some(update)))
                }
            };
            let state = (position, None, updates, cuts, cut_at);
            Some((Ok::<_, Infallible>(event), state))
        });
        Sse::new(events).into_response()
    }
}

/// An answer to who follows without being let in.
pub(crate) fn refused(answer: &Value) -> Response {
    let event = Event::default().event("next").data(answer.to_string());
    let complete = Event::default().event("complete").data("");
    Sse::new(stream::iter([event, complete].map(Ok::<_, Infallible>))).into_response()
}

fn cursor(position: usize) -> String {
    format!("seen-{position}")
}

fn tick(position: usize, update: Option<Value>) -> Event {
    let cursor = cursor(position);
    let changed = update.as_ref().map(|it| it["exportsChanged"].clone());
    let entry = update
        .filter(|it| it["exportsChanged"].is_null())
        .map(|update| json!({ "cursor": cursor, "at": AT, "update": update }));
    let tick = json!({ "cursor": cursor, "entry": entry, "exportsChanged": changed });
    let data = json!({ "data": { "statusUpdates": tick } });
    let event = Event::default().event("next").id(cursor);
    event.data(data.to_string())
}
