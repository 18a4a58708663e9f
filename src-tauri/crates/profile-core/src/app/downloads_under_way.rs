//! The downloads of exports that this run of the app knows: where each is, and who may go on with it.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use tokio::sync::{Semaphore, watch};
use tokio_util::sync::CancellationToken;

use super::lock;
use crate::download_records::{DownloadRecord, DownloadRecords};
use crate::export_downloads::{DownloadState, ExportDownload};
use crate::ports::TokenKey;

/// Files that come at the same time; the others wait for their turn.
const AT_ONCE: usize = 3;

/// Names a download: the session's key and the export's id.
pub(super) type DownloadKey = (TokenKey, String);

/// All downloads of this run.
pub(super) struct DownloadsUnderWay {
    pub(super) records: Arc<DownloadRecords>,
    /// Grows with every change that the page is to see.
    pub(super) version: watch::Sender<u32>,
    pub(super) turns: Semaphore,
    all: Mutex<HashMap<DownloadKey, Arc<Download>>>,
    /// Those for which the person is being asked where the file should go.
    choosing: Mutex<HashSet<DownloadKey>>,
}

/// One download. It stays the same from the first click to its end, over all pauses.
pub(super) struct Download {
    pub(super) record: Mutex<DownloadRecord>,
    /// Held by the run that goes on; the next one waits until it has let go of the file.
    pub(super) run: tokio::sync::Mutex<()>,
    /// Nothing of it is kept any more.
    pub(super) is_forgotten: AtomicBool,
    state: Mutex<DownloadState>,
    step: Mutex<Step>,
    stop: Mutex<CancellationToken>,
}

/// Until when the person can give a download up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Coming,
    /// It is given its name: from here on it is there.
    Named,
    GivenUp,
}

/// The person is being asked where a file should go, until this is dropped.
pub(super) struct Choosing<'a> {
    among: &'a Mutex<HashSet<DownloadKey>>,
    key: DownloadKey,
}

impl Drop for Choosing<'_> {
    fn drop(&mut self) {
        lock(self.among).remove(&self.key);
    }
}

impl Download {
    pub(super) fn new(record: DownloadRecord, state: DownloadState) -> Arc<Self> {
        Arc::new(Self {
            record: Mutex::new(record),
            run: tokio::sync::Mutex::default(),
            is_forgotten: AtomicBool::default(),
            state: Mutex::new(state),
            step: Mutex::new(Step::Coming),
            stop: Mutex::default(),
        })
    }

    pub(super) fn record(&self) -> DownloadRecord {
        lock(&self.record).clone()
    }

    pub(super) fn state(&self) -> DownloadState {
        lock(&self.state).clone()
    }

    /// Nothing stops it any more; `false` when it was given up.
    pub(super) fn begin_naming(&self) -> bool {
        self.turn(Step::Coming, Step::Named)
    }

    /// It has no name after all.
    pub(super) fn stop_naming(&self) {
        self.turn(Step::Named, Step::Coming);
    }

    /// It gets no name; `false` when it is getting one.
    pub(super) fn give_up(&self) -> bool {
        self.turn(Step::Coming, Step::GivenUp)
    }

    /// Whether the file is there, or about to be.
    pub(super) fn is_named(&self) -> bool {
        *lock(&self.step) == Step::Named
    }

    pub(super) fn is_given_up(&self) -> bool {
        *lock(&self.step) == Step::GivenUp
    }

    fn turn(&self, from: Step, to: Step) -> bool {
        let mut step = lock(&self.step);
        let turns = *step == from;
        if turns {
            *step = to;
        }
        turns
    }

    /// Ends the run that goes on, and answers what ends the next one.
    pub(super) fn begin_run(&self) -> CancellationToken {
        let mut stop = lock(&self.stop);
        stop.cancel();
        *stop = CancellationToken::new();
        stop.clone()
    }

    /// Ends the run that goes on. What is here stays.
    pub(super) fn end_run(&self) {
        lock(&self.stop).cancel();
    }
}

impl DownloadsUnderWay {
    pub(super) fn new(records: DownloadRecords) -> Self {
        Self {
            records: Arc::new(records),
            version: watch::Sender::default(),
            turns: Semaphore::new(AT_ONCE),
            all: Mutex::default(),
            choosing: Mutex::default(),
        }
    }

    pub(super) fn find(&self, key: &DownloadKey) -> Option<Arc<Download>> {
        lock(&self.all).get(key).cloned()
    }

    /// Puts `download` in the place of one that is over; `false` when one goes on.
    pub(super) fn add(&self, key: DownloadKey, download: Arc<Download>) -> bool {
        let mut all = lock(&self.all);
        if all.get(&key).is_some_and(|it| !it.state().is_over()) {
            return false;
        }
        all.insert(key, download);
        drop(all);
        self.tell();
        true
    }

    pub(super) fn remove(&self, key: &DownloadKey) {
        lock(&self.all).remove(key);
        self.tell();
    }

    /// Begins to ask where a file should go; `None` when somebody is asked already, or the file is on its way.
    pub(super) fn choose(&self, key: &DownloadKey) -> Option<Choosing<'_>> {
        let mut choosing = lock(&self.choosing);
        let goes_on = self.find(key).is_some_and(|it| !it.state().is_over());
        if goes_on || !choosing.insert(key.clone()) {
            return None;
        }
        Some(Choosing {
            among: &self.choosing,
            key: key.clone(),
        })
    }

    /// Shows how far a download has come.
    pub(super) fn show(&self, download: &Download, state: DownloadState) {
        *lock(&download.state) = state;
        self.tell();
    }

    /// As the page shows those of a person.
    pub(super) fn shown(&self, session: &TokenKey) -> Vec<ExportDownload> {
        let all = lock(&self.all);
        let own = all.iter().filter(|((of, _), _)| of == session);
        own.map(|((_, export), download)| {
            let record = lock(&download.record);
            ExportDownload {
                export: export.clone(),
                name: record.name(),
                size: record.size,
                state: download.state(),
            }
        })
        .collect()
    }

    /// Ends the runs of a person's downloads, or of everybody's, and forgets them in this run; answers them. What is here
    /// of them stays for the next time.
    pub(super) fn let_go(&self, session: Option<&TokenKey>) -> Vec<Arc<Download>> {
        let mut gone = Vec::new();
        lock(&self.all).retain(|(of, _), download| {
            let stays = session.is_some_and(|session| session != of);
            if !stays {
                download.end_run();
                gone.push(Arc::clone(download));
            }
            stays
        });
        self.tell();
        gone
    }

    pub(super) fn tell(&self) {
        self.version
            .send_modify(|version| *version = version.wrapping_add(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gets_its_name_is_not_given_up_and_what_is_given_up_gets_none() {
        let session = TokenKey {
            portal: "https://a.example".into(),
            account: "ada".into(),
        };
        let record = || DownloadRecord::begun(&session, "org_1", "exp_1");
        let download = Download::new(record(), DownloadState::Checking);
        assert!(download.begin_naming() && download.is_named());
        assert!(!download.give_up());
        download.stop_naming();
        assert!(download.give_up() && !download.is_named());
        assert!(!download.begin_naming() && download.is_given_up());
    }
}
