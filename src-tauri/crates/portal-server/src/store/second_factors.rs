//! Second factors in force, and those being set up.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::{
    mfa_enrollment, recovery_code, refused_step, sealing_key_check, second_factor,
};

/// The id of the one row that checks the key.
const ONLY_CHECK: i16 = 1;

/// The second factor of this account; `None` while MFA is off.
///
/// # Errors
///
/// When the store fails.
pub async fn of(
    database: &impl ConnectionTrait,
    account_id: Uuid,
) -> Result<Option<second_factor::Model>, StoreError> {
    Ok(second_factor::Entity::find_by_id(account_id)
        .one(database)
        .await?)
}

/// Uses up the code of `step`: answers whether neither it nor a later one was used before.
///
/// # Errors
///
/// When the store fails.
pub async fn use_step(
    database: &impl ConnectionTrait,
    account_id: Uuid,
    step: i64,
) -> Result<bool, StoreError> {
    let updated = second_factor::Entity::update_many()
        .col_expr(second_factor::Column::LastStep, Expr::value(step))
        .filter(second_factor::Column::AccountId.eq(account_id))
        .filter(second_factor::Column::LastStep.lt(step))
        .exec(database)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Never accepts the code of `step`, which was told to be ahead of time; forgets such steps from
/// before `past`.
///
/// # Errors
///
/// When the store fails.
pub async fn refuse_step(
    database: &impl ConnectionTrait,
    account_id: Uuid,
    step: i64,
    past: i64,
) -> Result<(), StoreError> {
    refused_step::Entity::delete_many()
        .filter(refused_step::Column::AccountId.eq(account_id))
        .filter(refused_step::Column::Step.lt(past))
        .exec(database)
        .await?;
    let row = refused_step::ActiveModel {
        account_id: Set(account_id),
        step: Set(step),
    };
    refused_step::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// Whether the code of `step` is never accepted.
///
/// # Errors
///
/// When the store fails.
pub async fn is_refused(
    database: &impl ConnectionTrait,
    account_id: Uuid,
    step: i64,
) -> Result<bool, StoreError> {
    let refused = refused_step::Entity::find_by_id((account_id, step));
    Ok(refused.one(database).await?.is_some())
}

/// Puts a second factor in force.
///
/// # Errors
///
/// When the store fails, or there is one.
pub async fn insert(
    database: &impl ConnectionTrait,
    factor: second_factor::Model,
) -> Result<(), StoreError> {
    second_factor::Entity::insert(factor.into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// Removes the second factor of this account, and what was kept of its codes; answers whether there was one.
///
/// # Errors
///
/// When the store fails.
pub async fn remove(database: &impl ConnectionTrait, account_id: Uuid) -> Result<bool, StoreError> {
    refused_step::Entity::delete_many()
        .filter(refused_step::Column::AccountId.eq(account_id))
        .exec(database)
        .await?;
    let deleted = second_factor::Entity::delete_by_id(account_id)
        .exec(database)
        .await?;
    Ok(deleted.rows_affected == 1)
}

/// Begins an enrollment in place of one begun before.
///
/// # Errors
///
/// When the store fails.
pub async fn begin_enrollment(
    database: &impl ConnectionTrait,
    enrollment: mfa_enrollment::Model,
) -> Result<(), StoreError> {
    end_enrollment(database, enrollment.account_id).await?;
    mfa_enrollment::Entity::insert(enrollment.into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// The enrollment with this id, while it is the account's last and not too old.
///
/// # Errors
///
/// When the store fails.
pub async fn enrollment(
    database: &impl ConnectionTrait,
    account_id: Uuid,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<mfa_enrollment::Model>, StoreError> {
    Ok(mfa_enrollment::Entity::find_by_id(account_id)
        .filter(mfa_enrollment::Column::Id.eq(id))
        .filter(mfa_enrollment::Column::ExpiresAt.gt(now))
        .one(database)
        .await?)
}

/// Notes that the authenticator showed the code of `step`, which uses it up: answers whether neither it nor
/// a later one was shown before.
///
/// # Errors
///
/// When the store fails.
pub async fn verify_enrollment(
    database: &impl ConnectionTrait,
    account_id: Uuid,
    step: i64,
) -> Result<bool, StoreError> {
    let not_shown = Condition::any()
        .add(mfa_enrollment::Column::VerifiedStep.is_null())
        .add(mfa_enrollment::Column::VerifiedStep.lt(step));
    let updated = mfa_enrollment::Entity::update_many()
        .col_expr(
            mfa_enrollment::Column::VerifiedStep,
            Expr::value(Some(step)),
        )
        .filter(mfa_enrollment::Column::AccountId.eq(account_id))
        .filter(not_shown)
        .exec(database)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Forgets the account's enrollment, if there is one.
///
/// # Errors
///
/// When the store fails.
pub async fn end_enrollment(
    database: &impl ConnectionTrait,
    account_id: Uuid,
) -> Result<(), StoreError> {
    mfa_enrollment::Entity::delete_by_id(account_id)
        .exec(database)
        .await?;
    Ok(())
}

/// The check of the sealing key that the database was used with; `None` when it was used with none.
///
/// # Errors
///
/// When the store fails.
pub async fn sealing_key_check(
    database: &impl ConnectionTrait,
) -> Result<Option<Vec<u8>>, StoreError> {
    let kept = sealing_key_check::Entity::find_by_id(ONLY_CHECK)
        .one(database)
        .await?;
    Ok(kept.map(|row| row.mac))
}

/// Keeps the check of the sealing key unless there is one.
///
/// # Errors
///
/// When the store fails.
pub async fn keep_sealing_key_check(
    database: &impl ConnectionTrait,
    mac: Vec<u8>,
) -> Result<(), StoreError> {
    let row = sealing_key_check::ActiveModel {
        id: Set(ONLY_CHECK),
        mac: Set(mac),
    };
    sealing_key_check::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// Forgets everything that was sealed, and the check of the key; answers whose second factors were in
/// force.
///
/// # Errors
///
/// When the store fails.
pub async fn forget_all(database: &impl ConnectionTrait) -> Result<Vec<Uuid>, StoreError> {
    let factors = second_factor::Entity::find().all(database).await?;
    recovery_code::Entity::delete_many().exec(database).await?;
    mfa_enrollment::Entity::delete_many().exec(database).await?;
    second_factor::Entity::delete_many().exec(database).await?;
    refused_step::Entity::delete_many().exec(database).await?;
    sealing_key_check::Entity::delete_many()
        .exec(database)
        .await?;
    Ok(factors.into_iter().map(|row| row.account_id).collect())
}
