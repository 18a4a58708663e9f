//! Following a feed from a position on.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::watch;
use tokio::time::{Sleep, sleep};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::Standings;
use super::listeners::{ExportChanges, Place};
use crate::auth::SessionToken;
use crate::domain::{Members, StatusUpdate};
use crate::portal::Portal;
use crate::store::entities::status_update;
use crate::store::{StoreError, status_updates};

/// Between two looks at whether the session goes on, while nothing happens.
const CHECK_EVERY: Duration = Duration::from_secs(4);

/// Between two times that a stream is told of exports: each takes a look at where its person stands, and a client asks for
/// them all each time. Less than the second within which an end is to be told.
const EXPORTS_EVERY: Duration = Duration::from_millis(400);

/// Updates read at a time.
const PAGE: u64 = 100;

/// What a stream tells.
pub(crate) enum Followed {
    /// All before this position is told, or is nothing for this account.
    Position(i64),
    /// An update; not known to this program when there is none.
    Update(Box<status_update::Model>, Option<StatusUpdate>),
    /// Exports of this organization changed.
    ExportsChanged(i64, Uuid),
}

/// Why a stream ended before it was told to.
pub(crate) enum FollowEnd {
    /// The session ended.
    Unauthenticated,
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for FollowEnd {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A feed that is followed.
struct Following {
    portal: Arc<Portal>,
    token: SessionToken,
    account: Uuid,
    /// All up to here was read.
    position: i64,
    place: Place,
    ended: CancellationToken,
    /// Read, and not told yet.
    read: VecDeque<Followed>,
    /// The changes of exports that were told.
    told: ExportChanges,
    /// Until exports are told of again.
    rest: Option<Pin<Box<Sleep>>>,
    /// Whether there may be something to read.
    is_due: bool,
    is_over: bool,
}

/// What happens after `position`, from now until `ended`: first the position itself, then what is in the feed already,
/// then what comes. Whether the session of `token` goes on is looked at before each delivery and every few seconds.
/// Holds no connection to the database while it waits.
pub(crate) fn follow(
    portal: Arc<Portal>,
    token: SessionToken,
    account: Uuid,
    position: i64,
    place: Place,
    ended: CancellationToken,
) -> impl Stream<Item = Result<Followed, FollowEnd>> + Send + 'static {
    let told = place.exports.borrow().clone();
    let following = Following {
        portal,
        token,
        account,
        position,
        told,
        place,
        ended,
        read: VecDeque::from([Followed::Position(position)]),
        rest: None,
        is_due: true,
        is_over: false,
    };
    unfold(following, async |mut following| {
        let next = following.next().await?;
        Some((next, following))
    })
}

impl Following {
    async fn next(&mut self) -> Option<Result<Followed, FollowEnd>> {
        if self.is_over {
            return None;
        }
        while !self.ended.is_cancelled() {
            match self.is_signed_in().await {
                Ok(true) => {}
                Ok(false) => return self.end(FollowEnd::Unauthenticated),
                Err(error) => return self.end(error.into()),
            }
            if let Some(next) = self.read.pop_front() {
                return Some(Ok(next));
            }
            if !self.is_due {
                self.wait().await;
            } else if let Err(error) = self.read_on().await {
                return self.end(error.into());
            }
        }
        None
    }

    fn end(&mut self, why: FollowEnd) -> Option<Result<Followed, FollowEnd>> {
        self.is_over = true;
        Some(Err(why))
    }

    async fn is_signed_in(&self) -> Result<bool, StoreError> {
        self.portal.sessions.goes_on(&self.token).await
    }

    /// Reads what is new.
    async fn read_on(&mut self) -> Result<(), StoreError> {
        // Whatever is added after this is another change.
        self.place.end.mark_unchanged();
        let changed = self.changed_exports();
        let database = self.portal.store.read();
        let mut standings = Standings::of(database, self.account);
        let rows = status_updates::after(database, self.account, self.position, PAGE).await?;
        let before = self.position;
        for row in rows {
            self.position = row.position;
            let update = StatusUpdate::read(&row.kind, &row.details);
            if standings.admit(&row, update.as_ref()).await? {
                self.read.push_back(Followed::Update(Box::new(row), update));
            }
        }
        if self.position > before && self.read.is_empty() {
            self.read.push_back(Followed::Position(self.position));
        }
        for organization in changed {
            if standings
                .is_among(Members::ChartViewers, organization)
                .await?
            {
                let changed = Followed::ExportsChanged(self.position, organization);
                self.read.push_back(changed);
            }
        }
        self.is_due = self.position > before;
        Ok(())
    }

    /// Organizations of which exports changed, unless they were told of just now: then they are later.
    fn changed_exports(&mut self) -> Vec<Uuid> {
        if self.rest.as_ref().is_some_and(|rest| !rest.is_elapsed()) {
            return Vec::new();
        }
        let changes = self.place.exports.borrow_and_update().clone();
        let known = |organization: &Uuid| self.told.get(organization);
        let changed = changes
            .iter()
            .filter(|(it, times)| known(it) != Some(times));
        let changed: Vec<_> = changed.map(|(organization, _)| *organization).collect();
        self.told = changes;
        self.rest = (!changed.is_empty()).then(|| Box::pin(sleep(EXPORTS_EVERY)));
        changed
    }

    /// Waits until there may be something to read, or it is time to look at the session again.
    async fn wait(&mut self) {
        tokio::select! {
            () = self.ended.cancelled() => {}
            // The sender is there as long as the place is.
            _ = self.place.end.changed() => self.is_due = true,
            () = change(&mut self.place.exports, self.rest.as_mut()) => self.is_due = true,
            () = sleep(CHECK_EVERY) => {}
        }
    }
}

/// Returns when exports change, or have since they were looked at, and they are to be told of again.
async fn change(exports: &mut watch::Receiver<ExportChanges>, rest: Option<&mut Pin<Box<Sleep>>>) {
    if let Some(rest) = rest.filter(|rest| !rest.is_elapsed()) {
        rest.await;
    }
    // The sender is there as long as the place is.
    let _ = exports.changed().await;
}
