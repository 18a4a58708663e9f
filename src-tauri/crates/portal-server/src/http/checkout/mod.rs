//! The pages of the sandbox's checkout, and those to which other providers lead back. No scripts run on them, and nothing on them comes from elsewhere.

mod page;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::Served;
use super::failure::{Refusal, not_found};
use crate::payments::{SandboxAction, SandboxPage};
use crate::store::StoreError;

/// Which site a request was sent from, as browsers say.
const SENT_FROM: &str = "sec-fetch-site";

/// What can be paid, or how it ended.
pub(super) async fn show(
    State(served): State<Served>,
    Path(token): Path<String>,
) -> Result<Response, Refusal> {
    let page = find(&served, &token).await?;
    Ok(page::answer(&page::checkout(&served.portal.name, &page)))
}

/// What came of what the person did.
pub(super) async fn show_done(
    State(served): State<Served>,
    Path(token): Path<String>,
) -> Result<Response, Refusal> {
    let page = find(&served, &token).await?;
    Ok(match page::done(&page) {
        Some(done) => page::answer(&done),
        None => Redirect::to(&format!("/checkout/{token}")).into_response(),
    })
}

/// Where another provider sends people who paid.
pub(super) async fn paid_elsewhere(State(served): State<Served>) -> Result<Response, Refusal> {
    let text =
        "The payment is with the payment provider. The app tells when the credits are there.";
    elsewhere(&served, "Thank you", text).await
}

/// Where another provider sends people who left without paying.
pub(super) async fn left_elsewhere(State(served): State<Served>) -> Result<Response, Refusal> {
    let text = "Nothing was paid. The app can open the payment again, or give it up.";
    elsewhere(&served, "Not paid", text).await
}

async fn elsewhere(served: &Served, title: &str, text: &str) -> Result<Response, Refusal> {
    let purchases = &served.portal.purchases;
    match purchases.payments().is_some() && purchases.sandbox().is_none() {
        true => Ok(page::answer(&page::elsewhere(title, text))),
        false => Err(not_found().await),
    }
}

/// Does what the person chose, and leads to the page that says so.
pub(super) async fn act(
    State(served): State<Served>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    is_from_here(&headers)?;
    let action = match &*body {
        b"action=pay" => SandboxAction::Pay,
        b"action=pay-twice" => SandboxAction::PayTwice,
        b"action=decline" => SandboxAction::Decline,
        b"action=abandon" => SandboxAction::Abandon,
        _ => {
            return Err(Refusal::invalid(
                StatusCode::BAD_REQUEST,
                "This is nothing that can be done at a checkout.",
            ));
        }
    };
    let page = find(&served, &token).await?;
    let work = served.clone();
    // A task of its own outlives the request, as for every mutation.
    let acted = served.work.spawn(async move {
        let changed = work.carry_out(&token, &page, action).await;
        changed.map(|changed| (changed, token))
    });
    let acted = acted.await.map_err(|error| {
        tracing::error!(%error, "a request was cut short");
        failed()
    })?;
    let (changed, token) = acted.map_err(|error| unreadable(&error))?;
    let done = if changed { "/done" } else { "" };
    Ok(Redirect::to(&format!("/checkout/{token}{done}")).into_response())
}

impl Served {
    /// Does what a person chose, and has the portal hear of it as it hears of all payments.
    async fn carry_out(
        &self,
        token: &str,
        page: &SandboxPage,
        action: SandboxAction,
    ) -> Result<bool, StoreError> {
        let purchases = &self.portal.purchases;
        let Some(sandbox) = purchases.sandbox() else {
            return Ok(false);
        };
        if !sandbox.act(token, action).await? {
            return Ok(false);
        }
        let notices = match action {
            SandboxAction::PayTwice => 2,
            _ => 1,
        };
        for _ in 0..notices {
            let notice = sandbox.notice_of(page, action);
            // What is not heard now is found out later.
            if let Err(error) = purchases.hear_of(&notice.about, notice.state).await {
                tracing::error!(%error, "what happened at a checkout was not heard");
            }
        }
        Ok(true)
    }
}

/// A page of another site can send a form here, but not say that it comes from here.
fn is_from_here(headers: &HeaderMap) -> Result<(), Refusal> {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let is_from_here = match text(SENT_FROM) {
        // The browser compared them; behind a proxy, the host may have another name here.
        Some(site) => matches!(site, "same-origin" | "none"),
        None => {
            let host = text(header::HOST.as_str()).unwrap_or_default();
            text(header::ORIGIN.as_str()).is_none_or(|origin| {
                let named = origin.split_once("://").map(|(_, named)| named);
                named.is_some_and(|named| named.eq_ignore_ascii_case(host))
            })
        }
    };
    is_from_here.then_some(()).ok_or(Refusal::invalid(
        StatusCode::FORBIDDEN,
        "This was sent from a page of another site.",
    ))
}

async fn find(served: &Served, token: &str) -> Result<SandboxPage, Refusal> {
    let found = match served.portal.purchases.sandbox() {
        Some(sandbox) => sandbox.page_of(token).await,
        None => Ok(None),
    };
    match found.map_err(|error| unreadable(&error))? {
        Some(page) => Ok(page),
        None => Err(not_found().await),
    }
}

fn unreadable(error: &StoreError) -> Refusal {
    tracing::error!(%error, "a checkout can't be read or changed");
    failed()
}

fn failed() -> Refusal {
    Refusal::internal(StatusCode::INTERNAL_SERVER_ERROR, "The portal failed.")
}
