//! A tenant, or the personal account of one person.

use chrono_tz::Tz;
use sea_orm::entity::prelude::*;

use crate::domain::{OrganizationKind, Plan};

/// An organization.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organizations")]
pub struct Model {
    /// Opaque id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Name as its members see it; not unique.
    pub name: String,
    /// Whether it can be shared.
    pub kind: OrganizationKind,
    /// What it pays for.
    pub plan: Plan,
    /// The account that created it.
    pub owner_id: Uuid,
    /// When it was created, in UTC.
    pub created_at: DateTimeUtc,
    /// Since when all its members need MFA, in UTC.
    pub mfa_required_since: Option<DateTimeUtc>,
    /// SHA-256 of its picture, in lower-case hexadecimal; names it in the object store.
    pub picture: Option<String>,
    /// Counts the changes of its name, its picture and whether it requires MFA.
    pub revision: i64,
    /// IANA time zone in whose calendar its people choose days of its data.
    pub time_zone: String,
}

impl Model {
    /// In whose calendar its people choose days of its data.
    #[must_use]
    pub fn zone(&self) -> Tz {
        // What is not in the database of time zones any more was checked when it was set.
        self.time_zone.parse().unwrap_or(Tz::UTC)
    }
}

impl ActiveModelBehavior for ActiveModel {}
