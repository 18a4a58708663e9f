//! Files of exports: whole, or the part that a client misses.

use std::sync::Arc;
use std::time::Duration;

use axum::BoxError;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, TryStreamExt};
use http_range_header::parse_range_header;

use super::Served;
use super::failure::{Refusal, not_found};
use crate::exports::{LinkRefusal, LinkedExport};
use crate::portal::Portal;

/// Between two looks at whether somebody still has the right to what is being sent to them.
const HELD_EVERY: Duration = Duration::from_secs(10);

/// The file that a link leads to: as RFC 9110 has it, with `ETag`, `Range` and `If-Range`.
pub(super) async fn download(
    State(served): State<Served>,
    method: Method,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let linked = match served.portal.linked_export(&token).await {
        Ok(linked) => linked,
        Err(LinkRefusal::NotALink) => return Err(not_found().await),
        Err(LinkRefusal::Over) => return Err(over()),
        Err(LinkRefusal::Store(error)) => return Err(unreadable(&error)),
    };
    let (Some(name), Some(size)) = (linked.file(), linked.size()) else {
        return Err(over());
    };
    let tag = format!("\"{}\"", name.sha256());
    if named(&headers, header::IF_NONE_MATCH, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let part = match asked_part(&headers, &tag, size) {
        Part::Unsatisfiable => {
            let sizes = format!("bytes */{size}");
            let headers = [(header::CONTENT_RANGE, sizes), (header::ETAG, tag)];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response());
        }
        other => other,
    };
    let range = match &part {
        Part::Some(range) => range.clone(),
        _ => 0..size,
    };
    let length = range.end - range.start;
    let body = match method {
        Method::HEAD => Body::empty(),
        _ => {
            let found = served
                .portal
                .objects
                .export_file(&name, range.clone())
                .await;
            let stream = found.map_err(|error| unreadable(&error))?;
            let stream = stream.ok_or_else(over)?;
            Body::from_stream(while_held(stream, Arc::clone(&served.portal), token))
        }
    };
    let mut response = Response::new(body);
    if let Part::Some(range) = part {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let place = format!("bytes {}-{}/{size}", range.start, range.end - 1);
        put(&mut response, header::CONTENT_RANGE, &place);
    }
    put(&mut response, header::CONTENT_LENGTH, &length.to_string());
    put(
        &mut response,
        header::CONTENT_TYPE,
        linked.export.format.media_type(),
    );
    put(&mut response, header::ETAG, &tag);
    put(&mut response, header::ACCEPT_RANGES, "bytes");
    put(
        &mut response,
        header::CONTENT_DISPOSITION,
        &disposition(&linked),
    );
    // The link is of one person, and the file of one organization.
    put(&mut response, header::CACHE_CONTROL, "private, no-store");
    put(
        &mut response,
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; sandbox",
    );
    Ok(response)
}

/// What is sent, until it comes to its end or the right to it is withdrawn: then the connection is cut.
fn while_held<E: Into<BoxError>>(
    stream: impl Stream<Item = Result<Bytes, E>> + Unpin,
    portal: Arc<Portal>,
    token: String,
) -> impl Stream<Item = Result<Bytes, BoxError>> {
    let looked = portal.surroundings.clock.elapsed();
    let begun = (stream, portal, token, looked);
    futures_util::stream::try_unfold(begun, async |(mut stream, portal, token, mut looked)| {
        let now = portal.surroundings.clock.elapsed();
        if now - looked >= HELD_EVERY {
            portal.may_be_sent_on(&token).await?;
            looked = now;
        }
        let next = stream.try_next().await.map_err(Into::into)?;
        Ok(next.map(|octets| (octets, (stream, portal, token, looked))))
    })
}

/// Which part of a file is asked for.
enum Part {
    All,
    Some(std::ops::Range<u64>),
    Unsatisfiable,
}

/// One part at most: of several, and of what can't be read, all is sent, as RFC 9110 allows.
fn asked_part(headers: &HeaderMap, tag: &str, size: u64) -> Part {
    let Some(asked) = headers
        .get(header::RANGE)
        .and_then(|value| value.to_str().ok())
    else {
        return Part::All;
    };
    // What the client has is of another file: it starts over.
    if headers.contains_key(header::IF_RANGE) && !named(headers, header::IF_RANGE, tag) {
        return Part::All;
    }
    let Ok(parsed) = parse_range_header(asked) else {
        return Part::All;
    };
    match parsed.validate(size) {
        Ok(ranges) => match ranges.as_slice() {
            [range] => Part::Some(*range.start()..range.end() + 1),
            _ => Part::All,
        },
        Err(_) => Part::Unsatisfiable,
    }
}

/// Whether a header names the file's tag.
fn named(headers: &HeaderMap, header: header::HeaderName, tag: &str) -> bool {
    let values = headers.get_all(header).iter();
    let mut texts = values.filter_map(|value| value.to_str().ok());
    texts.any(|text| text.split(',').any(|one| one.trim() == tag))
}

fn put(response: &mut Response, header: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(header, value);
    }
}

/// As RFC 6266 has it: the name in the letters of every client, and in its own (RFC 8187).
fn disposition(linked: &LinkedExport) -> String {
    let name = linked.file_name();
    let plain = |character: char| match character {
        ' '..='~' if !matches!(character, '"' | '\\' | '%') => character,
        _ => '_',
    };
    let ascii: String = name.chars().map(plain).collect();
    let encoded: String = name.bytes().fold(String::new(), |mut text, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(byte.into());
            }
            _ => text.push_str(&format!("%{byte:02X}")),
        }
        text
    });
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

fn over() -> Refusal {
    Refusal::invalid(StatusCode::GONE, "This link is over. Ask for a new one.")
}

fn unreadable(error: &dyn std::error::Error) -> Refusal {
    tracing::error!(%error, "the file of an export can't be read");
    Refusal::internal(StatusCode::INTERNAL_SERVER_ERROR, "The file can't be read.")
}
