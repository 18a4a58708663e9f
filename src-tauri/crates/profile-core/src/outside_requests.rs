//! What is asked for from outside the window: by the command line of this start, of a later one that finds the app
//! open, by the system, which hands over a link, or with a press on a notification.

use portal_client::PortalAddress;
use serde::Serialize;
use tokio::sync::watch;
use ts_rs::TS;

use crate::failure::{Failure, FailureCode};
use crate::links::Link;
use crate::notifications::{Place, Told};

/// What somebody asks for, as it was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// The portal to connect to.
    pub portal: Option<String>,
    /// Where to go.
    pub link: Option<String>,
    /// A notification that was pressed.
    pub notification: Option<PressedNotification>,
}

/// Whom a notification on the desktop was for, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PressedNotification {
    /// The id of the portal.
    pub portal: String,
    /// The id of the account.
    pub account: String,
    /// What it is about.
    pub place: Place,
    /// The id of the organization that it is about, if about one.
    pub organization: Option<String>,
}

impl PressedNotification {
    /// Where a notification leads that says this: of several things, to all that the person was told.
    #[must_use]
    pub fn of(told: &[Told]) -> Option<Self> {
        let first = told.first()?;
        let (place, organization) = match told {
            [one] => (one.announcement.place()?, one.organization.clone()),
            _ => (Place::Notifications, None),
        };
        Some(Self {
            portal: first.account.portal.clone(),
            account: first.account.account.clone(),
            place,
            organization,
        })
    }
}

/// What was asked for while the app was open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OutsideRequest {
    /// Counts the requests of this run.
    pub number: u32,
    /// The portal to connect to.
    pub portal: Option<AskedPortal>,
    /// Where to go then.
    pub link: Option<Link>,
    /// The notification that was pressed.
    pub notification: Option<PressedNotification>,
}

/// A portal that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AskedPortal {
    /// As it was given.
    pub address: String,
    /// What that means.
    pub target: PortalTarget,
}

/// What an address means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PortalTarget {
    /// A portal, which may or may not be there.
    Portal {
        /// See [`Portal::id`](crate::portals::Portal::id).
        id: String,
    },
    /// It is no address of a portal.
    NoAddress {
        /// Why.
        code: FailureCode,
    },
}

impl AskedPortal {
    /// What an address means, as a person or another program gave it.
    #[must_use]
    pub fn at(address: String) -> Self {
        let target = match PortalAddress::typed(&address) {
            Ok(address) => PortalTarget::Portal {
                id: address.to_string(),
            },
            Err(error) => PortalTarget::NoAddress {
                code: Failure::from(error).code,
            },
        };
        Self { address, target }
    }
}

/// The request made last, until the page has it: for those who ask, and for the page.
#[derive(Clone, Debug)]
pub struct OutsideRequests(watch::Sender<Asked>);

#[derive(Clone, Debug, Default)]
struct Asked {
    number: u32,
    /// None once the page has it.
    wish: Option<Wish>,
}

impl OutsideRequests {
    /// Begins with what this start asked for.
    #[must_use]
    pub fn new(first: Wish) -> Self {
        Self(watch::Sender::new(Asked {
            number: 0,
            wish: Some(first),
        }))
    }

    /// Asks for what a person or another program wishes; a wish for nothing changes nothing.
    pub fn ask(&self, wish: Wish) {
        if wish == Wish::default() {
            return;
        }
        self.0.send_modify(|asked| {
            asked.number += 1;
            asked.wish = Some(wish);
        });
    }

    /// For a page that is about to be loaded: how many requests there were, and the last one unless a page
    /// had it.
    pub fn take(&self) -> (u32, Wish) {
        let mut taken = (0, Wish::default());
        self.0.send_modify(|asked| {
            taken = (asked.number, asked.wish.take().unwrap_or_default());
        });
        taken
    }

    /// The next request after the one numbered `seen`, which counts as delivered: a page that went away before it
    /// asked again leaves it to the one that is loaded after it.
    pub async fn next(&self, seen: u32) -> OutsideRequest {
        self.0.send_if_modified(|asked| {
            if asked.number == seen {
                asked.wish = None;
            }
            false
        });
        let mut requests = self.0.subscribe();
        loop {
            let asked = requests.borrow_and_update().clone();
            if let Some(wish) = asked.wish.filter(|_| asked.number > seen) {
                return OutsideRequest {
                    number: asked.number,
                    portal: wish.portal.map(AskedPortal::at),
                    link: wish.link.as_deref().map(Link::read),
                    notification: wish.notification,
                };
            }
            if requests.changed().await.is_err() {
                // The source is there as long as this borrows it.
                std::future::pending::<()>().await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn portal(address: &str) -> Wish {
        Wish {
            portal: Some(address.to_owned()),
            ..Wish::default()
        }
    }

    fn link(text: &str) -> Wish {
        Wish {
            link: Some(text.to_owned()),
            ..Wish::default()
        }
    }

    fn requests() -> OutsideRequests {
        OutsideRequests::new(portal("first.example"))
    }

    #[test]
    fn the_first_page_gets_what_the_start_asked_for_and_the_next_one_does_not() {
        let requests = requests();
        assert_eq!(requests.take(), (0, portal("first.example")));
        assert_eq!(requests.take(), (0, Wish::default()));
    }

    #[tokio::test]
    async fn a_request_is_told_to_whoever_waits() {
        let requests = requests();
        requests.take();
        let mut next = pin!(requests.next(0));
        let mut context = Context::from_waker(Waker::noop());
        assert_eq!(next.as_mut().poll(&mut context), Poll::Pending);
        requests.ask(portal(" Portal.example/profile"));
        let id = "https://portal.example".to_owned();
        let expected = OutsideRequest {
            number: 1,
            portal: Some(AskedPortal {
                address: " Portal.example/profile".to_owned(),
                target: PortalTarget::Portal { id },
            }),
            link: None,
            notification: None,
        };
        assert_eq!(next.await, expected);
    }

    #[tokio::test]
    async fn of_several_requests_the_last_one_counts() {
        let requests = requests();
        requests.take();
        requests.ask(link("portal-profile://exports"));
        requests.ask(portal("http://two.example"));
        let next = requests.next(0).await;
        let code = FailureCode::AddressInsecure;
        let target = next.portal.map(|portal| portal.target);
        assert_eq!(target, Some(PortalTarget::NoAddress { code }));
        assert_eq!((next.number, next.link), (2, None));
    }

    #[tokio::test]
    async fn a_link_is_read_on_its_way() {
        let requests = requests();
        requests.ask(link("portal-profile://exports"));
        let next = requests.next(0).await;
        assert_eq!((next.portal, next.link), (None, Some(Link::Exports)));
    }

    #[test]
    fn a_wish_for_nothing_takes_the_place_of_none() {
        let requests = requests();
        requests.ask(Wish::default());
        assert_eq!(requests.take(), (0, portal("first.example")));
    }

    #[tokio::test]
    async fn a_request_that_the_page_never_took_up_is_left_to_the_next_page() {
        let requests = requests();
        requests.take();
        requests.ask(portal("one.example"));
        requests.next(0).await;
        assert_eq!(requests.take(), (1, portal("one.example")));
        requests.ask(link("portal-profile://home"));
        let number = requests.next(1).await.number;
        let mut after = pin!(requests.next(number));
        let mut context = Context::from_waker(Waker::noop());
        assert_eq!(after.as_mut().poll(&mut context), Poll::Pending);
        assert_eq!(requests.take(), (2, Wish::default()), "taken up");
    }
}
