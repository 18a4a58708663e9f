//! The person has left: nobody did anything in the window for so long that the app locks.

use std::sync::Arc;

use chrono::TimeDelta;

use super::{ProfileApp, lock};

impl ProfileApp {
    /// The person did something in the window. After too long, that is for whoever unlocks it.
    pub fn person_is_active(&self) {
        if self.has_left() {
            let app = self.clone();
            tokio::spawn(async move { app.lock_now().await });
        } else {
            self.is_here_now();
        }
    }

    /// The time without the person begins anew.
    pub(super) fn is_here_now(&self) {
        *lock(&self.shared.locking.last_active) = self.shared.ports.clock.now();
    }

    /// Locks the app whenever the person has left for long enough, as long as the app is there. Time that the machine
    /// sleeps counts. To be spawned once.
    pub async fn watch_for_idleness(self) {
        let app = Arc::downgrade(&self.shared);
        let (gone, pause) = (self.shared.gone.clone(), self.shared.patience.idle_watch);
        let mut after = self.shared.locking.after.subscribe();
        drop(self);
        loop {
            let watched = async {
                // It fails when the app is gone.
                let _ = after.wait_for(Option::is_some).await.is_ok();
                tokio::time::sleep(pause).await;
            };
            tokio::select! {
                () = gone.cancelled() => return,
                () = watched => {}
            }
            let Some(shared) = app.upgrade() else { return };
            let app = ProfileApp { shared };
            if app.has_left() {
                app.lock_now().await;
            }
        }
    }

    /// Whether the time without the person is over after which the app locks.
    fn has_left(&self) -> bool {
        let Some(minutes) = *self.shared.locking.after.borrow() else {
            return false;
        };
        let now = self.shared.ports.clock.now();
        let mut last = lock(&self.shared.locking.last_active);
        // The clock may have been set back.
        *last = now.min(*last);
        now - *last >= TimeDelta::minutes(minutes.into())
    }
}
