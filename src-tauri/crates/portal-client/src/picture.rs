//! Pictures of people and organizations.

use std::fmt;

use reqwest::{Client, StatusCode};
use url::Url;

use crate::error::ClientError;
use crate::reply;

/// The most bytes that a picture may have.
const LIMIT: usize = 1024 * 1024;
/// The kinds of picture that are shown.
const MEDIA_TYPES: [&str; 3] = ["image/png", "image/jpeg", "image/webp"];

/// A downloaded picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// `image/png`, `image/jpeg` or `image/webp`.
    pub media_type: &'static str,
    /// The picture's file.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Picture {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Picture({}, {} bytes)",
            self.media_type,
            self.bytes.len()
        )
    }
}

pub(crate) async fn download(http: &Client, url: Url) -> Result<Picture, ClientError> {
    let response = http
        .get(url)
        .send()
        .await
        .map_err(ClientError::unanswered)?;
    reply::check_status(&response)?;
    if response.status() != StatusCode::OK {
        return Err(ClientError::ReplyInvalid {
            detail: format!("no picture (status {})", response.status().as_u16()),
        });
    }
    let named = reply::media_type(&response);
    let media_type = MEDIA_TYPES
        .into_iter()
        .find(|known| named.as_deref() == Some(known))
        .ok_or_else(|| ClientError::ReplyInvalid {
            detail: "it is not a picture".into(),
        })?;
    Ok(Picture {
        media_type,
        bytes: reply::body(response, LIMIT).await?,
    })
}
