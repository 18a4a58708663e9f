//! The schema, and its text for clients.

use std::sync::Arc;

use async_graphql::{SDLExportOptions, Schema, SchemaBuilder};

use super::access::AccessControl;
use super::limits::{self, DocumentLimits};
use super::mutation::Mutation;
use super::query::Query;
use super::subscription::Subscription;
use super::waking::WakesListeners;
use crate::portal::Portal;

/// The portal's schema.
pub type PortalSchema = Schema<Query, Mutation, Subscription>;

/// The schema, answered from `portal`.
#[must_use]
pub fn schema(portal: Arc<Portal>) -> PortalSchema {
    builder().data(portal).finish()
}

/// The schema as text: what clients are checked against.
#[must_use]
pub fn sdl() -> String {
    builder()
        .finish()
        .sdl_with_options(SDLExportOptions::new().prefer_single_line_descriptions())
}

fn builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query::default(), Mutation::default(), Subscription)
        .limit_depth(limits::DEPTH)
        .limit_complexity(limits::COMPLEXITY)
        .limit_directives(limits::DIRECTIVES)
        .limit_recursive_depth(limits::PARSER_DEPTH)
        .extension(DocumentLimits)
        .extension(AccessControl)
        .extension(WakesListeners)
}
