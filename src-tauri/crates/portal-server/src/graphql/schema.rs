//! The schema, and its text for clients.

use std::sync::Arc;

use async_graphql::{EmptySubscription, SDLExportOptions, Schema, SchemaBuilder};

use super::access::AccessControl;
use super::limits::{self, DocumentLimits};
use super::mutation::Mutation;
use super::query::Query;
use crate::portal::Portal;

/// The portal's schema.
pub type PortalSchema = Schema<Query, Mutation, EmptySubscription>;

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

fn builder() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .limit_depth(limits::DEPTH)
        .limit_complexity(limits::COMPLEXITY)
        .limit_directives(limits::DIRECTIVES)
        .limit_recursive_depth(limits::PARSER_DEPTH)
        .extension(DocumentLimits)
        .extension(AccessControl)
}
