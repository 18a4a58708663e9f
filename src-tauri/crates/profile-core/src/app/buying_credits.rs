//! Buying credits for the organization in view. What is begun is paid in the browser; the app waits for what comes of
//! it, and says so wherever the person is by then.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use portal_client::{
    self as contract, BeginPurchaseAnswer, CancelPurchaseAnswer, CreditPriceAnswer, IdempotencyKey,
};
use url::Url;

use super::access::OrganizationAccess;
use super::current_session::CurrentSession;
use super::{ProfileApp, lock};
use crate::announcements::Announcement;
use crate::credit_purchases::{
    BeginPurchaseOutcome, CancelPurchaseOutcome, CreditOffers, CreditPriceOutcome, CreditPurchase,
    CreditPurchaseState, CreditPurchasesPage, CreditWish,
};
use crate::downloads::{SavedFile, file_stem};
use crate::failure::Failure;
use crate::from_portal;

/// Purchases in one page.
const PAGE: u8 = 50;

/// What the app waits for: the organization of each purchase that goes on, by its id.
#[derive(Default)]
pub(super) struct OpenPurchases(Mutex<HashMap<String, Option<String>>>);

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
    /// same purchase.
    ///
    /// # Errors
    /// As [`Self::credits`]. Refusals are outcomes.
    pub async fn begin_credit_purchase(
        &self,
        wish: CreditWish,
    ) -> Result<BeginPurchaseOutcome, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let organization = moment.organization().map(str::to_owned);
        let sending = self.send_wish(&session, organization.as_deref(), &wish);
        let is_begun = |answer: &_| matches!(answer, BeginPurchaseAnswer::Begun(_));
        Ok(
            match self.change(&session, &moment, sending, is_begun).await? {
                BeginPurchaseAnswer::Begun(purchase) => {
                    let opened = self.open_page(&session, &purchase).await;
                    let purchase = self.heed(&session, organization, *purchase);
                    let purchase = Box::new(purchase);
                    BeginPurchaseOutcome::Begun { purchase, opened }
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
            },
        )
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
        let organization = moment.organization().map(str::to_owned);
        Ok(purchase.map(|purchase| self.heed(&session, organization, purchase)))
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
        let organization = moment.organization().map(str::to_owned);
        let heed = |purchase| self.heed(&session, organization.clone(), purchase);
        Ok(purchases.into_iter().map(heed).collect())
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
        let organization = moment.organization().map(str::to_owned);
        Ok(match answer {
            CancelPurchaseAnswer::Cancelled(purchase) => {
                // The person knows of what they did.
                lock(&self.shared.open_purchases.0).remove(id);
                let purchase = Box::new(from_portal::credit_purchase(*purchase));
                CancelPurchaseOutcome::Cancelled { purchase }
            }
            CancelPurchaseAnswer::NotCancelled(purchase) => {
                let purchase = Box::new(self.heed(&session, organization, *purchase));
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
        let Ok(key) = session.buying.wish(buying, put);
        let (key, wish) = (&key, &from_portal::contract_wish(wish));
        let begin = |access: OrganizationAccess| async move {
            let (portal, caller) = (&access.portal, access.caller());
            portal.begin_credit_purchase(caller, wish, key).await
        };
        let answer = self.ask_about(session, organization, begin).await?;
        if !matches!(answer, BeginPurchaseAnswer::ProviderUnreachable) {
            session.buying.answered();
        }
        Ok(answer)
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
        let access = self.access(session).await.ok();
        let own = access.map(|access| access.portal.graphql_url().clone());
        let page = Url::parse(page)
            .ok()
            .filter(|page| is_payable(page, own.as_ref()));
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

    /// Takes a look at a purchase into account: the app waits for one that goes on, and says what came of one that it
    /// waited for.
    fn heed(
        &self,
        session: &Arc<CurrentSession>,
        organization: Option<String>,
        purchase: contract::CreditPurchase,
    ) -> CreditPurchase {
        let purchase = from_portal::credit_purchase(purchase);
        if purchase.state.is_some_and(CreditPurchaseState::goes_on) {
            self.wait_for(session, organization, purchase.id.clone());
        } else {
            self.settle(session, &purchase);
        }
        purchase
    }

    /// Waits for a purchase in the background, once, however often it is asked for.
    fn wait_for(&self, session: &Arc<CurrentSession>, organization: Option<String>, id: String) {
        let mut open = lock(&self.shared.open_purchases.0);
        if open.insert(id.clone(), organization.clone()).is_some() {
            return;
        }
        drop(open);
        let (app, session) = (self.clone(), Arc::clone(session));
        tokio::spawn(async move {
            while app.is_open(&id) && session.check().is_ok() {
                tokio::time::sleep(app.shared.patience.purchases).await;
                let look = |access: OrganizationAccess| {
                    let id = &id;
                    async move { access.portal.credit_purchase(access.caller(), id).await }
                };
                // Without an answer it is asked again.
                let answer = app.ask_about(&session, organization.as_deref(), look);
                if let Ok(Some(purchase)) = answer.await
                    && session.check().is_ok()
                {
                    let purchase = from_portal::credit_purchase(purchase);
                    if !purchase.state.is_some_and(CreditPurchaseState::goes_on) {
                        app.settle(&session, &purchase);
                    }
                }
            }
            lock(&app.shared.open_purchases.0).remove(&id);
        });
    }

    fn is_open(&self, id: &str) -> bool {
        lock(&self.shared.open_purchases.0).contains_key(id)
    }

    /// Says what came of a purchase that the app waited for, once.
    fn settle(&self, session: &CurrentSession, purchase: &CreditPurchase) {
        if lock(&self.shared.open_purchases.0)
            .remove(&purchase.id)
            .is_none()
        {
            return;
        }
        let (credits, organization) = (purchase.credits.clone(), purchase.organization.clone());
        let announcement = match purchase.state {
            Some(CreditPurchaseState::Credited) => Announcement::CreditsAdded {
                organization,
                credits,
            },
            Some(CreditPurchaseState::Declined) => Announcement::PaymentDeclined {
                organization,
                credits,
            },
            Some(CreditPurchaseState::Expired) => Announcement::PaymentExpired {
                organization,
                credits,
            },
            _ => return,
        };
        self.announce_to(session, announcement);
    }
}

/// Whether money may be paid at a page: on the web, where nobody can read or change it on the way, or at the portal
/// itself.
fn is_payable(page: &Url, portal: Option<&Url>) -> bool {
    let is_portal = portal.is_some_and(|portal| portal.origin() == page.origin());
    page.scheme() == "https" || (page.scheme() == "http" && is_portal)
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
            assert_eq!(is_payable(&page, Some(&portal)), opens, "{page}");
        }
        let page = "http://127.0.0.1:4000/".parse().unwrap();
        assert!(!is_payable(&page, None));
    }
}
