//! What happened to the account's security: a page at a time, or all of it as a file.

use std::sync::Arc;

use portal_client as contract;

use super::ProfileApp;
use super::access::Access;
use super::current_session::CurrentSession;
use crate::csv_file::CsvFile;
use crate::downloads::SavedFile;
use crate::failure::Failure;
use crate::from_portal;
use crate::security_log::{SecurityCategory, SecurityLogPage};
use crate::security_log_file::{HEADER, Row};

/// Events of a page that is looked at.
const LOOK: u8 = 50;
/// Events of a page that is saved: as many as the contract allows.
const SAVE: u8 = 100;

impl ProfileApp {
    /// The events of `categories`, or of all when there are none, that follow the cursor `after`; the latest first.
    ///
    /// # Errors
    /// As [`Self::refresh_profile`].
    pub async fn security_log(
        &self,
        categories: &[SecurityCategory],
        after: Option<&str>,
    ) -> Result<SecurityLogPage, Failure> {
        let session = self.session()?;
        let categories = contract_categories(categories);
        self.log_page(&session, LOOK, after, &categories).await
    }

    /// Saves all events of `categories` as a CSV file among the person's downloads. No more than one page is in
    /// memory at a time.
    ///
    /// # Errors
    /// As [`Self::refresh_profile`], and [`FileNotSaved`](crate::failure::FailureCode::FileNotSaved). Then no file
    /// is left.
    pub async fn save_security_log(
        &self,
        categories: &[SecurityCategory],
    ) -> Result<SavedFile, Failure> {
        let session = self.session()?;
        let categories = contract_categories(categories);
        let today = self.shared.ports.clock.today();
        let file = self.begin_file().await?;
        let mut log = self
            .with_disk(move || CsvFile::begin(file, &HEADER))
            .await?;
        let mut cursor: Option<String> = None;
        loop {
            let page = self
                .log_page(&session, SAVE, cursor.as_deref(), &categories)
                .await?;
            log = self
                .with_disk(move || {
                    for event in page.events {
                        log.add(Row::from(event))?;
                    }
                    Ok(log)
                })
                .await?;
            // A portal that answers with the cursor it was asked with would never come to an end.
            if page.cursor.is_none() || page.cursor == cursor {
                break;
            }
            cursor = page.cursor;
        }
        let name = format!("portal-profile-security-log-{today}");
        self.with_disk(move || log.into_inner()?.finish(&name, "csv"))
            .await
    }

    async fn log_page(
        &self,
        session: &Arc<CurrentSession>,
        first: u8,
        after: Option<&str>,
        categories: &[contract::SecurityCategory],
    ) -> Result<SecurityLogPage, Failure> {
        let look = |access: Access| async move {
            let (portal, token) = (&access.portal, &access.token);
            portal.security_log(token, first, after, categories).await
        };
        let page = self.ask(session, look).await?;
        let events = page.data.into_iter().map(from_portal::security_event);
        Ok(SecurityLogPage {
            events: events.collect(),
            cursor: page.cursor,
            kept_for_days: page.kept_for_days.map(from_portal::count),
        })
    }
}

fn contract_categories(categories: &[SecurityCategory]) -> Vec<contract::SecurityCategory> {
    let categories = categories.iter().copied();
    categories.map(from_portal::contract_category).collect()
}
