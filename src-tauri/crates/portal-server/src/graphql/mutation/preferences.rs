//! How the app notifies a person and looks.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject};

use crate::domain::Theme;
use crate::graphql::Fault;
use crate::graphql::model::Preferences;
use crate::graphql::query::Caller;
use crate::portal::Portal;
use crate::store::StoreError;
use crate::store::preferences::{self, PreferencesChange};

/// A field left out stays as it is.
#[derive(InputObject)]
struct ChangePreferencesInput {
    /// Whether announcements are shown as native notifications.
    toast_notifications: Option<bool>,
    /// The look.
    theme: Option<Theme>,
}

/// The preferences are saved.
#[derive(SimpleObject)]
struct PreferencesChanged {
    /// All of them, as they are now.
    preferences: Preferences,
}

#[derive(Default)]
pub(super) struct PreferencesMutation;

#[Object]
impl PreferencesMutation {
    /// Changes the signed-in person's preferences. For each of them the last change wins.
    async fn change_preferences(
        &self,
        context: &Context<'_>,
        input: ChangePreferencesInput,
    ) -> Result<PreferencesChanged, Fault> {
        let account_id = Caller::session(context)?.account.id;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let change = PreferencesChange {
            toast_notifications: input.toast_notifications,
            theme: input.theme,
        };
        let transaction = portal.store.begin_write().await?;
        preferences::change(&transaction, account_id, change).await?;
        let saved = preferences::of(&transaction, account_id).await?;
        transaction.commit().await.map_err(StoreError::from)?;
        Ok(PreferencesChanged {
            preferences: saved.into(),
        })
    }
}
