//! The machine wakes from its sleep: what the page shows is as old as that was long.

use std::sync::Arc;

use chrono::TimeDelta;

use super::ProfileApp;

/// A wall clock that went this much further than the app ran says that the machine slept. One that is set forward says the
/// same, and costs no more than a look at the portal.
const SLEPT: TimeDelta = TimeDelta::seconds(20);

impl ProfileApp {
    /// Looks at the portal anew whenever the machine woke, as long as the app is there. To be spawned once.
    pub async fn watch_for_sleep(self) {
        let (app, clock) = (
            Arc::downgrade(&self.shared),
            Arc::clone(&self.shared.ports.clock),
        );
        let (gone, pause) = (self.shared.gone.clone(), self.shared.patience.sleep_watch);
        drop(self);
        loop {
            let before = clock.now();
            tokio::select! {
                () = gone.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
            }
            if clock.now() - before > SLEPT
                && let Some(shared) = app.upgrade()
            {
                ProfileApp { shared }.woke();
            }
        }
    }

    fn woke(&self) {
        tracing::info!("the machine slept");
        self.follow_now();
        self.portal_news().send_modify(|news| {
            news.profile += 1;
            news.credits += 1;
            news.deployments += 1;
            news.ended_exports += 1;
        });
        if let Ok(session) = self.session() {
            self.note_what_is_not_kept(&session);
        }
    }
}
