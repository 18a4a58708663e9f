//! Much that a person is told of what happens on the portal.

use anyhow::{Context, Result};
use chrono::{DateTime, TimeDelta, Utc};
use portal_server::store::entities::status_update::{self, Column, Entity};
use portal_server::store::{Store, status_updates};
use sea_orm::{EntityTrait, QueryOrder};

use crate::portal::Portal;

impl Portal {
    /// Tells whoever was told something last the same `count` times more, from `at` on, a millisecond after the other;
    /// answers the place of the last in what they are told.
    ///
    /// # Errors
    /// When nobody was told anything.
    pub async fn tell_again(&self, count: u32, at: DateTime<Utc>) -> Result<i64> {
        let store = Store::open(&self.database().parse()?).await?;
        let last = Entity::find()
            .order_by_desc(Column::At)
            .one(store.read())
            .await?
            .context("nobody was told anything")?;
        let transaction = store.begin_write().await?;
        let mut position = last.position;
        for number in 0..count {
            position = status_updates::advance(&transaction, last.account_id).await?;
            let update = status_update::Model {
                position,
                at: at + TimeDelta::milliseconds(number.into()),
                ..last.clone()
            };
            status_updates::insert(&transaction, update).await?;
        }
        transaction.commit().await?;
        Ok(position)
    }
}
