//! Small settings of this machine, in a file that tauri-plugin-store keeps.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use profile_core::ports::{LocalStore, LocalStoreError};
use profile_core::start::Notice;
use serde_json::{Map, Value};
use tauri::{AppHandle, Wry};
use tauri_plugin_store::{Store, StoreBuilder};

use crate::platform;

/// The plugin's store, written at each change.
pub(crate) struct PluginLocalStore(Arc<Store<Wry>>);

impl PluginLocalStore {
    /// Opens the store at `path`. A damaged file is set aside first, since the plugin would drop
    /// it silently and write over it.
    pub(crate) fn open(
        app: &AppHandle,
        path: &Path,
    ) -> Result<(Self, Vec<Notice>), tauri_plugin_store::Error> {
        let notices = set_aside_if_damaged(path)
            .map(|aside| Notice::LocalStoreSetAside {
                path: aside.display().to_string(),
            })
            .into_iter()
            .collect();
        platform::create_private_file(path, b"{}")?;
        let store = StoreBuilder::new(app, path).disable_auto_save().build()?;
        Ok((Self(store), notices))
    }

    fn save(&self) -> Result<(), LocalStoreError> {
        self.0
            .save()
            .map_err(|error| LocalStoreError(error.to_string()))
    }
}

impl LocalStore for PluginLocalStore {
    fn get(&self, key: &str) -> Option<Value> {
        self.0.get(key)
    }

    fn set(&self, key: &str, value: Value) -> Result<(), LocalStoreError> {
        let before = self.0.get(key);
        if before.as_ref() == Some(&value) {
            return Ok(());
        }
        self.0.set(key, value);
        // What isn't in the file isn't in memory either, so that the next try writes it.
        self.save().inspect_err(|_| match before {
            Some(before) => self.0.set(key, before),
            None => {
                self.0.delete(key);
            }
        })
    }

    fn remove(&self, key: &str) -> Result<(), LocalStoreError> {
        if self.0.delete(key) {
            self.save()?;
        }
        Ok(())
    }
}

/// What another instance keeps in its store, as it was at one moment.
pub(crate) struct LocalStoreOfAnother(Map<String, Value>);

impl LocalStoreOfAnother {
    /// Reads the store at `path`. That instance may be writing just now: a file that can't be read
    /// counts as empty and stays as it is.
    pub(crate) fn read(path: &Path) -> Self {
        let content = std::fs::read(path).unwrap_or_default();
        Self(serde_json::from_slice(&content).unwrap_or_default())
    }
}

impl LocalStore for LocalStoreOfAnother {
    fn get(&self, key: &str) -> Option<Value> {
        self.0.get(key).cloned()
    }

    fn set(&self, _key: &str, _value: Value) -> Result<(), LocalStoreError> {
        Err(not_ours())
    }

    fn remove(&self, _key: &str) -> Result<(), LocalStoreError> {
        Err(not_ours())
    }
}

fn not_ours() -> LocalStoreError {
    LocalStoreError("it belongs to another instance".to_owned())
}

/// Renames a file that isn't a JSON object, and answers its new place.
fn set_aside_if_damaged(path: &Path) -> Option<PathBuf> {
    let content = std::fs::read(path).ok()?;
    if serde_json::from_slice::<Map<String, Value>>(&content).is_ok() {
        return None;
    }
    let aside = (1..)
        .map(|number| path.with_extension(format!("damaged-{number}.json")))
        .find(|candidate| !candidate.exists())?;
    match std::fs::rename(path, &aside) {
        Ok(()) => Some(aside),
        Err(error) => {
            tracing::warn!(%error, path = %path.display(), "the damaged local store stays where it is");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use profile_core::preferences::Theme;
    use profile_core::remembered;

    use super::*;

    #[test]
    fn a_damaged_file_is_set_aside_and_kept() -> std::io::Result<()> {
        let directory = tempfile::tempdir()?;
        let path = directory.path().join("settings.json");
        for content in ["{\"theme\":", "", "[]"] {
            std::fs::write(&path, content)?;
            let aside = set_aside_if_damaged(&path);
            assert!(!path.exists());
            let kept = aside.map(std::fs::read_to_string).transpose()?;
            assert_eq!(kept.as_deref(), Some(content));
        }
        Ok(())
    }

    #[test]
    fn a_sound_or_missing_file_stays() -> std::io::Result<()> {
        let directory = tempfile::tempdir()?;
        let path = directory.path().join("settings.json");
        assert_eq!(set_aside_if_damaged(&path), None);
        std::fs::write(&path, "{}")?;
        assert_eq!(set_aside_if_damaged(&path), None);
        assert!(path.exists());
        Ok(())
    }

    #[test]
    fn the_look_of_another_instance_is_read_and_nothing_written() -> std::io::Result<()> {
        let directory = tempfile::tempdir()?;
        let path = directory.path().join("settings.json");
        for (content, theme) in [
            ("{\"theme\":\"dark\"}", Theme::Dark),
            ("{\"theme\":", Theme::System),
        ] {
            std::fs::write(&path, content)?;
            let store = LocalStoreOfAnother::read(&path);
            assert_eq!(remembered::theme(&store), theme);
            assert!(store.set(remembered::THEME, "light".into()).is_err());
            assert!(store.remove(remembered::THEME).is_err());
            assert_eq!(std::fs::read_to_string(&path)?, content);
        }
        Ok(())
    }
}
