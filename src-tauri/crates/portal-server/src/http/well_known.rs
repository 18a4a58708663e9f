//! What a client reads before anything else.

use axum::Json;
use axum::extract::State;
use serde::Serialize;

use super::{GRAPHQL_PATH, Served};

/// The contract this portal speaks. A client that doesn't know it goes no further.
const CONTRACT_VERSION: u32 = 1;

/// What this portal is, and how to talk to it.
#[derive(Serialize)]
pub(super) struct Description {
    name: String,
    contract_version: u32,
    graphql_path: &'static str,
    sign_in_methods: [&'static str; 1],
}

pub(super) async fn describe(State(served): State<Served>) -> Json<Description> {
    Json(Description {
        name: served.portal.name.clone(),
        contract_version: CONTRACT_VERSION,
        graphql_path: GRAPHQL_PATH,
        sign_in_methods: ["password"],
    })
}
