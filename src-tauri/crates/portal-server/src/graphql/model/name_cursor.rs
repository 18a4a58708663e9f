//! Cursors into lists that are ordered by name.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use crate::graphql::Fault;
use crate::store::NamePosition;

/// A position as clients hold it: opaque, and of use in any list that is ordered by name.
fn write_cursor(position: &NamePosition) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}{}", position.id.simple(), position.name_order))
}

/// Cuts rows that were asked for with one more than a page holds to that page; answers the cursor of its end, or
/// `None` on the last page.
pub(crate) fn cut_to_page<T>(
    found: &mut Vec<T>,
    first: usize,
    position: impl FnOnce(&T) -> NamePosition,
) -> Option<String> {
    let more = found.len() > first;
    found.truncate(first);
    let last = found.last().filter(|_| more).map(position);
    last.as_ref().map(write_cursor)
}

/// The position of a cursor that this portal wrote.
///
/// # Errors
///
/// When it is no cursor.
pub(crate) fn read_cursor(cursor: &str) -> Result<NamePosition, Fault> {
    parse(cursor).ok_or_else(|| Fault::BadInput("`after` is not a cursor of this list.".to_owned()))
}

fn parse(cursor: &str) -> Option<NamePosition> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let (id, name_order) = text.split_at_checked(32)?;
    let writable = !name_order.contains('\0');
    let id = Uuid::try_parse(id).ok().filter(|_| writable)?;
    Some(NamePosition {
        name_order: name_order.to_owned(),
        id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_position() {
        let position = NamePosition {
            name_order: "förderband 4 – nord".to_owned(),
            id: Uuid::from_u128(7),
        };
        assert_eq!(parse(&write_cursor(&position)), Some(position));
    }

    #[test]
    fn a_name_of_a_person_is_as_good() {
        let position = NamePosition {
            name_order: "søren o’neill".to_owned(),
            id: Uuid::from_u128(7),
        };
        assert_eq!(parse(&write_cursor(&position)), Some(position));
    }

    #[test]
    fn anything_else_is_no_cursor() {
        let nul = URL_SAFE_NO_PAD.encode(format!("{}a\0b", Uuid::nil().simple()));
        for text in ["", "?", "AAAA", "ä", &nul] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
