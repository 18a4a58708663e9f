//! The portal over HTTP.

mod body;
mod checkout;
mod connections;
mod event_stream;
mod exports;
mod failure;
mod graphql;
mod limits;
mod pictures;
mod proxies;
mod webhooks;
mod well_known;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::{get, post};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(crate) use connections::serve;
pub(crate) use limits::{DRAIN_WITHIN, STREAMS};
pub(crate) use proxies::Proxies;

use crate::graphql::{PortalSchema, schema};
use crate::portal::Portal;

/// Where the contract's GraphQL half is.
const GRAPHQL_PATH: &str = "/graphql";

/// What requests are answered from.
#[derive(Clone)]
struct Served {
    portal: Arc<Portal>,
    schema: PortalSchema,
    proxies: Proxies,
    /// Work that outlives its request.
    work: TaskTracker,
    /// Ends what goes on for as long as the portal does.
    stop: CancellationToken,
}

/// The routes. Nothing is offered to pages of other origins: there is no CORS.
pub(crate) fn router(
    portal: Arc<Portal>,
    proxies: Proxies,
    work: TaskTracker,
    stop: CancellationToken,
) -> Router {
    let served = Served {
        schema: schema(Arc::clone(&portal)),
        portal,
        proxies,
        work,
        stop,
    };
    Router::new()
        .route("/.well-known/portal", get(well_known::describe))
        .route(GRAPHQL_PATH, post(graphql::answer))
        .route("/avatars/{file}", get(pictures::avatar))
        .route("/pictures/{file}", get(pictures::picture))
        .route("/exports/{token}", get(exports::download))
        .route("/checkout/{token}", get(checkout::show).post(checkout::act))
        .route("/checkout/{token}/done", get(checkout::show_done))
        .route("/payments/done", get(checkout::paid_elsewhere))
        .route("/payments/left", get(checkout::left_elsewhere))
        .route("/webhooks/stripe", post(webhooks::stripe))
        .fallback(failure::not_found)
        .method_not_allowed_fallback(failure::method_not_allowed)
        .layer(DefaultBodyLimit::max(limits::BODY))
        .layer(map_response(as_it_is_typed))
        .with_state(served)
}

/// No reply is taken for another type than it says.
async fn as_it_is_typed(mut response: Response) -> Response {
    const NOSNIFF: (HeaderName, HeaderValue) = (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response.headers_mut().extend([NOSNIFF]);
    response
}
