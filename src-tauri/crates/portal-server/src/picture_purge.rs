//! Forgetting pictures of organizations that nothing refers to any more: replaced or removed, of an organization that
//! was deleted, or of one whose creation came to nothing.

use std::time::Duration;

use chrono::TimeDelta;
use tokio_util::sync::CancellationToken;

use crate::auth::stopped_within;
use crate::objects::{Objects, ObjectsError, OthersPlace, Shelf};
use crate::sealing::SealingKey;
use crate::store::{Store, StoreError, organizations};
use crate::surroundings::Surroundings;

/// For how long a picture is kept without anything that refers to it: whoever sent it gets long enough to say so.
const GRACE: TimeDelta = TimeDelta::hours(1);

/// Pictures looked up at a time, within what every database takes.
const BATCH: usize = 500;

/// Between two passes.
const INTERVAL: Duration = Duration::from_secs(60 * 60);

/// Why pictures stay for now.
#[derive(Debug, thiserror::Error)]
pub enum PicturePurgeError {
    /// What refers to them can't be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// They can't be listed or removed.
    #[error(transparent)]
    Objects(#[from] ObjectsError),
    /// They are another portal's, of which nothing is known here.
    #[error(transparent)]
    OthersPlace(#[from] OthersPlace),
}

/// Forgets pictures that nothing refers to any more.
#[derive(Clone)]
pub struct PicturePurge {
    store: Store,
    objects: Objects,
    surroundings: Surroundings,
    /// Tells the portal's place for pictures from others'.
    key: SealingKey,
}

impl PicturePurge {
    /// Works on `objects`, of which `store` knows what is needed. The first `key` to come marks the place as its
    /// portal's.
    #[must_use]
    pub fn new(
        store: Store,
        objects: Objects,
        surroundings: Surroundings,
        key: SealingKey,
    ) -> Self {
        Self {
            store,
            objects,
            surroundings,
            key,
        }
    }

    /// Forgets what has been there for an hour and nothing refers to; answers how many pictures that were.
    ///
    /// # Errors
    ///
    /// When the store or the object store fails, or the place is another portal's. Then the others stay until the next time.
    pub async fn forget(&self) -> Result<u64, PicturePurgeError> {
        self.objects.belong_to(&self.key).await??;
        let before = self.surroundings.now() - GRACE;
        let mut forgotten = 0;
        let old = self.objects.older_than(Shelf::Pictures, before).await?;
        for pictures in old.chunks(BATCH) {
            let names = pictures.iter().map(|picture| picture.as_str());
            let in_use = organizations::pictures_among(self.store.read(), names).await?;
            for picture in pictures {
                // One that was sent again meanwhile is young, and stays: whatever is to refer to it comes later.
                if !in_use.contains(picture.as_str())
                    && self
                        .objects
                        .remove_older(Shelf::Pictures, picture, before)
                        .await?
                {
                    forgotten += 1;
                }
            }
        }
        Ok(forgotten)
    }

    /// Forgets pictures at once and each hour, until told to stop.
    pub(crate) async fn keep_on(self, stop: CancellationToken) {
        loop {
            match self.forget().await {
                Ok(0) => {}
                Ok(pictures) => tracing::info!(pictures, "forgot pictures that nothing refers to"),
                Err(error) => {
                    tracing::warn!(%error, "pictures that nothing refers to stay for now");
                }
            }
            if stopped_within(INTERVAL, &stop).await {
                return;
            }
        }
    }
}
