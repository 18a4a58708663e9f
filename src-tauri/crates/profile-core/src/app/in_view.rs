//! The organization in view, until another takes its place.

use std::sync::{Arc, OnceLock};

use tokio_util::sync::CancellationToken;

use crate::failure::Failure;

/// One stay in an organization. The next one is another value, also in the same organization, so whoever still
/// holds one that is over can neither act nor show anything in what is in view now.
pub(super) struct InView {
    /// Unset until the portal said which organization is in view.
    id: OnceLock<String>,
    /// Held by the change of the organization that is under way; the others wait in order. A stay that is over
    /// keeps nobody waiting.
    pub(super) change: tokio::sync::Mutex<()>,
    over: CancellationToken,
}

impl InView {
    /// A stay in the organization with this id, or in one that the portal is still to name.
    pub(super) fn new(id: Option<&str>) -> Arc<Self> {
        Arc::new(Self {
            id: id.map(|id| id.to_owned().into()).unwrap_or_default(),
            change: tokio::sync::Mutex::default(),
            over: CancellationToken::new(),
        })
    }

    /// The organization's id, as far as it is known.
    pub(super) fn id(&self) -> Option<&str> {
        self.id.get().map(String::as_str)
    }

    /// Takes the portal's word for which organization this is; false when it is known to be another.
    pub(super) fn is(&self, id: &str) -> bool {
        self.id.get_or_init(|| id.to_owned()) == id
    }

    /// From now on another organization is in view.
    pub(super) fn end(&self) {
        self.over.cancel();
    }

    /// Fails when another organization is in view.
    pub(super) fn check(&self) -> Result<(), Failure> {
        if self.over.is_cancelled() {
            return Err(Failure::organization_changed());
        }
        Ok(())
    }

    /// What comes of `work`, or nothing once another organization is in view: then `work` is dropped at once.
    pub(super) async fn until_over<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        self.over.run_until_cancelled(work).await
    }
}
