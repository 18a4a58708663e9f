//! Those who listen to their feeds in this process, and how they hear of what is new.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, broadcast, watch};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::store::{Store, StoreError, status_updates};

/// Streams that an account may have at a time: one for each machine of a person's, and some that were cut and are not
/// known to be yet.
pub const STREAMS_OF_AN_ACCOUNT: usize = 8;

/// Between two looks at what other processes added.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Accounts looked up at a time, within what every database takes.
const BATCH: usize = 500;

/// Changes of exports that a stream may be behind before it misses some. They are no updates: whoever misses one hears
/// of the next.
const EXPORTS_BEHIND: usize = 256;

/// Those who listen, by account. Cheap to clone; clones are the same.
#[derive(Clone)]
pub struct Listeners {
    store: Store,
    most: usize,
    heard: Arc<Mutex<HashMap<Uuid, Heard>>>,
    due: Arc<Notify>,
    exports: broadcast::Sender<Uuid>,
}

/// The streams of one account.
struct Heard {
    /// Where its feed ended at the last look; 0 before the first.
    end: watch::Sender<i64>,
    streams: usize,
}

/// There are as many streams as there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyStreams;

/// A stream's place among those who listen; free again when it is dropped.
pub(crate) struct Place {
    listeners: Listeners,
    account: Uuid,
    /// Changes when the feed grew.
    pub(crate) end: watch::Receiver<i64>,
    /// Organizations of which exports changed.
    pub(crate) exports: broadcast::Receiver<Uuid>,
}

impl Listeners {
    /// Listens to the feeds in `store`, with so many streams at most.
    #[must_use]
    pub fn new(store: Store, most: usize) -> Self {
        Self {
            store,
            most,
            heard: Arc::default(),
            due: Arc::default(),
            exports: broadcast::Sender::new(EXPORTS_BEHIND),
        }
    }

    /// Says that updates may have been added by this process, and committed: listeners hear of them at once. Without it
    /// they do half a second later.
    pub fn look_now(&self) {
        self.due.notify_one();
    }

    /// Says that exports of an organization changed: to those who listen now and may see exports there. It is not kept.
    pub fn exports_changed(&self, organization: Uuid) {
        // Nobody may listen.
        let _ = self.exports.send(organization);
    }

    /// How many streams there are.
    #[must_use]
    pub fn streams(&self) -> usize {
        self.lock().values().map(|heard| heard.streams).sum()
    }

    /// Takes a place for a stream of `account`.
    pub(crate) fn enter(&self, account: Uuid) -> Result<Place, TooManyStreams> {
        let mut all = self.lock();
        let streams: usize = all.values().map(|heard| heard.streams).sum();
        let of_account = all.get(&account).map_or(0, |heard| heard.streams);
        if streams >= self.most || of_account >= STREAMS_OF_AN_ACCOUNT {
            return Err(TooManyStreams);
        }
        let heard = all.entry(account).or_insert_with(|| Heard {
            end: watch::Sender::new(0),
            streams: 0,
        });
        heard.streams += 1;
        let place = Place {
            listeners: self.clone(),
            account,
            end: heard.end.subscribe(),
            exports: self.exports.subscribe(),
        };
        drop(all);
        self.look_now();
        Ok(place)
    }

    /// Looks at the feeds of those who listen, until told to stop; at nothing while nobody does.
    pub(crate) async fn keep_on(self, stop: CancellationToken) {
        let mut told = false;
        loop {
            match self.look().await {
                Ok(()) => told = false,
                Err(error) if told => tracing::debug!(%error, "feeds can't be looked at"),
                Err(error) => {
                    tracing::warn!(%error, "status updates are late: feeds can't be looked at");
                    told = true;
                }
            }
            let is_listened_to = !self.lock().is_empty();
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.due.notified() => {}
                () = sleep(LOOK_EVERY), if is_listened_to => {}
            }
        }
    }

    async fn look(&self) -> Result<(), StoreError> {
        let accounts: Vec<Uuid> = self.lock().keys().copied().collect();
        for accounts in accounts.chunks(BATCH) {
            let ends = status_updates::ends(self.store.read(), accounts.iter().copied()).await?;
            let all = self.lock();
            for (account, end) in ends {
                if let Some(heard) = all.get(&account) {
                    heard
                        .end
                        .send_if_modified(|known| std::mem::replace(known, end) != end);
                }
            }
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, Heard>> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut all = self.listeners.lock();
        if let Some(heard) = all.get_mut(&self.account) {
            heard.streams -= 1;
            if heard.streams == 0 {
                all.remove(&self.account);
            }
        }
    }
}
