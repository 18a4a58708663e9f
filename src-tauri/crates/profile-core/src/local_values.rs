//! Values of the local store, as this program reads and writes them.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::ports::{LocalStore, LocalStoreError};

/// Puts `value` first in a list, in place of the same one before. More than `most` are not remembered.
pub(crate) fn put_first<T: Serialize + DeserializeOwned>(
    store: &dyn LocalStore,
    key: &'static str,
    value: T,
    most: usize,
    is_same: impl Fn(&T, &T) -> bool,
) {
    let mut known: Vec<T> = read_list(store, key);
    known.retain(|other| !is_same(other, &value));
    known.insert(0, value);
    known.truncate(most);
    write(store, key, &known);
}

/// One that can't be read doesn't cost the others.
pub(crate) fn read_list<T: DeserializeOwned>(store: &dyn LocalStore, key: &'static str) -> Vec<T> {
    let values: Vec<serde_json::Value> = read(store, key).unwrap_or_default();
    values
        .into_iter()
        .filter_map(|value| parse(key, value))
        .collect()
}

/// The value at `key`, if there is one that can be read.
pub(crate) fn read<T: DeserializeOwned>(store: &dyn LocalStore, key: &'static str) -> Option<T> {
    parse(key, store.get(key)?)
}

fn parse<T: DeserializeOwned>(key: &'static str, value: serde_json::Value) -> Option<T> {
    serde_json::from_value(value)
        .inspect_err(|error| tracing::warn!(key, %error, "dropping a remembered value"))
        .ok()
}

/// Losing a value costs only convenience, so a failed write is not the use case's failure.
pub(crate) fn write<T: Serialize>(store: &dyn LocalStore, key: &'static str, value: &T) {
    if let Err(error) = try_write(store, key, value) {
        tracing::warn!(key, %error, "a value is not remembered");
    }
}

/// As [`write`], for what the person is told of when it fails.
pub(crate) fn try_write<T: Serialize>(
    store: &dyn LocalStore,
    key: &'static str,
    value: &T,
) -> Result<(), LocalStoreError> {
    let value = serde_json::to_value(value).map_err(|error| LocalStoreError(error.to_string()))?;
    store.set(key, value)
}
