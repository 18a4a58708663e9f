//! The organizations that a person may work in, and cursors into that list.

use std::cmp::Reverse;

use async_graphql::{ID, SimpleObject};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Instant;
use super::organization::image_path;
use crate::domain::{OrganizationKind, Role};
use crate::graphql::Fault;
use crate::organizations::{ListPosition, ListedOrganization};

/// An organization in the list of those that a person may work in.
#[derive(SimpleObject)]
pub(crate) struct OrganizationSummary {
    /// Opaque id.
    id: ID,
    /// Name as its members see it.
    name: String,
    /// Whether it can be shared.
    kind: OrganizationKind,
    /// Path of the picture on this portal; null without one.
    image_path: Option<String>,
    /// The viewer's roles in it, in the order of the enum.
    viewer_roles: Vec<Role>,
    /// When the person last chose to work in it; null: never.
    last_chosen_at: Option<Instant>,
    /// Whether it is the one this request is about.
    in_view: bool,
}

impl OrganizationSummary {
    /// A listed organization, while the one with the id `in_view` is in view.
    pub(crate) fn of(listed: ListedOrganization, in_view: Uuid) -> Self {
        let organization = listed.organization;
        Self {
            id: organization.id.into(),
            image_path: image_path(&organization),
            kind: organization.kind,
            viewer_roles: listed.roles,
            last_chosen_at: listed.last_chosen_at.map(Instant),
            in_view: organization.id == in_view,
            name: organization.name,
        }
    }
}

/// One page of organizations.
#[derive(SimpleObject)]
pub(crate) struct OrganizationList {
    /// The organizations of this page.
    pub(crate) data: Vec<OrganizationSummary>,
    /// Pass as `after` for the next page; null on the last.
    pub(crate) cursor: Option<String>,
    /// How many the person created.
    pub(crate) owned: i32,
    /// How many they may create.
    pub(crate) owned_limit: i32,
}

/// A position as clients hold it: opaque.
pub(crate) fn write_organization_cursor(position: &ListPosition) -> String {
    let kind = if position.is_shared { 's' } else { 'p' };
    let chosen = match position.last_chosen_at {
        Reverse(Some(at)) => at.timestamp_micros().to_string(),
        Reverse(None) => String::new(),
    };
    let (id, name) = (position.id.simple(), &position.name_order);
    URL_SAFE_NO_PAD.encode(format!("{kind}{id}{chosen}/{name}"))
}

/// The position of a cursor that this portal wrote.
///
/// # Errors
///
/// When it is no cursor.
pub(crate) fn read_organization_cursor(cursor: &str) -> Result<ListPosition, Fault> {
    parse(cursor).ok_or_else(|| Fault::BadInput("`after` is not a cursor of this list.".to_owned()))
}

fn parse(cursor: &str) -> Option<ListPosition> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let (kind, rest) = text.split_at_checked(1)?;
    let (id, rest) = rest.split_at_checked(32)?;
    let (chosen, name_order) = rest.split_once('/')?;
    Some(ListPosition {
        is_shared: match kind {
            "s" => true,
            "p" => false,
            _ => return None,
        },
        last_chosen_at: Reverse(match chosen {
            "" => None,
            micros => Some(moment(micros)?),
        }),
        name_order: name_order.to_owned(),
        id: Uuid::try_parse(id).ok()?,
    })
}

fn moment(micros: &str) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_micros(micros.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_position() {
        for last_chosen_at in [None, DateTime::from_timestamp_micros(1_764_000_000_123_456)] {
            let position = ListPosition {
                is_shared: last_chosen_at.is_some(),
                last_chosen_at: Reverse(last_chosen_at),
                name_order: "förder/band 4".to_owned(),
                id: Uuid::from_u128(7),
            };
            assert_eq!(parse(&write_organization_cursor(&position)), Some(position));
        }
    }

    #[test]
    fn anything_else_is_no_cursor() {
        let nil = Uuid::nil().simple();
        let no_kind = URL_SAFE_NO_PAD.encode(format!("x{nil}/a"));
        let no_moment = URL_SAFE_NO_PAD.encode(format!("s{nil}soon/a"));
        for text in ["", "?", "AAAA", "ä", &no_kind, &no_moment] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
