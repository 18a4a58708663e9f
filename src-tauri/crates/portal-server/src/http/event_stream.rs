//! Answers as server-sent events, as the GraphQL-over-SSE protocol has it in its "distinct connections mode": each
//! result is an event `next`, and an event `complete` follows the last.

use std::convert::Infallible;

use async_graphql::{Request, Response as Answer, Value};
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::graphql::coded;
use super::{Served, limits};
use crate::graphql::StreamEnd;

const EVENT_STREAM: &str = "text/event-stream";

/// Asks proxies to pass on each event as it comes.
const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// Events that wait for a client that is slow to read.
const WAITING: usize = 16;

/// Whether the client wants events.
pub(super) fn is_wanted(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split([',', ';']))
        .any(|kind| kind.trim().eq_ignore_ascii_case(EVENT_STREAM))
}

/// The results of a request, or of one that was answered already.
pub(super) fn reply(served: &Served, admitted: Result<Request, Answer>) -> Response {
    let ended = served.stop.child_token();
    let results = match admitted {
        Ok(request) => {
            let request = request.data(StreamEnd(ended.clone()));
            served.schema.execute_stream(request)
        }
        Err(answer) => stream::iter([answer]).boxed(),
    };
    let (events, waiting) = mpsc::channel(WAITING);
    // A task of its own outlives the client: what changes something is finished even when the client hangs up.
    served.work.spawn(pass_on(results, events, ended));
    let events = stream::unfold(waiting, async |mut waiting| {
        let event = waiting.recv().await?;
        Some((Ok::<_, Infallible>(event), waiting))
    });
    let alive = KeepAlive::new().interval(limits::SIGN_OF_LIFE);
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (X_ACCEL_BUFFERING, "no"),
    ];
    (headers, Sse::new(events).keep_alive(alive)).into_response()
}

async fn pass_on(
    mut results: BoxStream<'static, Answer>,
    events: mpsc::Sender<Event>,
    ended: CancellationToken,
) {
    loop {
        let result = tokio::select! {
            result = results.next() => result,
            // What is followed ends then; a change goes on.
            () = events.closed(), if !ended.is_cancelled() => {
                ended.cancel();
                continue;
            }
        };
        let is_last = result.is_none();
        let event = match result {
            Some(result) => next(&coded(result)),
            None => Event::default().event("complete").data(""),
        };
        tokio::select! {
            biased;
            // Nobody may be there any more.
            _ = events.send(event) => {}
            // Whoever is slow to read keeps nobody from stopping.
            () = ended.cancelled() => {}
        }
        if is_last {
            return;
        }
    }
}

/// A result, with its cursor as the id where the client asked for that.
fn next(result: &Answer) -> Event {
    let Ok(text) = serde_json::to_string(result) else {
        tracing::error!("a result can't be written as JSON");
        return Event::default().event("complete").data("");
    };
    let event = Event::default().event("next").data(text);
    match cursor(&result.data) {
        Some(cursor) => event.id(cursor),
        None => event,
    }
}

/// The cursor of what is followed.
fn cursor(data: &Value) -> Option<&str> {
    let Value::Object(fields) = data else {
        return None;
    };
    let Some(Value::Object(followed)) = fields.values().next() else {
        return None;
    };
    match followed.get("cursor") {
        Some(Value::String(cursor)) if !cursor.contains(['\n', '\r', '\0']) => Some(cursor),
        _ => None,
    }
}
