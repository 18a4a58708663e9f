//! Removing an account from this computer.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::{ProfileApp, Shared, lock};
use crate::failure::{Failure, FailureCode};
use crate::notification_history::NotificationHistory;
use crate::ports::TokenKey;
use crate::remembered_accounts;
use crate::session::SignOutOutcome;

impl ProfileApp {
    /// Ends the session of an account, if it has one: at the portal if it answers soon, on this machine in any case. What
    /// this machine keeps of the account goes with it: its profile, what the person was told, where they were, and files
    /// that are not whole. Files that they saved stay.
    ///
    /// # Errors
    /// [`FailureCode::Locked`].
    pub async fn remove_account(
        &self,
        portal: &str,
        account: &str,
    ) -> Result<SignOutOutcome, Failure> {
        let _turn = self.shared.session_change.lock().await;
        self.check_unlocked()?;
        let key = TokenKey {
            portal: portal.to_owned(),
            account: account.to_owned(),
        };
        // What runs is over before what is here of it goes, and writes nothing after that.
        for download in self.shared.downloads.let_go(Some(&key)) {
            download.is_forgotten.store(true, Ordering::SeqCst);
            drop(download.run.lock().await);
        }
        let current = lock(&self.shared.session).clone();
        let token = match current.filter(|current| current.key == key) {
            Some(session) => {
                self.take_session(&session, FailureCode::NotSignedIn);
                Some(Arc::clone(&session.token))
            }
            None => self.kept_aside(&key).map(|kept| kept.token),
        };
        self.shared.set_aside().remove(&key);
        let revoked = match token {
            Some(token) => self.revoke_in_time(&key, &token).await,
            None => true,
        };
        let keyring_cleared = self.clear_keyring(&key).await;
        // What the person is being told would be kept after that.
        self.shared.notified.next().come().await;
        self.with_files(move |shared| forget(shared, &key)).await;
        Ok(SignOutOutcome {
            revoked,
            keyring_cleared,
        })
    }
}

fn forget(shared: &Shared, key: &TokenKey) {
    lock(&shared.status_updates.positions).remove(key);
    shared.offline.remove(key);
    lock(&shared.notifications).retain(|of, _| of.key != *key);
    NotificationHistory::remove(&shared.history_folder, key);
    for record in shared.downloads.records.read() {
        if record.is_of(key) {
            // One that is not there any more is as good as removed.
            let _ = fs::remove_file(&record.part);
            shared.downloads.records.remove(&record);
        }
    }
    // The last: as long as it is in the list, it can be removed again.
    remembered_accounts::forget_account(&*shared.ports.local_store, key);
}
