//! `POST /webhooks/stripe`: what the payment provider tells by itself.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};

use super::failure::{Refusal, not_found};
use super::{Served, body};
use crate::payments::NoticeRefused;

/// Holds the signature of the body.
const SIGNATURE: &str = "stripe-signature";

/// Takes note of what is told. What can't be now is told again, as the provider does where it is not thanked.
pub(super) async fn stripe(
    State(served): State<Served>,
    headers: HeaderMap,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let portal = &served.portal;
    let Some(payments) = portal.purchases.payments() else {
        return Err(not_found().await);
    };
    let body = body::read(request).await?;
    let mut signatures = headers.get_all(SIGNATURE).iter();
    let signature = match (signatures.next(), signatures.next()) {
        (Some(one), None) => one.to_str().ok(),
        _ => None,
    };
    let notice = match payments.notice(signature, &body, portal.surroundings.now()) {
        Ok(notice) => notice,
        Err(NoticeRefused::NotHere) => return Err(not_found().await),
        Err(refused) => {
            tracing::warn!(%refused, "what was sent as a payment provider's word is not taken");
            return Err(Refusal::invalid(
                StatusCode::BAD_REQUEST,
                "This is not a word of the payment provider, or not of now.",
            ));
        }
    };
    let Some(notice) = notice else {
        return Ok(StatusCode::NO_CONTENT);
    };
    let work = served.clone();
    // A task of its own outlives the request, as for every mutation.
    let heard = served.work.spawn(async move {
        let purchases = &work.portal.purchases;
        purchases.hear_of(&notice.about, notice.state).await
    });
    match heard.await {
        Ok(Ok(is_known)) => {
            if !is_known {
                tracing::warn!("something was told of a purchase that is not of this portal");
            }
            Ok(StatusCode::NO_CONTENT)
        }
        Ok(Err(error)) => Err(failed(&error)),
        Err(error) => Err(failed(&error)),
    }
}

fn failed(error: &dyn std::error::Error) -> Refusal {
    tracing::error!(%error, "what happened to a payment was not heard");
    Refusal::internal(StatusCode::INTERNAL_SERVER_ERROR, "The portal failed.")
}
