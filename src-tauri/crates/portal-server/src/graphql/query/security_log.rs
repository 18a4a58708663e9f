//! What happened to the account's security.

use std::sync::Arc;

use async_graphql::{Context, Object};

use super::Caller;
use super::devices::page_size;
use crate::domain::SecurityCategory;
use crate::graphql::Fault;
use crate::graphql::model::{SecurityEvent, SecurityLog, read_event_cursor, write_event_cursor};
use crate::portal::Portal;
use crate::store::security_log::{self, EventPosition};

#[derive(Default)]
pub(super) struct SecurityLogQuery;

#[Object]
impl SecurityLogQuery {
    /// What happened to the account's security, the latest first.
    #[graphql(complexity = "1 + usize::try_from(first).unwrap_or(1) * child_complexity")]
    async fn security_log(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many at most, from 1 to 100.", default = 50)] first: i32,
        #[graphql(desc = "The cursor of the page before.")] after: Option<String>,
        #[graphql(desc = "Only these; all when empty or left out.")] categories: Option<
            Vec<SecurityCategory>,
        >,
    ) -> Result<SecurityLog, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let first = page_size(first)?;
        let before = after.map(|cursor| read_event_cursor(&cursor)).transpose()?;
        let mut found = security_log::page(
            portal.store.read(),
            session.account.id,
            &categories.unwrap_or_default(),
            before,
            first as u64 + 1,
        )
        .await?;
        let more = found.len() > first;
        found.truncate(first);
        let last = found.last().filter(|_| more).map(|event| EventPosition {
            at: event.at,
            id: event.id,
        });
        Ok(SecurityLog {
            data: found.into_iter().map(SecurityEvent::from).collect(),
            cursor: last.as_ref().map(write_event_cursor),
            kept_for_days: portal
                .log_retention
                .days()
                .map(|days| i32::try_from(days.get()).unwrap_or(i32::MAX)),
        })
    }
}
