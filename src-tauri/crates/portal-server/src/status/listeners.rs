//! Those who listen to their feeds in this process, and how they hear of what is new.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::store::export_turns::{self, Come};
use crate::store::{Store, StoreError, memberships, status_updates};

/// Streams that an account may have at a time: one for each machine of a person's, and some that were cut and are not
/// known to be yet.
pub const STREAMS_OF_AN_ACCOUNT: usize = 8;

/// Between two looks at what other processes added.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Accounts looked up at a time, within what every database takes.
const BATCH: usize = 500;

/// Looks after which it is found out anew who is in which organizations.
const LOOKS_PER_MEMBERSHIPS: u32 = 8;

/// How often exports of each organization changed since somebody listens: who knows another number has missed something,
/// and who is late hears of several changes at once.
pub(crate) type ExportChanges = BTreeMap<Uuid, u64>;

/// Those who listen, by account. Cheap to clone; clones are the same.
#[derive(Clone)]
pub struct Listeners {
    store: Store,
    most: usize,
    heard: Arc<Mutex<HashMap<Uuid, Heard>>>,
    due: Arc<Notify>,
}

/// The streams of one account.
struct Heard {
    /// Where its feed ended at the last look; 0 before the first.
    end: watch::Sender<i64>,
    /// Where it is a member, about; unknown before the first look.
    organizations: Option<HashSet<Uuid>>,
    exports: watch::Sender<ExportChanges>,
    streams: usize,
}

impl Heard {
    fn new() -> Self {
        Self {
            end: watch::Sender::new(0),
            organizations: None,
            exports: watch::Sender::default(),
            streams: 0,
        }
    }

    fn is_in(&self, organization: Uuid) -> bool {
        let all = self.organizations.as_ref();
        all.is_none_or(|all| all.contains(&organization))
    }
}

/// What the last look found of exports that are under way, and how many looks there were.
#[derive(Default)]
struct Seen {
    exports: HashMap<Uuid, Vec<Come>>,
    looks: u32,
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
    /// Changes when exports of one of the account's organizations did.
    pub(crate) exports: watch::Receiver<ExportChanges>,
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
        }
    }

    /// Says that updates may have been added by this process, and committed: listeners hear of them at once. Without it
    /// they do half a second later.
    pub fn look_now(&self) {
        self.due.notify_one();
    }

    /// Says that exports of an organization changed, to those who listen now to this process and are in it. It is not kept.
    /// Listeners of other processes find out by themselves half a second later, but for files that expire: of those they
    /// hear from the process that let them.
    pub fn exports_changed(&self, organization: Uuid) {
        for heard in self.lock().values().filter(|it| it.is_in(organization)) {
            let more = |changes: &mut ExportChanges| {
                *changes.entry(organization).or_default() += 1;
            };
            heard.exports.send_modify(more);
        }
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
        let heard = all.entry(account).or_insert_with(Heard::new);
        heard.streams += 1;
        let place = Place {
            listeners: self.clone(),
            account,
            end: heard.end.subscribe(),
            exports: heard.exports.subscribe(),
        };
        drop(all);
        self.look_now();
        Ok(place)
    }

    /// Looks at the feeds of those who listen, until told to stop; at nothing while nobody does.
    pub(crate) async fn keep_on(self, stop: CancellationToken) {
        let (mut told, mut seen) = (false, Seen::default());
        loop {
            match self.look(&mut seen).await {
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

    async fn look(&self, seen: &mut Seen) -> Result<(), StoreError> {
        let accounts: Vec<Uuid> = self.lock().keys().copied().collect();
        if accounts.is_empty() {
            return Ok(());
        }
        self.look_for_memberships(&accounts, seen.looks).await?;
        seen.looks = seen.looks.wrapping_add(1);
        self.look_at_exports(seen).await?;
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

    /// Finds out who is where: of those who came since, and of all from time to time.
    async fn look_for_memberships(&self, accounts: &[Uuid], looks: u32) -> Result<(), StoreError> {
        let is_known = |account: &Uuid| {
            let all = self.lock();
            all.get(account)
                .is_none_or(|heard| heard.organizations.is_some())
        };
        let mut unknown = accounts.to_vec();
        if !looks.is_multiple_of(LOOKS_PER_MEMBERSHIPS) {
            unknown.retain(|account| !is_known(account));
        }
        for accounts in unknown.chunks(BATCH) {
            let mut members = memberships::of_accounts(self.store.read(), accounts).await?;
            let mut all = self.lock();
            for account in accounts {
                if let Some(heard) = all.get_mut(account) {
                    heard.organizations = Some(members.remove(account).unwrap_or_default());
                }
            }
        }
        Ok(())
    }

    /// Tells of exports that began, went on or ended since the last look, whichever process did that.
    async fn look_at_exports(&self, seen: &mut Seen) -> Result<(), StoreError> {
        let mut now: HashMap<Uuid, Vec<Come>> = HashMap::new();
        for (organization, come) in export_turns::come(self.store.read()).await? {
            now.entry(organization).or_default().push(come);
        }
        let organizations: HashSet<_> = now.keys().chain(seen.exports.keys()).collect();
        for organization in organizations {
            if now.get(organization) != seen.exports.get(organization) {
                self.exports_changed(*organization);
            }
        }
        seen.exports = now;
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
