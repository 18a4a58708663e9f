//! What the signed-in person is told of what happens on the portal.

use std::sync::Arc;

use async_graphql::{Context, Object};

use super::Caller;
use super::devices::page_size;
use crate::domain::StatusUpdate;
use crate::graphql::Fault;
use crate::graphql::model::{StatusEntry, StatusPage, read_status_cursor, write_status_cursor};
use crate::portal::Portal;
use crate::status::Standings;
use crate::store::status_updates;

#[derive(Default)]
pub(super) struct StatusQuery;

#[Object]
impl StatusQuery {
    /// What happened that concerns the signed-in person, in all of their organizations. Updates are kept for 30 days.
    // Fields of an update cost nothing once it is found.
    #[graphql(complexity = "usize::try_from(first).unwrap_or(1) + child_complexity")]
    async fn status_updates(
        &self,
        context: &Context<'_>,
        #[graphql(
            desc = "The cursor of what was told last; without it there is nothing but the cursor of now."
        )]
        after: Option<String>,
        #[graphql(desc = "How many at most, from 1 to 100.", default = 100)] first: i32,
    ) -> Result<StatusPage, Fault> {
        let account = Caller::session(context)?.account.id;
        let first = page_size(first)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let database = portal.store.read();
        let last = status_updates::last(database, account).await?;
        let Some(after) = after else {
            return Ok(StatusPage {
                entries: Vec::new(),
                cursor: write_status_cursor(account, last),
                more: false,
            });
        };
        let mut position = read_status_cursor(&after, account, last)?;
        let mut rows = status_updates::after(database, account, position, first as u64 + 1).await?;
        let more = rows.len() > first;
        rows.truncate(first);
        let mut standings = Standings::of(database, account);
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows {
            position = row.position;
            let update = StatusUpdate::read(&row.kind, &row.details);
            if standings.admit(&row, update.as_ref()).await? {
                entries.push(StatusEntry::of(row, update));
            }
        }
        Ok(StatusPage {
            entries,
            cursor: write_status_cursor(account, position),
            more,
        })
    }
}
