//! What the first frame shows: decided from local files alone, never from the keyring or the network.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::portals::{KnownPortal, Portal};
use crate::profile::ProfileSnapshot;

/// What the window shows first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Start {
    /// Where the person left off.
    pub stage: Stage,
    /// Portals connected to before, the last one first.
    pub known_portals: Vec<KnownPortal>,
    /// What went wrong before; each told once.
    pub notices: Vec<Notice>,
}

/// Where the person left off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum Stage {
    /// No portal is known yet, or the person chose to use another.
    Connect,
    /// A portal is known, nobody is signed in.
    SignIn {
        /// The portal used last. Its sample accounts are empty until it is opened.
        portal: Portal,
        /// The address typed last time.
        email: Option<String>,
    },
    /// A session is remembered. The page draws the snapshot at once and asks for a fresh one.
    SignedIn {
        /// The portal of the session.
        portal: Portal,
        /// The last profile seen; absent when its file was lost or damaged.
        snapshot: Option<Box<ProfileSnapshot>>,
    },
    /// The person has to unlock the app first; what there is shows only then.
    Locked,
    /// Another instance of the app uses the same data directory.
    AlreadyRunning,
    /// The data directory can't be used.
    DataDirectoryUnusable {
        /// The directory.
        path: String,
        /// What the system said.
        detail: String,
    },
}

/// Something about earlier runs and local files that a person should know; told once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum Notice {
    /// The local store was damaged: it was set aside and defaults are in force.
    LocalStoreSetAside {
        /// Where the damaged file lies now.
        path: String,
    },
    /// The page is drawn in the simplest way: the person asked for it, or the window of an earlier start stayed empty.
    SafeRenderer,
    /// An earlier run ended by a fault of the app.
    Crashed {
        /// What is known of it, for those who can mend it; in English.
        report: String,
    },
}
