//! The accounts that are used on this computer: several people's, or one person's at several portals.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::portals::Portal;

/// An account that somebody signed in with on this computer, and did not remove from it since.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KnownAccount {
    /// The portal's id for it.
    pub id: String,
    /// The portal that it is at, as far as it is known without asking it.
    pub portal: Portal,
    /// The address signed in with.
    pub email: String,
    /// Full name as seen last; absent after the session ended.
    pub display_name: Option<String>,
    /// What stands in for a picture: of the name, or of the address.
    pub initials: String,
    /// The colour behind the initials: degrees, 0–359.
    pub hue: u16,
    /// The picture seen last as a `data:` URL.
    pub avatar: Option<String>,
    /// Whether it can be used at once.
    pub state: AccountState,
}

/// Whether an account can be used at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// It is the one in view.
    InView,
    /// It has a session on this computer.
    SignedIn,
    /// Its session is over: the person signs in first.
    SignedOut,
}
