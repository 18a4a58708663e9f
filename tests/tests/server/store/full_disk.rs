//! A database that says that it has no room left, told apart from one that can't be read.

use portal_server::store::StoreError;
use rstest::rstest;
use sea_orm::{ConnectionTrait, DbBackend};

use crate::support::{Backend, Place, Tested};

#[rstest]
#[tokio::test]
async fn a_full_disk_is_known_as_one(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let place = Place::new(backend).await?;
    let store = place.open().await?;
    let transaction = store.begin_write().await?;
    let grow = match transaction.get_database_backend() {
        DbBackend::Postgres => {
            "DO $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$"
        }
        _ => {
            // No page more than there are.
            let limit = "PRAGMA max_page_count = 1";
            transaction.execute_unprepared(limit).await?;
            "CREATE TABLE filling AS SELECT randomblob(1000000) AS it"
        }
    };
    let full = transaction.execute_unprepared(grow).await;
    let full = full.err().map(StoreError::from);
    assert!(full.is_some_and(|error| error.is_of_full_disk()));
    drop(transaction);
    let missing = store.read().execute_unprepared("SELECT * FROM nothing");
    let missing = missing.await.err().map(StoreError::from);
    assert!(missing.is_some_and(|error| !error.is_of_full_disk()));
    Ok(())
}
