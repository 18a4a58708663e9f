//! Portals that are asked for from outside the window: by the command line of this start, or of a later one
//! that finds the app open.

use portal_client::PortalAddress;
use serde::Serialize;
use tokio::sync::watch;
use ts_rs::TS;

use crate::failure::{Failure, FailureCode};

/// A portal that was asked for while the app was open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PortalRequest {
    /// Counts the requests of this run.
    pub number: u32,
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

impl PortalTarget {
    fn of(address: &str) -> Self {
        match PortalAddress::typed(address) {
            Ok(address) => Self::Portal {
                id: address.to_string(),
            },
            Err(error) => Self::NoAddress {
                code: Failure::from(error).code,
            },
        }
    }
}

/// The request made last, until the page has it: for those who ask, and for the page.
#[derive(Clone, Debug)]
pub struct PortalRequests(watch::Sender<Asked>);

#[derive(Clone, Debug, Default)]
struct Asked {
    number: u32,
    /// None once the page has it.
    address: Option<String>,
}

impl PortalRequests {
    /// Begins with what this start asked for.
    #[must_use]
    pub fn new(first: Option<String>) -> Self {
        Self(watch::Sender::new(Asked {
            number: 0,
            address: first,
        }))
    }

    /// Asks for the portal at `address`, as a person or another program gave it.
    pub fn ask(&self, address: String) {
        self.0.send_modify(|asked| {
            asked.number += 1;
            asked.address = Some(address);
        });
    }

    /// For a page that is about to be loaded: how many requests there were, and the last one unless a page
    /// had it.
    pub fn take(&self) -> (u32, Option<String>) {
        let mut taken = (0, None);
        self.0
            .send_modify(|asked| taken = (asked.number, asked.address.take()));
        taken
    }

    /// The next request after the one numbered `seen`, which counts as delivered: a page that went away before it
    /// asked again leaves it to the one that is loaded after it.
    pub async fn next(&self, seen: u32) -> PortalRequest {
        self.0.send_if_modified(|asked| {
            if asked.number == seen {
                asked.address = None;
            }
            false
        });
        let mut requests = self.0.subscribe();
        loop {
            let asked = requests.borrow_and_update().clone();
            if let Some(address) = asked.address.filter(|_| asked.number > seen) {
                return PortalRequest {
                    number: asked.number,
                    target: PortalTarget::of(&address),
                    address,
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

    fn requests() -> PortalRequests {
        PortalRequests::new(Some("first.example".to_owned()))
    }

    #[test]
    fn the_first_page_gets_what_the_start_asked_for_and_the_next_one_does_not() {
        let requests = requests();
        assert_eq!(requests.take(), (0, Some("first.example".to_owned())));
        assert_eq!(requests.take(), (0, None));
    }

    #[tokio::test]
    async fn a_request_is_told_to_whoever_waits() {
        let requests = requests();
        requests.take();
        let mut next = pin!(requests.next(0));
        let mut context = Context::from_waker(Waker::noop());
        assert_eq!(next.as_mut().poll(&mut context), Poll::Pending);
        requests.ask(" Portal.example/profile".to_owned());
        let id = "https://portal.example".to_owned();
        let expected = PortalRequest {
            number: 1,
            address: " Portal.example/profile".to_owned(),
            target: PortalTarget::Portal { id },
        };
        assert_eq!(next.await, expected);
    }

    #[tokio::test]
    async fn of_several_requests_the_last_one_counts() {
        let requests = requests();
        requests.take();
        requests.ask("one.example".to_owned());
        requests.ask("http://two.example".to_owned());
        let next = requests.next(0).await;
        let code = FailureCode::AddressInsecure;
        assert_eq!(next.target, PortalTarget::NoAddress { code });
        assert_eq!(next.number, 2);
    }

    #[tokio::test]
    async fn a_request_that_the_page_never_took_up_is_left_to_the_next_page() {
        let requests = requests();
        requests.take();
        requests.ask("one.example".to_owned());
        requests.next(0).await;
        assert_eq!(requests.take(), (1, Some("one.example".to_owned())));
        requests.ask("two.example".to_owned());
        let number = requests.next(1).await.number;
        let mut after = pin!(requests.next(number));
        let mut context = Context::from_waker(Waker::noop());
        assert_eq!(after.as_mut().poll(&mut context), Poll::Pending);
        assert_eq!(requests.take(), (2, None), "taken up");
    }
}
