//! Opening what a command works on, with a sign of life for a person who waits.

use std::sync::Arc;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::arguments::DatabaseArgument;
use crate::administration::Administration;
use crate::auth::{Argon2id, Passwords};
use crate::store::Store;
use crate::surroundings::Surroundings;

/// A spinner on standard error; nothing where that is no terminal. Gone when dropped.
pub(super) struct Working(ProgressBar);

impl Working {
    /// Says what is being done until dropped.
    pub(super) fn on(what: &'static str) -> Self {
        let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}")
            .unwrap_or_else(|_| ProgressStyle::default_spinner());
        let spinner = ProgressBar::new_spinner()
            .with_style(style)
            .with_message(what);
        spinner.enable_steady_tick(Duration::from_millis(100));
        Self(spinner)
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// An open store and what commands do with it.
pub(super) struct Opened {
    pub(super) store: Store,
    pub(super) administration: Administration,
    pub(super) surroundings: Surroundings,
}

impl Opened {
    pub(super) async fn at(database: &DatabaseArgument) -> anyhow::Result<Self> {
        let _working = Working::on("Opening the database");
        let surroundings = Surroundings::of_the_system();
        let store = Store::open(&database.database).await?;
        Ok(Self {
            administration: Administration::new(store.clone(), surroundings.clone()),
            store,
            surroundings,
        })
    }

    pub(super) async fn passwords(&self) -> anyhow::Result<Passwords> {
        let hashing = Arc::new(Argon2id::default());
        let randomness = Arc::clone(&self.surroundings.randomness);
        Ok(Passwords::prepare(hashing, randomness).await?)
    }

    pub(super) async fn close(self) -> anyhow::Result<()> {
        Ok(self.store.close().await?)
    }
}
