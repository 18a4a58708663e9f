//! Buying credits for the organization in view. What is begun is paid in the browser.

use std::convert::Infallible;
use std::sync::Arc;

use portal_client::{
    self as contract, BeginPurchaseAnswer, CancelPurchaseAnswer, CreditPriceAnswer, IdempotencyKey,
};
use url::Url;

use super::ProfileApp;
use super::access::OrganizationAccess;
use super::current_session::CurrentSession;
use super::seen::Moment;
use crate::announcements::Announcement;
use crate::credit_purchases::{
    BeginPurchaseOutcome, CancelPurchaseOutcome, CreditOffers, CreditPriceOutcome, CreditPurchase,
    CreditPurchasesPage, CreditWish,
};
use crate::downloads::{SavedFile, file_stem};
use crate::failure::Failure;
use crate::from_portal;

/// Purchases in one page.
const PAGE: u8 = 50;

/// What is bought, and for which organization.
#[derive(PartialEq)]
pub(super) struct Buying {
    organization: Option<String>,
    wish: CreditWish,
}

impl ProfileApp {
    /// What credits are sold for; `None` where the person may not buy any, or none are sold.
    ///
    /// # Errors
    /// As [`Self::credits`].
    pub async fn credit_offers(&self) -> Result<Option<CreditOffers>, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let look = |access: OrganizationAccess| async move {
            access.portal.credit_offers(access.caller()).await
        };
        let offers = self.look(&session, &moment, look).await?;
        Ok(offers.map(from_portal::credit_offers))
    }

    /// What an amount of one's own costs: a plain decimal such as `1000`.
    ///
    /// # Errors
    /// As [`Self::credits`]. Refusals are outcomes.
    pub async fn credit_price(&self, credits: &str) -> Result<CreditPriceOutcome, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let look = |access: OrganizationAccess| async move {
            access.portal.credit_price(access.caller(), credits).await
        };
        Ok(match self.look(&session, &moment, look).await? {
            CreditPriceAnswer::Priced {
                credits,
                price,
                currency,
            } => CreditPriceOutcome::Priced {
                credits,
                price,
                currency,
            },
            CreditPriceAnswer::Refused(reason) => CreditPriceOutcome::Refused {
                reason: from_portal::credit_amount_refusal(reason),
            },
            CreditPriceAnswer::Unavailable => CreditPriceOutcome::Unavailable,
            CreditPriceAnswer::Unknown => return Err(Failure::answer_unknown()),
        })
    }

    /// Begins a purchase and opens the page where it is paid. Asked for again before an answer has come, it is the
    /// same purchase. What is begun belongs to the organization that was in view when it was asked for, and is paid
    /// and awaited for that one, whichever is in view by then.
    ///
    /// # Errors
    /// As [`Self::credits`]. Refusals are outcomes.
    pub async fn begin_credit_purchase(
        &self,
        wish: CreditWish,
    ) -> Result<BeginPurchaseOutcome, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let beginning = async {
            let sending = self.send_wish(&session, moment.organization(), &wish);
            Ok(match sending.await? {
                BeginPurchaseAnswer::Begun(purchase) => {
                    self.have_paid(&session, &moment, *purchase).await
                }
                BeginPurchaseAnswer::OfferChanged { price } => {
                    BeginPurchaseOutcome::OfferChanged { price }
                }
                BeginPurchaseAnswer::AmountRefused(reason) => BeginPurchaseOutcome::AmountRefused {
                    reason: from_portal::credit_amount_refusal(reason),
                },
                BeginPurchaseAnswer::Unavailable => BeginPurchaseOutcome::Unavailable,
                BeginPurchaseAnswer::ProviderUnreachable => {
                    BeginPurchaseOutcome::ProviderUnreachable
                }
                BeginPurchaseAnswer::Reused | BeginPurchaseAnswer::Unknown => {
                    return Err(Failure::answer_unknown());
                }
            })
        };
        let is_begun = |outcome: &_| matches!(outcome, BeginPurchaseOutcome::Begun { .. });
        self.change(&session, &moment, beginning, is_begun).await
    }

    /// A purchase as it is by now; `None` when there is none with this id.
    ///
    /// # Errors
    /// As [`Self::credits`].
    pub async fn credit_purchase(&self, id: &str) -> Result<Option<CreditPurchase>, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let look = |access: OrganizationAccess| async move {
            access.portal.credit_purchase(access.caller(), id).await
        };
        let purchase = self.look(&session, &moment, look).await?;
        Ok(match purchase {
            Some(purchase) => Some(self.heed(&session, moment.organization(), purchase).await),
            None => None,
        })
    }

    /// Purchases of the organization in view, the newest first; those after the cursor `after`.
    ///
    /// # Errors
    /// As [`Self::credits`].
    pub async fn credit_purchases(
        &self,
        after: Option<&str>,
    ) -> Result<CreditPurchasesPage, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let look = |access: OrganizationAccess| async move {
            let (portal, caller) = (&access.portal, access.caller());
            portal.credit_purchases(caller, PAGE, after).await
        };
        let page = self.look(&session, &moment, look).await?;
        Ok(from_portal::credit_purchases_page(page))
    }

    /// The person's own purchases in the organization in view that go on, the oldest first. The app waits for them
    /// from now on.
    ///
    /// # Errors
    /// As [`Self::credits`].
    pub async fn open_credit_purchases(&self) -> Result<Vec<CreditPurchase>, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let look = |access: OrganizationAccess| async move {
            access.portal.open_credit_purchases(access.caller()).await
        };
        let purchases = self.look(&session, &moment, look).await?;
        let mut heeded = Vec::new();
        for purchase in purchases {
            heeded.push(self.heed(&session, moment.organization(), purchase).await);
        }
        Ok(heeded)
    }

    /// Gives a purchase up that was not paid.
    ///
    /// # Errors
    /// As [`Self::credits`]. Refusals are outcomes.
    pub async fn cancel_credit_purchase(&self, id: &str) -> Result<CancelPurchaseOutcome, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let cancel = |access: OrganizationAccess| async move {
            let (portal, caller) = (&access.portal, access.caller());
            portal.cancel_credit_purchase(caller, id).await
        };
        let cancelling = self.ask_about(&session, moment.organization(), cancel);
        let is_done = |answer: &_| !matches!(answer, CancelPurchaseAnswer::Unknown);
        let answer = self.change(&session, &moment, cancelling, is_done).await?;
        let heed = |purchase| self.heed(&session, moment.organization(), purchase);
        Ok(match answer {
            CancelPurchaseAnswer::Cancelled(purchase) => {
                let purchase = Box::new(heed(*purchase).await);
                CancelPurchaseOutcome::Cancelled { purchase }
            }
            CancelPurchaseAnswer::NotCancelled(purchase) => {
                let purchase = Box::new(heed(*purchase).await);
                CancelPurchaseOutcome::NotCancelled { purchase }
            }
            CancelPurchaseAnswer::NotFound => CancelPurchaseOutcome::NotFound,
            CancelPurchaseAnswer::Unknown => return Err(Failure::answer_unknown()),
        })
    }

    /// Opens the page where a purchase is paid once more; answers whether that worked.
    ///
    /// # Errors
    /// As [`Self::credits`].
    pub async fn open_checkout(&self, id: &str) -> Result<bool, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let look = |access: OrganizationAccess| async move {
            access.portal.credit_purchase(access.caller(), id).await
        };
        match self.look(&session, &moment, look).await? {
            Some(purchase) => Ok(self.open_page(&session, &purchase).await),
            None => Ok(false),
        }
    }

    /// Saves a receipt, which is a page of its own, among the person's downloads.
    ///
    /// # Errors
    /// [`NotSignedIn`](crate::failure::FailureCode::NotSignedIn) and
    /// [`FileNotSaved`](crate::failure::FailureCode::FileNotSaved). Then no file is left.
    pub async fn save_receipt(&self, name: &str, html: String) -> Result<SavedFile, Failure> {
        use std::io::Write;

        self.session()?;
        let stem = file_stem(name, "receipt");
        let mut file = self.begin_file().await?;
        self.with_disk(move || {
            file.write_all(html.as_bytes())?;
            file.finish(&stem, "html")
        })
        .await
    }

    async fn send_wish(
        &self,
        session: &Arc<CurrentSession>,
        organization: Option<&str>,
        wish: &CreditWish,
    ) -> Result<BeginPurchaseAnswer, Failure> {
        let buying = Buying {
            organization: organization.map(str::to_owned),
            wish: wish.clone(),
        };
        let put = || Ok::<_, Infallible>(IdempotencyKey::random());
        let Ok(key) = session.asked.buying.wish(buying, put);
        let (key, wish) = (&key, &from_portal::contract_wish(wish));
        let begin = |access: OrganizationAccess| async move {
            let (portal, caller) = (&access.portal, access.caller());
            portal.begin_credit_purchase(caller, wish, key).await
        };
        let answer = self.ask_about(session, organization, begin).await?;
        if !matches!(answer, BeginPurchaseAnswer::ProviderUnreachable) {
            session.asked.buying.answered();
        }
        Ok(answer)
    }

    /// Opens the page where a purchase that was begun is paid, and waits for what comes of it.
    async fn have_paid(
        &self,
        session: &Arc<CurrentSession>,
        moment: &Moment,
        purchase: contract::CreditPurchase,
    ) -> BeginPurchaseOutcome {
        // Opening a page may take its time.
        let heeding = self.heed(session, moment.organization(), purchase.clone());
        let heeded = Box::new(heeding.await);
        let opened = self.open_page(session, &purchase).await;
        let is_elsewhere = moment.in_view.check().is_err() && session.check().is_ok();
        if is_elsewhere && !opened {
            let organization = heeded.organization.clone();
            let announcement = Announcement::CheckoutNotOpened { organization };
            self.announce_to(session, announcement.about(moment.about()));
        }
        BeginPurchaseOutcome::Begun {
            purchase: heeded,
            opened,
        }
    }

    /// Opens the page where a purchase is paid, if there is one and it may be opened.
    async fn open_page(
        &self,
        session: &Arc<CurrentSession>,
        purchase: &contract::CreditPurchase,
    ) -> bool {
        let Some(page) = purchase.checkout_url.as_deref() else {
            return false;
        };
        let Ok(access) = self.access(session).await else {
            return false;
        };
        let own = access.portal.graphql_url();
        let page = Url::parse(page).ok().filter(|page| is_payable(page, own));
        let Some(page) = page else {
            tracing::warn!("a page to pay at is not on the web, or can be read on the way");
            return false;
        };
        let opened = self.shared.ports.browser.open(&page).await;
        if let Err(error) = &opened {
            tracing::warn!(%error, "a page to pay at was not opened");
        }
        opened.is_ok()
    }
}

/// Whether money may be paid at a page: on the web, where nobody can read or change it on the way, or at the portal
/// itself.
fn is_payable(page: &Url, portal: &Url) -> bool {
    page.scheme() == "https" || (page.scheme() == "http" && portal.origin() == page.origin())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safe_pages_are_opened() {
        let portal: Url = "http://127.0.0.1:4000/".parse().unwrap();
        for (page, opens) in [
            ("https://checkout.stripe.com/c/pay/1", true),
            ("http://127.0.0.1:4000/checkout/1", true),
            ("http://127.0.0.1:4001/checkout/1", false),
            ("http://checkout.example/1", false),
            ("file:///etc/passwd", false),
            ("javascript:alert(1)", false),
        ] {
            let page = page.parse().unwrap();
            assert_eq!(is_payable(&page, &portal), opens, "{page}");
        }
    }
}
