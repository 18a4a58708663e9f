//! The history of the credits of the organization in view: a page at a time, added up, or all of it as a file.

use std::sync::Arc;

use portal_client as contract;

use super::ProfileApp;
use super::access::OrganizationAccess;
use super::current_session::CurrentSession;
use super::seen::Moment;
use crate::credit_history::{CreditFilter, CreditHistoryPage, CreditTotals};
use crate::credit_history_file::{HEADER, Row};
use crate::csv_file::CsvFile;
use crate::downloads::SavedFile;
use crate::failure::{Failure, FailureCode};
use crate::from_portal;

/// Transactions of a page that is looked at.
const LOOK: u16 = 50;
/// Transactions of a page that is saved: as many as the contract allows.
const SAVE: u16 = 1_000;

impl ProfileApp {
    /// The transactions of `filter` with lower numbers than `before`, the last first; the last ones of all without
    /// it. `None` unless the organization is on a credit-based plan.
    ///
    /// # Errors
    /// As [`Self::credits`].
    pub async fn credit_transactions(
        &self,
        filter: CreditFilter,
        before: Option<u32>,
    ) -> Result<Option<CreditHistoryPage>, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let filter = from_portal::contract_filter(filter);
        let page = self.history_page(&session, &moment, &filter, LOOK, before);
        page.await
    }

    /// The transactions of `filter` together. `None` unless the organization is on a credit-based plan.
    ///
    /// # Errors
    /// As [`Self::credits`].
    pub async fn credit_totals(
        &self,
        filter: CreditFilter,
    ) -> Result<Option<CreditTotals>, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let filter = from_portal::contract_filter(filter);
        let look = |access: OrganizationAccess| {
            let filter = &filter;
            async move { access.portal.credit_totals(access.caller(), filter).await }
        };
        let totals = self.look(&session, &moment, look).await?;
        Ok(totals.map(from_portal::credit_totals))
    }

    /// Saves the transactions of `filter` as a CSV file among the person's downloads, and says with `saved` how many
    /// are in it so far. No more than one page is in memory at a time. `None` if it was stopped.
    ///
    /// # Errors
    /// As [`Self::credits`], and [`FailureCode::FileNotSaved`]. Then, and when it was stopped, no file is left.
    pub async fn save_credit_history(
        &self,
        filter: CreditFilter,
        saved: impl Fn(u32) + Send,
    ) -> Result<Option<SavedFile>, Failure> {
        let stopped = self.shared.stop_saving_credits.notified();
        tokio::select! {
            () = stopped => Ok(None),
            file = self.write_credit_history(filter, saved) => file.map(Some),
        }
    }

    /// Stops each [`Self::save_credit_history`] that is under way.
    pub fn stop_saving_credit_history(&self) {
        self.shared.stop_saving_credits.notify_waiters();
    }

    async fn write_credit_history(
        &self,
        filter: CreditFilter,
        saved: impl Fn(u32) + Send,
    ) -> Result<SavedFile, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let filter = from_portal::contract_filter(filter);
        let today = self.shared.ports.clock.today();
        let file = self.begin_file().await?;
        let mut csv = self
            .with_disk(move || CsvFile::begin(file, &HEADER))
            .await?;
        let mut before: Option<u32> = None;
        let mut count = 0;
        loop {
            let page = self.history_page(&session, &moment, &filter, SAVE, before);
            let page = page.await?.ok_or_else(without_credits)?;
            count += u32::try_from(page.transactions.len()).unwrap_or_default();
            csv = self
                .with_disk(move || {
                    for transaction in page.transactions {
                        csv.add(Row::from(transaction))?;
                    }
                    Ok(csv)
                })
                .await?;
            saved(count);
            // A portal whose next page is not further down would never come to an end.
            match page.next {
                Some(next) if before.is_none_or(|before| next < before) => before = Some(next),
                _ => break,
            }
        }
        let name = format!("portal-profile-credits-{today}");
        self.with_disk(move || csv.into_inner()?.finish(&name, "csv"))
            .await
    }

    async fn history_page(
        &self,
        session: &Arc<CurrentSession>,
        moment: &Moment,
        filter: &contract::CreditFilter,
        first: u16,
        before: Option<u32>,
    ) -> Result<Option<CreditHistoryPage>, Failure> {
        let before = before.map(|before| i32::try_from(before).unwrap_or(i32::MAX));
        let look = |access: OrganizationAccess| async move {
            let (portal, caller) = (&access.portal, access.caller());
            portal
                .credit_transactions(caller, filter, first, before)
                .await
        };
        let page = self.look(session, moment, look).await?;
        Ok(page.map(from_portal::credit_history_page))
    }
}

fn without_credits() -> Failure {
    Failure::new(
        FailureCode::NotAllowed,
        "the organization's plan goes without credits by now",
    )
}
