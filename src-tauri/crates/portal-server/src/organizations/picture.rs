//! Pictures of organizations, as they are sent.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::auth::AuthError;
use crate::pictures::{MAXIMUM_ORGANIZATION_PICTURE, PictureRefused, as_organization_picture};
use crate::portal::Portal;

/// A picture that was looked at, ready to be kept.
#[derive(Clone, PartialEq, Eq)]
pub struct SentPicture {
    /// A small PNG.
    pub(super) png: Vec<u8>,
    /// Tells whether the same was sent.
    pub(super) digest: Vec<u8>,
}

/// What becomes of a picture.
#[derive(Clone, PartialEq, Eq)]
pub enum PictureEdit {
    /// It stays as it is.
    Keep,
    /// It goes.
    Remove,
    /// This one takes its place.
    Replace(SentPicture),
}

impl Portal {
    /// The picture that `text`, a PNG in base64, stands for.
    ///
    /// # Errors
    ///
    /// The outer ones when the portal fails, the inner ones when the picture is not accepted.
    pub async fn look_at_picture(
        &self,
        text: String,
    ) -> Result<Result<SentPicture, PictureRefused>, AuthError> {
        // Decoding takes up memory that has nothing to do with the size of the file.
        let turn = self.picture_turns.acquire().await;
        let _turn = turn.map_err(|_| AuthError::PictureInterrupted)?;
        tokio::task::spawn_blocking(move || look_at(&text))
            .await
            .map_err(|_| AuthError::PictureInterrupted)
    }
}

fn look_at(text: &str) -> Result<SentPicture, PictureRefused> {
    if text.len() > MAXIMUM_ORGANIZATION_PICTURE.div_ceil(3) * 4 {
        let octets = MAXIMUM_ORGANIZATION_PICTURE;
        let too_large = format!("it has more than {octets} octets");
        return Err(PictureRefused::TooLarge(too_large));
    }
    let bytes = STANDARD
        .decode(text)
        .map_err(|error| PictureRefused::NotAPicture(error.to_string()))?;
    Ok(SentPicture {
        png: as_organization_picture(&bytes)?,
        digest: Sha256::digest(&bytes).to_vec(),
    })
}
