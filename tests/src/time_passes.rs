//! What time and use would do to a portal's data, done to it at once and behind its back.

use anyhow::{Context, Result};
use chrono::{TimeDelta, Utc};
use portal_server::store::Store;
use portal_server::store::entities::{
    api_key, api_key_secret, purchase, recovery_code, sandbox_checkout, security_event, session,
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use crate::scene::Scene;

impl Scene {
    /// The portal's database, for whoever looks into it beside the portal.
    ///
    /// # Errors
    /// When it can't be opened.
    pub async fn store(&self) -> Result<Store> {
        Ok(Store::open(&self.portal.database().parse()?).await?)
    }

    /// Lets the confirmations of all sessions be five minutes old.
    ///
    /// # Errors
    /// When the portal's database can't be changed.
    pub async fn confirmations_grow_old(&self) -> Result<()> {
        let long_ago = Utc::now() - TimeDelta::minutes(5);
        session::Entity::update_many()
            .col_expr(session::Column::ConfirmedAt, Expr::value(long_ago))
            .exec(self.store().await?.read())
            .await?;
        Ok(())
    }

    /// Lets the time be over in which purchases can be paid.
    ///
    /// # Errors
    /// When the portal's database can't be changed.
    pub async fn checkouts_expire(&self) -> Result<()> {
        let (store, just_now) = (self.store().await?, Expr::value(Utc::now()));
        sandbox_checkout::Entity::update_many()
            .col_expr(sandbox_checkout::Column::ExpiresAt, just_now.clone())
            .exec(store.read())
            .await?;
        purchase::Entity::update_many()
            .col_expr(purchase::Column::ExpiresAt, just_now)
            .exec(store.read())
            .await?;
        Ok(())
    }

    /// Revokes the session that was opened last, as from another device.
    ///
    /// # Errors
    /// When there is none, or the portal's database can't be changed.
    pub async fn last_session_is_revoked(&self) -> Result<()> {
        let store = self.store().await?;
        let last = session::Entity::find()
            .order_by_desc(session::Column::CreatedAt)
            .one(store.read())
            .await?;
        let mut last = last.context("there is no session")?.into_active_model();
        last.revoked_at = Set(Some(Utc::now()));
        last.update(store.read()).await?;
        Ok(())
    }

    /// Lets recovery codes be used until so many are left.
    ///
    /// # Errors
    /// When the portal's database can't be changed.
    pub async fn recovery_codes_are_left(&self, left: usize) -> Result<()> {
        let store = self.store().await?;
        let unused = recovery_code::Entity::find()
            .filter(recovery_code::Column::UsedAt.is_null())
            .all(store.read())
            .await?;
        for code in unused.into_iter().skip(left) {
            let mut code = code.into_active_model();
            code.used_at = Set(Some(Utc::now()));
            code.update(store.read()).await?;
        }
        Ok(())
    }

    /// Generates more keys like the one there is, each with its name and so many days until its end.
    ///
    /// # Errors
    /// When there is none, or the portal's database can't be changed.
    pub async fn more_keys(&self, keys: &[(&str, i64)]) -> Result<()> {
        let store = self.store().await?;
        let like = api_key::Entity::find().one(store.read()).await?;
        let like = like.context("there is no key")?;
        let secret = api_key_secret::Entity::find()
            .filter(api_key_secret::Column::ApiKeyId.eq(like.id))
            .one(store.read())
            .await?;
        let secret = secret.context("the key has no secret")?;
        for &(name, days) in keys {
            let id = Uuid::now_v7();
            let key = api_key::Model {
                id,
                name: name.to_owned(),
                expires_at: Some(Utc::now() + TimeDelta::days(days)),
                ..like.clone()
            };
            let key = key.into_active_model().reset_all();
            key.insert(store.read()).await?;
            let simple = id.simple().to_string();
            let secret = api_key_secret::Model {
                id: Uuid::now_v7(),
                api_key_id: id,
                lookup: simple[simple.len() - secret.lookup.len()..].to_owned(),
                ..secret.clone()
            };
            let secret = secret.into_active_model().reset_all();
            secret.insert(store.read()).await?;
        }
        Ok(())
    }

    /// Revokes a key by its name, as from another device.
    ///
    /// # Errors
    /// When the portal's database can't be changed.
    pub async fn key_is_revoked(&self, name: &str) -> Result<()> {
        api_key::Entity::update_many()
            .col_expr(api_key::Column::RevokedAt, Expr::value(Utc::now()))
            .filter(api_key::Column::Name.eq(name))
            .exec(self.store().await?.read())
            .await?;
        Ok(())
    }

    /// Lets what happened last to somebody's security happen so many times more.
    ///
    /// # Errors
    /// When nothing ever happened, or the portal's database can't be changed.
    pub async fn it_happens_again(&self, times: usize) -> Result<()> {
        let store = self.store().await?;
        let event = security_event::Entity::find().one(store.read()).await?;
        let event = event.context("nothing ever happened")?;
        let again = std::iter::repeat_with(|| {
            let event = security_event::Model {
                id: Uuid::now_v7(),
                ..event.clone()
            };
            event.into_active_model().reset_all()
        });
        security_event::Entity::insert_many(again.take(times))
            .exec_without_returning(store.read())
            .await?;
        Ok(())
    }
}
