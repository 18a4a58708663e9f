//! Pictures of people and organizations, and making one ready to be sent.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use portal_client::PortalClient;

use super::{ProfileApp, lock};
use crate::failure::Failure;
use crate::organizations::{PictureRefusal, PreparePictureOutcome};
use crate::prepared_picture;

/// The most octets of pictures that are kept in memory, as they are shown.
const MOST_OCTETS: usize = 16 * 1024 * 1024;

/// Pictures that were downloaded in this run. A path stands for one picture for good.
#[derive(Default)]
pub(super) struct Pictures(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    by_url: HashMap<String, Arc<str>>,
    /// The ones kept longest first.
    order: VecDeque<String>,
    octets: usize,
}

impl Pictures {
    fn get(&self, url: &str) -> Option<Arc<str>> {
        lock(&self.0).by_url.get(url).cloned()
    }

    fn keep(&self, url: String, picture: Arc<str>) {
        let mut kept = lock(&self.0);
        kept.octets += picture.len();
        if let Some(same) = kept.by_url.insert(url.clone(), picture) {
            kept.octets -= same.len();
        } else {
            kept.order.push_back(url);
        }
        while kept.octets > MOST_OCTETS
            && let Some(oldest) = kept.order.pop_front()
        {
            let dropped = kept.by_url.remove(&oldest);
            kept.octets -= dropped.map_or(0, |picture| picture.len());
        }
    }

    /// Forgets all of them: another person may be next.
    pub(super) fn clear(&self) {
        *lock(&self.0) = Kept::default();
    }
}

impl ProfileApp {
    /// The picture at `path` of the portal as a `data:` URL; `None` when it can't be had soon.
    ///
    /// # Errors
    /// [`NotSignedIn`](crate::failure::FailureCode::NotSignedIn).
    pub async fn picture(&self, path: &str) -> Result<Option<String>, Failure> {
        let session = self.session()?;
        let picture = match self.portal(&session.key.portal).await {
            Ok(portal) => self.picture_at(&portal, path).await,
            Err(_) => None,
        };
        session.check()?;
        Ok(picture)
    }

    /// Makes the file that a person chose, in base64, ready to be a picture.
    ///
    /// # Errors
    /// None of its own: what can't be used is refused.
    pub async fn prepare_picture(&self, file: String) -> Result<PreparePictureOutcome, Failure> {
        let prepare = move || prepared_picture::prepare(file);
        let prepared = tokio::task::spawn_blocking(prepare).await;
        Ok(match prepared {
            Ok(Ok(picture)) => PreparePictureOutcome::Prepared { picture },
            Ok(Err(reason)) => PreparePictureOutcome::Refused { reason },
            Err(error) => {
                tracing::error!(%error, "a decoder failed");
                PreparePictureOutcome::Refused {
                    reason: PictureRefusal::NotAPicture,
                }
            }
        })
    }

    /// The picture at `path` as a `data:` URL. One that can't be had soon is left out; the initials stand in for
    /// it.
    pub(super) async fn picture_at(&self, portal: &PortalClient, path: &str) -> Option<String> {
        let url = format!("{}{path}", portal.address());
        if let Some(known) = self.shared.pictures.get(&url) {
            return Some(known.to_string());
        }
        let download = tokio::time::timeout(self.shared.patience.picture, portal.picture(path));
        match download.await {
            Ok(Ok(picture)) => {
                let bytes = STANDARD.encode(&picture.bytes);
                let shown = format!("data:{};base64,{bytes}", picture.media_type);
                self.shared.pictures.keep(url, shown.as_str().into());
                Some(shown)
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, "the picture is left out");
                None
            }
            Err(_) => {
                tracing::warn!("the picture is left out: it did not come in time");
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let pictures = Pictures::default();
        let large: Arc<str> = "x".repeat(MOST_OCTETS / 4).into();
        for number in 0..5 {
            pictures.keep(number.to_string(), Arc::clone(&large));
            pictures.keep(number.to_string(), Arc::clone(&large));
        }
        let kept: Vec<_> = (0..5)
            .filter(|number| pictures.get(&number.to_string()).is_some())
            .collect();
        assert_eq!(kept, [1, 2, 3, 4]);
        pictures.clear();
        assert_eq!(pictures.get("4"), None);
    }
}
