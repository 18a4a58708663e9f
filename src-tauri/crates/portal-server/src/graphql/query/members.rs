//! Members of the organization in view.

use std::sync::Arc;

use async_graphql::{Context, Object};

use super::Caller;
use super::devices::page_size;
use crate::graphql::Fault;
use crate::graphql::model::{GrantableRole, Member, MemberList, count, cut_to_page, read_cursor};
use crate::portal::Portal;
use crate::store::{NamePosition, members};

/// Characters of what is searched for: no name or address has more.
const LONGEST_SEARCH: usize = 254;

#[derive(Default)]
pub(super) struct MembersQuery;

#[Object]
impl MembersQuery {
    /// Members of the organization in view, by name, then id. Only for its owner and admins (others: `FORBIDDEN`).
    // Fields of a member cost nothing once it is found.
    #[graphql(complexity = "usize::try_from(first).unwrap_or(1) + child_complexity")]
    async fn members(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many at most, from 1 to 100.", default = 50)] first: i32,
        #[graphql(desc = "The cursor of the page before.")] after: Option<String>,
        #[graphql(desc = "Part of the name or the address; case doesn't count. All when empty.")]
        search: Option<String>,
    ) -> Result<MemberList, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let first = page_size(first)?;
        let after = after.map(|cursor| read_cursor(&cursor)).transpose()?;
        let search = search.as_deref().map(str::trim);
        let search = search.filter(|search| !search.is_empty());
        if search.is_some_and(is_no_search) {
            return Err(Fault::BadInput(format!(
                "`search` has at most {LONGEST_SEARCH} characters, and no control characters."
            )));
        }
        let (database, organization) = (portal.store.read(), session.organization.id);
        let limit = first as u64 + 1;
        let mut found =
            members::page(database, organization, search, after.as_ref(), limit).await?;
        let cursor = cut_to_page(&mut found, first, |last| NamePosition {
            name_order: last.account.name_order.clone(),
            id: last.account.id,
        });
        Ok(MemberList {
            data: found
                .into_iter()
                .map(|member| Member::seen_by(session, member))
                .collect(),
            cursor,
            total: count(members::count(database, organization).await?),
            grantable_roles: GrantableRole::all(),
        })
    }
}

fn is_no_search(text: &str) -> bool {
    text.chars().count() > LONGEST_SEARCH || text.contains(char::is_control)
}
