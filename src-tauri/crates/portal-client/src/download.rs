//! Files of any size, from any place on: as they come, so that no more than a piece is in memory.

use std::time::Duration;

use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_RANGE, ETAG, HeaderMap, HeaderValue, IF_RANGE, RANGE,
};
use reqwest::{Client, Response, StatusCode};
use url::Url;

use crate::error::ClientError;
use crate::reply;

/// The time-out of all other requests is no good here: a file takes as long as it takes. That nothing comes at all is
/// noticed by the pause between two pieces.
const LONGEST: Duration = Duration::from_secs(30 * 24 * 3600);

/// Why a file, or the rest of it, did not come.
#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    /// The link is over, or is none: another one may work.
    #[error("the link does not lead to the file any more (status {status})")]
    LinkOver {
        /// The HTTP status.
        status: u16,
    },
    /// The portal has other content there than what the octets before are of.
    #[error("the file is another one by now")]
    Changed,
    /// The connection broke, or nothing came for too long: the rest can be asked for.
    #[error("the download was cut off: {detail}")]
    Cut {
        /// What the system said.
        detail: String,
    },
    /// The request brought no usable answer.
    #[error(transparent)]
    Failed(#[from] ClientError),
}

/// A file, or the rest of one, as it comes.
#[derive(Debug)]
pub struct FileDownload {
    response: Response,
    begins_at: u64,
    size: Option<u64>,
    etag: Option<String>,
    stall: Duration,
}

impl FileDownload {
    /// The place in the file that the next octet belongs to: where it was asked from, or 0.
    #[must_use]
    pub fn begins_at(&self) -> u64 {
        self.begins_at
    }

    /// Octets of the whole file, if the portal says so.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        self.size
    }

    /// Names the content, for the request that asks for the rest of it.
    #[must_use]
    pub fn etag(&self) -> Option<&str> {
        self.etag.as_deref()
    }

    /// The next piece; `None` at the end of what the portal sent, which need not be all of it.
    ///
    /// # Errors
    /// [`DownloadError::Cut`].
    pub async fn next(&mut self) -> Result<Option<impl AsRef<[u8]> + use<>>, DownloadError> {
        let piece = tokio::time::timeout(self.stall, self.response.chunk()).await;
        match piece {
            Ok(Ok(piece)) => Ok(piece),
            Ok(Err(error)) => Err(DownloadError::Cut {
                detail: error.without_url().to_string(),
            }),
            Err(_) => Err(stalled()),
        }
    }
}

/// Asks for the file at `url` from octet `from` on.
pub(crate) async fn begin(
    http: &Client,
    url: Url,
    from: u64,
    etag: Option<&str>,
    stall: Duration,
) -> Result<FileDownload, DownloadError> {
    // Places in the file count in what lies there, not in a form that it takes on the way.
    let mut request = http
        .get(url)
        .timeout(LONGEST)
        .header(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    // Without a name for the content, nobody can tell whether the rest belongs to it.
    let from = if etag.is_some() { from } else { 0 };
    if let (Some(etag), 1..) = (etag, from) {
        request = request
            .header(RANGE, format!("bytes={from}-"))
            .header(IF_RANGE, etag);
    }
    let response = tokio::time::timeout(stall, request.send())
        .await
        .map_err(|_| stalled())?
        .map_err(ClientError::unanswered)?;
    reply::check_status(&response)?;
    let status = response.status();
    let named = text(response.headers(), &ETAG);
    if let (Some(before), Some(now)) = (etag, &named)
        && before != now
    {
        return Err(DownloadError::Changed);
    }
    let (begins_at, size) = match status {
        StatusCode::OK => (0, response.content_length()),
        StatusCode::PARTIAL_CONTENT => {
            let range = text(response.headers(), &CONTENT_RANGE);
            let (first, size) =
                range
                    .as_deref()
                    .and_then(place)
                    .ok_or_else(|| ClientError::ReplyInvalid {
                        detail: "it does not say which part of the file it is".into(),
                    })?;
            if first != from {
                return Err(ClientError::ReplyInvalid {
                    detail: "it is another part of the file than the one asked for".into(),
                }
                .into());
            }
            (first, size)
        }
        StatusCode::RANGE_NOT_SATISFIABLE => return Err(DownloadError::Changed),
        StatusCode::FORBIDDEN | StatusCode::NOT_FOUND | StatusCode::GONE => {
            return Err(DownloadError::LinkOver {
                status: status.as_u16(),
            });
        }
        other => {
            return Err(ClientError::ReplyInvalid {
                detail: format!("no file (status {})", other.as_u16()),
            }
            .into());
        }
    };
    Ok(FileDownload {
        response,
        begins_at,
        size,
        etag: named,
        stall,
    })
}

fn stalled() -> DownloadError {
    DownloadError::Cut {
        detail: "nothing came for too long".into(),
    }
}

fn text(headers: &HeaderMap, name: &reqwest::header::HeaderName) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

/// The first octet and the size of the whole in `bytes 7-9/10`; the size may be left open.
fn place(range: &str) -> Option<(u64, Option<u64>)> {
    let (part, whole) = range.strip_prefix("bytes ")?.split_once('/')?;
    let first = part.split_once('-')?.0.parse().ok()?;
    let size = match whole {
        "*" => None,
        whole => Some(whole.parse().ok()?),
    };
    Some((first, size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_part_is_read() {
        for (range, expected) in [
            ("bytes 7-9/10", Some((7, Some(10)))),
            ("bytes 0-0/*", Some((0, None))),
            ("bytes */10", None),
            ("lines 7-9/10", None),
            ("bytes 7", None),
            ("bytes -7-9/10", None),
            ("bytes 7-9/ten", None),
        ] {
            assert_eq!(place(range), expected, "{range}");
        }
    }
}
