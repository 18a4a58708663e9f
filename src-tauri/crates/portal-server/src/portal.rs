//! A portal: what its requests are answered from.

use tokio::sync::Semaphore;

use crate::auth::{Attempts, KeyCallers, LogRetention, Passwords, Sessions};
use crate::exports::Exports;
use crate::objects::Objects;
use crate::purchases::Purchases;
use crate::sealing::SealingKey;
use crate::status::Listeners;
use crate::store::Store;
use crate::surroundings::Surroundings;

/// What requests are answered from; shared by all of them.
pub struct Portal {
    /// What the portal calls itself.
    pub name: String,
    /// What it keeps.
    pub store: Store,
    /// Its pictures.
    pub objects: Objects,
    /// Pictures that are looked at, at a time.
    pub picture_turns: Semaphore,
    /// The time and randomness.
    pub surroundings: Surroundings,
    /// Who is signed in.
    pub sessions: Sessions,
    /// Checks passwords.
    pub passwords: Passwords,
    /// Limits attempts to sign in.
    pub attempts: Attempts,
    /// Programs with keys.
    pub key_callers: KeyCallers,
    /// Forgets old events of the security log.
    pub log_retention: LogRetention,
    /// What is bought.
    pub purchases: Purchases,
    /// Exports of chart data.
    pub exports: Exports,
    /// Those who follow what happens.
    pub listeners: Listeners,
    /// Seals the secrets of second factors.
    pub sealing_key: SealingKey,
}
