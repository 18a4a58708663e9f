//! What credits are sold for.

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, QueryOrder,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::{credit_pack, credit_price};

/// The one row of the price of a credit.
pub const ONLY: i32 = 1;

/// The packs, in their order.
///
/// # Errors
///
/// When the store fails.
pub async fn packs(database: &impl ConnectionTrait) -> Result<Vec<credit_pack::Model>, StoreError> {
    Ok(credit_pack::Entity::find()
        .order_by_asc(credit_pack::Column::Position)
        .order_by_asc(credit_pack::Column::Id)
        .all(database)
        .await?)
}

/// A pack by its id.
///
/// # Errors
///
/// When the store fails.
pub async fn pack(
    database: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<credit_pack::Model>, StoreError> {
    Ok(credit_pack::Entity::find_by_id(id).one(database).await?)
}

/// Keeps others from changing what is sold until the transaction ends.
///
/// # Errors
///
/// When the store fails.
pub async fn hold(database: &impl ConnectionTrait) -> Result<(), StoreError> {
    // On SQLite, whoever writes is alone.
    if database.get_database_backend() == DbBackend::Postgres {
        let lock = "LOCK TABLE credit_packs, credit_price IN SHARE ROW EXCLUSIVE MODE";
        database.execute_unprepared(lock).await?;
    }
    Ok(())
}

/// Adds a pack.
///
/// # Errors
///
/// When the store fails.
pub async fn add_pack(
    database: &impl ConnectionTrait,
    pack: credit_pack::Model,
) -> Result<(), StoreError> {
    credit_pack::Entity::insert(pack.into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// Takes a pack away; answers whether there was one.
///
/// # Errors
///
/// When the store fails.
pub async fn remove_pack(database: &impl ConnectionTrait, id: Uuid) -> Result<bool, StoreError> {
    let deleted = credit_pack::Entity::delete_by_id(id).exec(database).await?;
    Ok(deleted.rows_affected == 1)
}

/// What an amount of one's own costs; `None` where none are sold.
///
/// # Errors
///
/// When the store fails.
pub async fn price(
    database: &impl ConnectionTrait,
) -> Result<Option<credit_price::Model>, StoreError> {
    Ok(credit_price::Entity::find_by_id(ONLY).one(database).await?)
}

/// Sets what an amount of one's own costs.
///
/// # Errors
///
/// When the store fails.
pub async fn set_price(
    database: &impl ConnectionTrait,
    price: credit_price::Model,
) -> Result<(), StoreError> {
    use credit_price::Column;

    let anew = OnConflict::column(Column::Id)
        .update_columns([
            Column::Currency,
            Column::PerCredit,
            Column::Least,
            Column::Most,
        ])
        .to_owned();
    credit_price::Entity::insert(price.into_active_model().reset_all())
        .on_conflict(anew)
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// Sells no amounts of one's own any more.
///
/// # Errors
///
/// When the store fails.
pub async fn remove_price(database: &impl ConnectionTrait) -> Result<(), StoreError> {
    credit_price::Entity::delete_by_id(ONLY)
        .exec(database)
        .await?;
    Ok(())
}
