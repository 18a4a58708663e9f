//! Where in the keyring tokens are: among what programs keep, or in a part of their own that can be locked by itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use keyring::{Entry, Error};
use profile_core::ports::TokenKey;
use secrecy::{ExposeSecret, SecretString};

/// The places, and which of them is in force.
#[derive(Clone)]
pub(crate) struct Places {
    /// Names the entries of this installation.
    pub(crate) service: String,
    /// What the part is called that can be locked by itself.
    pub(crate) part: String,
    /// Whether tokens are kept there.
    pub(crate) is_apart: Arc<AtomicBool>,
}

impl Places {
    /// The part in which tokens are kept; `None`: where programs keep what they keep.
    pub(crate) fn in_force(&self) -> Option<&str> {
        let is_apart = self.is_apart.load(Ordering::SeqCst);
        is_apart.then_some(&*self.part)
    }

    /// The entry of `key` in a place.
    pub(crate) fn entry(&self, key: &TokenKey, place: Option<&str>) -> keyring::Result<Entry> {
        let user = format!("{} at {}", key.account, key.portal);
        match place {
            Some(part) => Entry::new_with_target(part, &self.service, &user),
            None => Entry::new(&self.service, &user),
        }
    }

    /// Moves the tokens of `keys` into the part. What is there counts for more if tokens were kept there before.
    pub(crate) fn gather(&self, keys: &[TokenKey], deed: &Deed) -> keyring::Result<()> {
        let was_apart = self.in_force().is_some();
        let copied = self.copy(keys, None, Some(&self.part), was_apart);
        if copied.is_err() || !deed.be_done() {
            if !was_apart {
                let copies = keys.iter().filter(|key| self.is_elsewhere(key));
                self.delete(copies, Some(&self.part));
            }
            return copied;
        }
        self.is_apart.store(true, Ordering::SeqCst);
        self.delete(keys.iter(), None);
        Ok(())
    }

    /// Copies the tokens of `keys` out of the part.
    pub(crate) fn release(&self, keys: &[TokenKey], deed: &Deed) -> keyring::Result<()> {
        // Done by an earlier one.
        if self.in_force().is_none() {
            return Ok(());
        }
        let copied = self.copy(keys, Some(&self.part), None, false);
        if copied.is_err() || !deed.be_done() {
            self.delete(keys.iter(), None);
            return copied;
        }
        self.is_apart.store(false, Ordering::SeqCst);
        Ok(())
    }

    fn copy(
        &self,
        keys: &[TokenKey],
        from: Option<&str>,
        to: Option<&str>,
        keeps: bool,
    ) -> keyring::Result<()> {
        for key in keys {
            let read = |entry: &Entry| entry.get_password().map(SecretString::from);
            let token = match read(&self.entry(key, from)?) {
                Err(Error::NoEntry) => continue,
                // What an interrupted move left is none that anybody needs.
                Err(_) if keeps => continue,
                token => token?,
            };
            let entry = self.entry(key, to)?;
            let stays = keeps && !matches!(read(&entry), Err(Error::NoEntry));
            if !stays {
                entry.set_password(token.expose_secret())?;
            }
        }
        Ok(())
    }

    /// Whether there is a token of `key` outside the part.
    fn is_elsewhere(&self, key: &TokenKey) -> bool {
        let read = self.entry(key, None).and_then(|it| it.get_password());
        read.map(SecretString::from).is_ok()
    }

    fn delete<'a>(&self, keys: impl Iterator<Item = &'a TokenKey>, place: Option<&str>) {
        for key in keys {
            let deleted = self
                .entry(key, place)
                .and_then(|entry| entry.delete_credential());
            match deleted {
                Ok(()) | Err(Error::NoEntry) => {}
                Err(error) => tracing::warn!(%error, "a copy of a token stays in the keyring"),
            }
        }
    }
}

/// What is either done or given up, whichever is first.
#[derive(Default)]
pub(crate) struct Deed(AtomicU8);

const UNDER_WAY: u8 = 0;
const DONE: u8 = 1;
const GIVEN_UP: u8 = 2;

impl Deed {
    /// False when it was given up.
    pub(crate) fn be_done(&self) -> bool {
        self.end(DONE)
    }

    /// False when it was done.
    pub(crate) fn give_up(&self) -> bool {
        self.end(GIVEN_UP)
    }

    fn end(&self, end: u8) -> bool {
        let ended = self
            .0
            .compare_exchange(UNDER_WAY, end, Ordering::SeqCst, Ordering::SeqCst);
        ended.is_ok()
    }
}
