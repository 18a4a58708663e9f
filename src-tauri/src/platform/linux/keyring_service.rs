//! The keyring: the Secret Service of freedesktop.org, whose collections are locked one by one.

use std::collections::HashMap;

use dbus_secret_service::{Collection, EncryptionType, Error as SecretServiceError, SecretService};
use profile_core::lock::LockSupport;
use profile_core::ports::{TokenLockError, TokenStoreError};

type SecretServiceResult<T> = Result<T, SecretServiceError>;

/// What a fault of the keyring means. `None`: there is no entry.
pub(crate) fn keyring_fault(error: &keyring::Error) -> Option<TokenStoreError> {
    use keyring::Error::{NoEntry, NoStorageAccess, PlatformFailure};
    let (PlatformFailure(source) | NoStorageAccess(source)) = error else {
        return match error {
            NoEntry => None,
            other => Some(TokenStoreError::Failed(other.to_string())),
        };
    };
    if let Some(TokenLockError::Declined) = source.downcast_ref() {
        return Some(TokenStoreError::Locked);
    }
    Some(match source.downcast_ref::<SecretServiceError>() {
        Some(fault) => service_fault(fault),
        None => TokenStoreError::Failed(error.to_string()),
    })
}

fn service_fault(error: &SecretServiceError) -> TokenStoreError {
    match error {
        // A service without a collection keeps nothing: it is as good as none.
        SecretServiceError::NoResult | SecretServiceError::Unavailable => TokenStoreError::Missing,
        SecretServiceError::Locked | SecretServiceError::Prompt => TokenStoreError::Locked,
        SecretServiceError::Dbus(fault) if is_absence(fault.name()) => TokenStoreError::Missing,
        other => TokenStoreError::Failed(other.to_string()),
    }
}

fn is_absence(dbus_error: Option<&str>) -> bool {
    matches!(
        dbus_error,
        Some(
            "org.freedesktop.DBus.Error.ServiceUnknown"
                | "org.freedesktop.DBus.Error.NoServer"
                | "org.freedesktop.DBus.Error.NotSupported"
                | "org.freedesktop.DBus.Error.FileNotFound"
                | "org.freedesktop.DBus.Error.BadAddress"
                | "org.freedesktop.DBus.Error.NameHasNoOwner"
                | "org.freedesktop.DBus.Error.Spawn.ServiceNotFound"
        )
    )
}

/// Whether a collection is there, answers and is not locked: the one with this label, else the one where programs keep
/// what they keep. Opens no prompt.
pub(crate) fn keyring_takes_secrets(label: Option<&str>) -> bool {
    is_locked(label).is_ok_and(|is_locked| !is_locked)
}

/// Whether a collection waits to be unlocked, so that the next call would open a prompt: the one with this label, else the
/// one where programs keep what they keep.
pub(crate) fn keyring_is_locked(label: Option<&str>) -> bool {
    is_locked(label).unwrap_or(false)
}

fn is_locked(label: Option<&str>) -> SecretServiceResult<bool> {
    let service = SecretService::connect(EncryptionType::Plain)?;
    let collection = match label {
        Some(label) => find(&service, label)?,
        None => Some(service.get_default_collection()?),
    };
    // One that is gone takes nothing.
    collection.map_or(Ok(true), |it| it.is_locked())
}

/// Whether a part of the keyring can be locked by itself. Opens no prompt.
pub(crate) fn lock_support() -> LockSupport {
    let found = SecretService::connect(EncryptionType::Plain)
        .and_then(|service| service.get_default_collection().map(drop));
    match found {
        Ok(()) => LockSupport::Available,
        Err(_) => LockSupport::NoKeyring,
    }
}

/// Unlocks the collection with this label by the keyring's own prompt, which makes it first if there is none and `makes`
/// says so. Waits for the person as long as they take.
pub(crate) fn open_collection(label: &str, makes: bool) -> Result<(), TokenLockError> {
    let opened = SecretService::connect(EncryptionType::Plain).and_then(|service| {
        match find(&service, label)? {
            Some(collection) => collection.ensure_unlocked(),
            None if makes => service.create_collection(label, "").map(drop),
            None => Err(SecretServiceError::NoResult),
        }
    });
    opened.map_err(|error| match error {
        SecretServiceError::Prompt => TokenLockError::Declined,
        other => service_fault(&other).into(),
    })
}

/// Locks the collection with this label, if there is one, so that nothing but its password opens it.
pub(crate) fn lock_collection(label: &str) -> Result<(), TokenStoreError> {
    let locked = SecretService::connect(EncryptionType::Plain).and_then(|service| {
        let Some(collection) = find(&service, label)? else {
            return Ok(());
        };
        collection.lock()?;
        if let Err(error) = forget_password(&service, &collection) {
            tracing::warn!(%error, "the keyring may open a part of it without asking");
        }
        Ok(())
    });
    locked.map_err(|error| service_fault(&error))
}

/// Has GNOME's keyring ask for the password of a collection. Unless the person sees to it, the prompt has it keep that
/// password beside others of theirs and open the collection by itself from then on.
fn forget_password(
    service: &SecretService,
    collection: &Collection<'_>,
) -> SecretServiceResult<()> {
    let Some(file) = collection.path.rsplit('/').next().map(unescaped) else {
        return Ok(());
    };
    let kept_for = format!("LOCAL:/keyrings/{file}.keyring");
    let attributes = || HashMap::from([("keyring", &*kept_for)]);
    let found = service.search_items(attributes())?;
    if found.unlocked.is_empty() {
        return Ok(());
    }
    // What the keyring kept for itself can't be reached before its next start, but put in its place.
    let login = service.get_collection_by_alias("login")?;
    let item = login.create_item("", attributes(), b"", true, "text/plain")?;
    item.delete()
}

/// A name as GNOME's keyring writes it in the path of a collection: all but letters and digits as `_` with a code.
fn unescaped(name: &str) -> String {
    let mut parts = name.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut whole, part| {
        let code = part
            .get(..2)
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        whole.push(code.map_or('_', char::from));
        whole.push_str(part.get(2..).unwrap_or(part));
        whole
    })
}

/// Removes the collection with this label, if there is one, with all that is in it. Opens no prompt: an answer could come
/// when it is in use again.
pub(crate) fn discard_collection(label: &str) -> Result<(), TokenStoreError> {
    let discarded = SecretService::connect_with_max_prompt_timeout(EncryptionType::Plain, 0)
        .and_then(|service| find(&service, label)?.map_or(Ok(()), |found| found.delete()));
    discarded.map_err(|error| service_fault(&error))
}

fn find<'a>(
    service: &'a SecretService,
    label: &str,
) -> SecretServiceResult<Option<Collection<'a>>> {
    let all = service.get_all_collections()?.into_iter();
    // One that is gone by now has no label.
    let is_called = |it: &Collection<'_>| it.get_label().is_ok_and(|found| found == label);
    Ok(all.into_iter().find(is_called))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_the_file_of_its_collection() {
        for (path, file) in [
            ("login", "login"),
            ("Portal_5fProfile", "Portal_Profile"),
            ("Portal_5fProfile_5fd0ea", "Portal_Profile_d0ea"),
            ("a_2db", "a-b"),
        ] {
            assert_eq!(unescaped(path), file);
        }
    }
}
