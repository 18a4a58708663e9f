//! The name others see.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject, Union};

use crate::domain::{DisplayName, DisplayNameRefusal, MAXIMUM_DISPLAY_NAME_LENGTH};
use crate::graphql::Fault;
use crate::graphql::model::Viewer;
use crate::graphql::query::Caller;
use crate::portal::Portal;
use crate::store::{StoreError, accounts};

/// The name to take.
#[derive(InputObject)]
struct ChangeDisplayNameInput {
    /// Full name; space around it is dropped.
    display_name: String,
}

/// What came of changing the name.
#[derive(Union)]
enum ChangeDisplayNameResult {
    DisplayNameChanged(DisplayNameChanged),
    DisplayNameRefused(DisplayNameRefused),
}

/// The name is saved.
#[derive(SimpleObject)]
struct DisplayNameChanged {
    /// The person with the new name.
    viewer: Viewer,
}

/// The name is not accepted; the old one stays.
#[derive(SimpleObject)]
struct DisplayNameRefused {
    /// Why.
    reason: DisplayNameRefusal,
    /// Characters a name may have.
    maximum_length: i32,
}

#[derive(Default)]
pub(super) struct DisplayNameMutation;

#[Object]
impl DisplayNameMutation {
    /// Changes the signed-in person's name. The last change wins.
    async fn change_display_name(
        &self,
        context: &Context<'_>,
        input: ChangeDisplayNameInput,
    ) -> Result<ChangeDisplayNameResult, Fault> {
        let mut session = Caller::session(context)?.clone();
        let name: DisplayName = match input.display_name.parse() {
            Ok(name) => name,
            Err(reason) => return Ok(refused(reason)),
        };
        let portal = context.data_unchecked::<Arc<Portal>>();
        let saved =
            accounts::set_display_name(portal.store.read(), session.account.id, &name).await?;
        if !saved {
            return Err(StoreError::Inconsistent("a session has no account").into());
        }
        session.account.display_name = name.to_string();
        Ok(ChangeDisplayNameResult::DisplayNameChanged(
            DisplayNameChanged {
                viewer: Viewer::of(session),
            },
        ))
    }
}

fn refused(reason: DisplayNameRefusal) -> ChangeDisplayNameResult {
    ChangeDisplayNameResult::DisplayNameRefused(DisplayNameRefused {
        reason,
        maximum_length: i32::try_from(MAXIMUM_DISPLAY_NAME_LENGTH).unwrap_or(i32::MAX),
    })
}
