//! Following a feed from a position on.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::Standings;
use super::listeners::Place;
use crate::auth::SessionToken;
use crate::domain::{Members, StatusUpdate};
use crate::portal::Portal;
use crate::store::entities::status_update;
use crate::store::{StoreError, status_updates};

/// Between two looks at whether the session goes on, while nothing happens.
const CHECK_EVERY: Duration = Duration::from_secs(4);

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
    /// Organizations of which exports changed and that was not told yet.
    exports: BTreeSet<Uuid>,
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
    let following = Following {
        portal,
        token,
        account,
        position,
        place,
        ended,
        read: VecDeque::from([Followed::Position(position)]),
        exports: BTreeSet::new(),
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
        for organization in std::mem::take(&mut self.exports) {
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

    /// Waits until there may be something to read, or it is time to look at the session again.
    async fn wait(&mut self) {
        tokio::select! {
            () = self.ended.cancelled() => {}
            // The sender is there as long as the place is.
            _ = self.place.end.changed() => self.is_due = true,
            changed = self.place.exports.recv() => match changed {
                Ok(organization) => {
                    self.exports.insert(organization);
                    self.is_due = true;
                }
                Err(RecvError::Lagged(_) | RecvError::Closed) => {}
            },
            () = sleep(CHECK_EVERY) => {}
        }
    }
}
