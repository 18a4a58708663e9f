//! Organizations that a person works in: which there are, creating one, changing and leaving them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::api_keys::ApiKeySummary;
use crate::profile::{OrganizationKind, ProfileSnapshot, Role};

/// The organizations of the person signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Organizations {
    /// The personal account, then the one used last, then by name.
    pub organizations: Vec<OrganizationSummary>,
    /// How many the person created.
    pub owned: u32,
    /// How many they may create.
    pub owned_limit: u32,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationSummary {
    /// Opaque id.
    pub id: String,
    /// Name as its members see it.
    pub name: String,
    /// Personal account or shared organization.
    pub kind: OrganizationKind,
    /// One or two letters that stand in for a missing picture.
    pub initials: String,
    /// Hue of the initials' background in degrees, 0–359, derived from the id.
    pub hue: u16,
    /// Path of its picture on the portal; to be asked for as a picture.
    pub image_path: Option<String>,
    /// The person's roles in it, in the contract's order.
    pub roles: Vec<Role>,
    /// When the person last chose to work in it, in UTC.
    pub last_chosen_at: Option<DateTime<Utc>>,
    /// Whether it is the one in view.
    pub in_view: bool,
}

/// What came of choosing another organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SwitchOrganizationOutcome {
    /// The app works in it.
    Switched {
        /// The profile in its context.
        snapshot: Box<ProfileSnapshot>,
    },
    /// It was deleted, or the person is no member any more; the one in view stays.
    NotFound,
}

/// Why an organization's name is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OrganizationNameRefusal {
    /// Nothing is left when the space around it is dropped.
    Empty,
    /// It has more characters than allowed.
    TooLong,
    /// It has characters that can't be shown.
    InvalidCharacters,
}

/// Why a file is not accepted as a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PictureRefusal {
    /// It is no whole PNG, JPEG, GIF or WebP picture.
    NotAPicture,
    /// The file or the picture is too large.
    TooLarge,
}

/// What came of making a file ready to be an organization's picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PreparePictureOutcome {
    /// It can be sent: a square PNG of at most 256 pixels a side, without what cameras add to files.
    Prepared {
        /// A `data:` URL, to show it and to send it with.
        picture: String,
    },
    /// It can't be used.
    Refused {
        /// Why.
        reason: PictureRefusal,
    },
}

/// What came of creating an organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CreateOrganizationOutcome {
    /// The app works in it.
    Created {
        /// The profile in its context.
        snapshot: Box<ProfileSnapshot>,
    },
    /// The name is not accepted.
    NameRefused {
        /// Why.
        reason: OrganizationNameRefusal,
        /// Characters a name may have.
        maximum_length: u32,
    },
    /// The portal does not accept the picture.
    PictureRefused {
        /// Why.
        reason: PictureRefusal,
    },
    /// The person created as many as they may.
    LimitReached {
        /// How many they created.
        owned: u32,
        /// How many they may create.
        limit: u32,
    },
    /// The portal gave an answer that is not known.
    Unsupported,
}

/// What can be changed about the organization in view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationSettings {
    /// Name as its members see it.
    pub name: String,
    /// One or two letters that stand in for a missing picture.
    pub initials: String,
    /// Hue of the initials' background in degrees, 0–359.
    pub hue: u16,
    /// The picture as a `data:` URL.
    pub image: Option<String>,
    /// To be sent back with a change, so that none is overwritten unseen.
    pub version: String,
    /// Since when all its members need MFA, in UTC.
    pub mfa_required_since: Option<DateTime<Utc>>,
    /// How many members there are.
    pub members: u32,
    /// How many of them have no MFA yet.
    pub members_without_mfa: u32,
    /// Whether the person is one of those.
    pub viewer_without_mfa: bool,
    /// Its API keys at a glance; absent where the feature is off.
    pub api_keys: Option<ApiKeySummary>,
    /// What is lost when it is deleted; absent for who may not delete it.
    pub deletion: Option<OrganizationDeletion>,
}

/// What is lost when an organization is deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationDeletion {
    /// Devices with their readings.
    pub devices: u32,
    /// Charts workspaces.
    pub workspaces: u32,
    /// Members who lose it, without the person.
    pub other_members: u32,
    /// API keys that stop working.
    pub api_keys: u32,
    /// Credits that are left, an exact decimal such as `12480.500`; absent when there are none.
    pub credits: Option<String>,
    /// Exports of chart data, whoever asked for them.
    pub exports: u32,
}

/// What becomes of an organization's picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PictureChange {
    /// It stays.
    Keep,
    /// It goes.
    Remove,
    /// Another takes its place.
    Replace {
        /// As it was prepared.
        picture: String,
    },
}

/// What came of changing an organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum UpdateOrganizationOutcome {
    /// It is saved.
    Updated {
        /// The settings as they are now.
        settings: OrganizationSettings,
        /// The profile with the change.
        snapshot: Box<ProfileSnapshot>,
    },
    /// Somebody else changed it since; nothing was saved.
    ChangedMeanwhile {
        /// The settings as they are now.
        settings: OrganizationSettings,
    },
    /// The name is not accepted.
    NameRefused {
        /// Why.
        reason: OrganizationNameRefusal,
        /// Characters a name may have.
        maximum_length: u32,
    },
    /// The portal does not accept the picture.
    PictureRefused {
        /// Why.
        reason: PictureRefusal,
    },
    /// The portal gave an answer that is not known.
    Unsupported,
}

/// What came of leaving an organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LeaveOrganizationOutcome {
    /// The person is no member any more.
    Left {
        /// The profile in the personal account.
        snapshot: Box<ProfileSnapshot>,
    },
    /// The person is its owner.
    OwnerStays,
}

/// What came of deleting an organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DeleteOrganizationOutcome {
    /// It is gone.
    Deleted {
        /// The profile in the personal account.
        snapshot: Box<ProfileSnapshot>,
    },
    /// The name that was typed is not its name (any more).
    NameMismatch,
}
