//! Pictures, named by their content.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Served;
use super::failure::{Refusal, not_found};
use crate::objects::{PictureName, Shelf};

/// A name always means the same bytes, so that a client never has to ask twice.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// The picture of a person.
pub(super) async fn avatar(
    State(served): State<Served>,
    Path(file): Path<String>,
) -> Result<Response, Refusal> {
    answer(&served, Shelf::Avatars, &file).await
}

/// The picture of an organization.
pub(super) async fn picture(
    State(served): State<Served>,
    Path(file): Path<String>,
) -> Result<Response, Refusal> {
    answer(&served, Shelf::Pictures, &file).await
}

/// Whoever knows the name of a picture may see it; names can't be guessed.
async fn answer(served: &Served, shelf: Shelf, file: &str) -> Result<Response, Refusal> {
    let name = file
        .strip_suffix(".png")
        .and_then(|name| name.parse::<PictureName>().ok());
    let Some(name) = name else {
        return Err(not_found().await);
    };
    let found = served
        .portal
        .objects
        .get(shelf, &name)
        .await
        .map_err(|error| {
            tracing::error!(%error, "a picture can't be read");
            Refusal::internal(
                StatusCode::INTERNAL_SERVER_ERROR,
                "The picture can't be read.",
            )
        })?;
    let Some(png) = found else {
        return Err(not_found().await);
    };
    let headers = [
        (header::CONTENT_TYPE, "image/png"),
        (header::CACHE_CONTROL, FOREVER),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'"),
    ];
    Ok((headers, png).into_response())
}
