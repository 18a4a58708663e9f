//! How large a request may be. Without these one small document can ask for work without end.

use std::sync::Arc;

use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextParseQuery};
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use async_graphql::{ServerError, ServerResult, Variables};

/// Levels of fields. The introspection query of common tools has 14.
pub(super) const DEPTH: usize = 16;

/// Fields, each counted as often as it can be answered.
pub(super) const COMPLEXITY: usize = 1_200;

/// Directives on one field.
pub(super) const DIRECTIVES: usize = 4;

/// Levels of braces that the parser follows.
pub(super) const PARSER_DEPTH: usize = 32;

/// Aliases in one document: each is another run of its field.
const ALIASES: usize = 16;

/// Devices, and other things that are listed in pages, in one page.
pub(super) const PAGE: i32 = 100;

/// Chart workspaces in one page. All of one come from three statements, so they count less than others.
pub(super) const WORKSPACE_PAGE: i32 = 500;

/// Transactions of a ledger in one page. A page costs one statement, so they count less than others.
pub(super) const LEDGER_PAGE: i32 = 1_000;

/// Refuses documents with more than one operation, or with too many aliases.
pub(super) struct DocumentLimits;

impl ExtensionFactory for DocumentLimits {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for DocumentLimits {
    async fn parse_query(
        &self,
        context: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        let document = next.run(context, query, variables).await?;
        if document.operations.iter().count() > 1 {
            return Err(refusal("A request has one operation.".to_owned()));
        }
        if count_aliases(&document) > ALIASES {
            return Err(refusal(format!("A request has at most {ALIASES} aliases.")));
        }
        Ok(document)
    }
}

fn refusal(message: String) -> ServerError {
    ServerError::new(message, None)
}

fn count_aliases(document: &ExecutableDocument) -> usize {
    let operations = document
        .operations
        .iter()
        .map(|(_, operation)| &operation.node.selection_set.node);
    let fragments = document
        .fragments
        .values()
        .map(|fragment| &fragment.node.selection_set.node);
    operations.chain(fragments).map(aliases_in).sum()
}

/// Recursion ends: the parser followed at most [`PARSER_DEPTH`] levels.
fn aliases_in(selections: &SelectionSet) -> usize {
    let in_selection = |selection: &Selection| match selection {
        Selection::Field(field) => {
            usize::from(field.node.alias.is_some()) + aliases_in(&field.node.selection_set.node)
        }
        Selection::InlineFragment(fragment) => aliases_in(&fragment.node.selection_set.node),
        Selection::FragmentSpread(_) => 0,
    };
    selections
        .items
        .iter()
        .map(|selection| in_selection(&selection.node))
        .sum()
}
