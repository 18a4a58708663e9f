//! Sessions.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, Query, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::session::{self, TokenHash};
use super::entities::{account, organization};
use crate::domain::OrganizationKind;

/// What an account is looked up by.
#[derive(Clone, Copy, Debug)]
pub enum AccountNamed<'a> {
    /// Its id.
    Id(Uuid),
    /// Its address in the form in which addresses are compared. There need be no such account: one statement
    /// finds that out as fast as it does anything else.
    EmailKey(&'a str),
}

/// Opens a session.
///
/// # Errors
///
/// When the store fails.
pub async fn insert(
    database: &impl ConnectionTrait,
    session: &session::Model,
) -> Result<(), StoreError> {
    session::Entity::insert(session.clone().into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// The session of this token, whatever its state.
///
/// # Errors
///
/// When the store fails.
pub async fn by_token(
    database: &impl ConnectionTrait,
    token_hash: TokenHash,
) -> Result<Option<session::Model>, StoreError> {
    Ok(session::Entity::find()
        .filter(session::Column::TokenHash.eq(token_hash))
        .one(database)
        .await?)
}

/// Notes that the session was used.
///
/// # Errors
///
/// When the store fails.
pub async fn touch(
    database: &impl ConnectionTrait,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    session::Entity::update_many()
        .col_expr(session::Column::LastUsedAt, Expr::value(now))
        .filter(session::Column::Id.eq(id))
        .filter(session::Column::LastUsedAt.lt(now))
        .exec(database)
        .await?;
    Ok(())
}

/// The organization that a session was put to work in; its person may be no member any more.
///
/// # Errors
///
/// When the store fails.
pub async fn place_of(
    database: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<Uuid>, StoreError> {
    let session = session::Entity::find_by_id(id).one(database).await?;
    Ok(session.map(|session| session.organization_id))
}

/// Lets a session work in another organization from now on.
///
/// # Errors
///
/// When the store fails.
pub async fn work_in(
    database: &impl ConnectionTrait,
    id: Uuid,
    organization_id: Uuid,
) -> Result<(), StoreError> {
    session::Entity::update_many()
        .col_expr(
            session::Column::OrganizationId,
            Expr::value(organization_id),
        )
        .filter(session::Column::Id.eq(id))
        .exec(database)
        .await?;
    Ok(())
}

/// Lets all sessions that work in an organization work in their persons' personal accounts: with the
/// organization they would go, too.
///
/// # Errors
///
/// When the store fails.
pub async fn move_out_of(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
) -> Result<(), StoreError> {
    let personal = Query::select()
        .column(organization::Column::Id)
        .from(organization::Entity)
        .and_where(
            Expr::col((organization::Entity, organization::Column::OwnerId))
                .equals((session::Entity, session::Column::AccountId)),
        )
        .and_where(organization::Column::Kind.eq(OrganizationKind::Personal))
        .to_owned();
    session::Entity::update_many()
        .col_expr(
            session::Column::OrganizationId,
            SimpleExpr::SubQuery(None, Box::new(personal.into())),
        )
        .filter(session::Column::OrganizationId.eq(organization_id))
        .exec(database)
        .await?;
    Ok(())
}

/// Ends one session; answers whether it was open.
///
/// # Errors
///
/// When the store fails.
pub async fn revoke(
    database: &impl ConnectionTrait,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let revoked = session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(now))
        .filter(session::Column::Id.eq(id))
        .filter(session::Column::RevokedAt.is_null())
        .exec(database)
        .await?;
    Ok(revoked.rows_affected == 1)
}

/// Ends all sessions of an account, but the one that is `kept`; answers how many were open.
///
/// # Errors
///
/// When the store fails.
pub async fn revoke_all(
    database: &impl ConnectionTrait,
    account_id: Uuid,
    kept: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let mut revoke = session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(now))
        .filter(session::Column::AccountId.eq(account_id))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now));
    if let Some(kept) = kept {
        revoke = revoke.filter(session::Column::Id.ne(kept));
    }
    Ok(revoke.exec(database).await?.rows_affected)
}

/// Forgets the sessions of an account that are past their absolute end.
///
/// # Errors
///
/// When the store fails.
pub async fn forget_expired(
    database: &impl ConnectionTrait,
    account_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account_id))
        .filter(session::Column::ExpiresAt.lte(now))
        .exec(database)
        .await?;
    Ok(())
}

/// Gives a session another token after its person showed who they are; answers whether the session
/// still had the token `from` and was in force.
///
/// # Errors
///
/// When the store fails.
pub async fn confirm(
    database: &impl ConnectionTrait,
    id: Uuid,
    from: TokenHash,
    to: TokenHash,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let updated = session::Entity::update_many()
        .col_expr(session::Column::TokenHash, Expr::value(to))
        .col_expr(session::Column::ConfirmedAt, Expr::value(now))
        .filter(session::Column::Id.eq(id))
        .filter(session::Column::TokenHash.eq(from))
        .filter(session::Column::RevokedAt.is_null())
        .exec(database)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Whether a session still has this token, has not ended, and was confirmed after `confirmed_since` and not after `now`.
///
/// # Errors
///
/// When the store fails.
pub async fn is_confirmed(
    database: &impl ConnectionTrait,
    id: Uuid,
    token_hash: TokenHash,
    confirmed_since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let found = session::Entity::find_by_id(id)
        .filter(session::Column::TokenHash.eq(token_hash))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ConfirmedAt.gt(confirmed_since))
        .filter(session::Column::ConfirmedAt.lte(now));
    Ok(found.one(database).await?.is_some())
}

/// Asks all sessions of an account but one to confirm again before sensitive actions: what confirmed
/// them no longer proves who somebody is.
///
/// # Errors
///
/// When the store fails.
pub async fn unconfirm_others(
    database: &impl ConnectionTrait,
    account_id: Uuid,
    kept: Uuid,
) -> Result<(), StoreError> {
    let never: Option<DateTime<Utc>> = None;
    session::Entity::update_many()
        .col_expr(session::Column::ConfirmedAt, Expr::value(never))
        .filter(session::Column::AccountId.eq(account_id))
        .filter(session::Column::Id.ne(kept))
        .exec(database)
        .await?;
    Ok(())
}

/// The sessions of an account that have not ended at `now` and were used after `idle_since`, the one
/// used last first.
///
/// # Errors
///
/// When the store fails.
pub async fn open_of(
    database: &impl ConnectionTrait,
    account_id: Uuid,
    idle_since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<session::Model>, StoreError> {
    Ok(session::Entity::find()
        .filter(session::Column::AccountId.eq(account_id))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .filter(session::Column::LastUsedAt.gt(idle_since))
        .order_by_desc(session::Column::LastUsedAt)
        .order_by_desc(session::Column::Id)
        .all(database)
        .await?)
}

/// Whether a session of an account, of all that are kept, was opened from `network`.
///
/// # Errors
///
/// When the store fails.
pub async fn was_opened_from(
    database: &impl ConnectionTrait,
    whose: AccountNamed<'_>,
    network: &str,
) -> Result<bool, StoreError> {
    let of_account = match whose {
        AccountNamed::Id(id) => session::Column::AccountId.eq(id),
        AccountNamed::EmailKey(key) => {
            let mut named = Query::select();
            named
                .column(account::Column::Id)
                .from(account::Entity)
                .and_where(account::Column::EmailKey.eq(key));
            session::Column::AccountId.in_subquery(named)
        }
    };
    let opened = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(of_account)
        .filter(session::Column::Network.eq(network))
        .limit(1)
        .into_tuple::<Uuid>();
    Ok(opened.one(database).await?.is_some())
}
