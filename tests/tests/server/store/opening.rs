//! Opening a database.

use anyhow::Context;
use futures_util::future::try_join_all;
use portal_server::store::migrations::Migrations;
use portal_server::store::{OpenError, Store, accounts};
use rstest::rstest;
use sea_orm::sea_query::Query;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use sea_orm_migration::{MigratorTrait, SchemaManager, seaql_migrations};

use crate::support::{Backend, Place, Tested};

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn concurrent_starts_make_the_tables_once(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let place = Place::new(backend).await?;
    let stores = try_join_all((0..4).map(|_| place.open())).await?;
    for store in stores {
        let applied = Migrations::get_applied_migrations(store.read()).await?;
        assert_eq!(applied.len(), Migrations::migrations().len());
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn what_a_newer_program_made_is_left_alone(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    use sea_orm::ActiveValue::Set;
    use sea_orm::EntityTrait;

    let place = Place::new(backend).await?;
    let store = place.open().await?;
    let migration = seaql_migrations::ActiveModel {
        version: Set("m20990101_000001_future".to_owned()),
        applied_at: Set(0),
    };
    seaql_migrations::Entity::insert(migration)
        .exec_without_returning(store.read())
        .await?;
    store.close().await?;
    let refused = Store::open(&place.database).await.err();
    let message = refused.context("it was opened")?.to_string();
    assert!(message.contains("newer version"), "{message}");
    assert!(message.contains("m20990101_000001_future"), "{message}");
    Ok(())
}

#[rstest]
#[tokio::test]
async fn rows_that_belong_together_can_not_be_torn_apart(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let place = Place::new(backend).await?;
    let store = place.open().await?;
    let orphan = "INSERT INTO preferences (account_id, toast_notifications, theme) VALUES \
        ('01890000-0000-7000-8000-000000000000', TRUE, 'system')";
    let refused = store.read().execute_unprepared(orphan).await;
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .to_lowercase()
            .contains("foreign key")
    );
    Ok(())
}

#[rstest]
#[tokio::test]
async fn the_types_of_columns_are_those_of_their_values(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let place = Place::new(backend).await?;
    let store = place.open().await?;
    let manager = SchemaManager::new(store.read());
    for table in [
        "accounts",
        "api_key_secrets",
        "api_keys",
        "chart_devices",
        "chart_workspaces",
        "charts",
        "code_failures",
        "credit_balances",
        "credit_keys",
        "credit_packs",
        "credit_price",
        "credit_thresholds",
        "credit_transactions",
        "credit_usage_quarters",
        "deployments",
        "device_tags",
        "devices",
        "export_removals",
        "export_turns",
        "exports",
        "idempotency_keys",
        "membership_roles",
        "memberships",
        "mfa_enrollments",
        "organization_features",
        "organizations",
        "output_events",
        "pinned_pages",
        "preferences",
        "purchases",
        "receipt_numbers",
        "recovery_codes",
        "sandbox_checkouts",
        "sealing_key_checks",
        "second_factors",
        "security_events",
        "sessions",
        "sign_in_challenges",
        "skills",
        "streams",
        "unknown_sign_ins",
        "workflows",
        "workspace_stars",
    ] {
        assert!(manager.has_table(table).await?, "{table}");
    }
    if backend == Backend::Postgres {
        let types = "SELECT string_agg(DISTINCT data_type, ', ' ORDER BY data_type) AS types \
            FROM information_schema.columns WHERE table_schema = 'public' \
            AND table_name <> 'seaql_migrations'";
        let statement = Statement::from_string(DbBackend::Postgres, types);
        let row = store.read().query_one_raw(statement).await?.unwrap();
        assert_eq!(
            row.try_get::<String>("", "types")?,
            "bigint, boolean, bytea, character varying, date, double precision, integer, smallint, \
             text, timestamp with time zone, uuid"
        );
    }
    Ok(())
}

#[tokio::test]
async fn sqlite_keeps_what_is_acknowledged() -> Tested {
    let place = Place::new(Backend::Sqlite).await?;
    let store = place.open().await?;
    for (pragma, expected) in [
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 10_000),
    ] {
        let statement = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {pragma}"));
        let row = store.read().query_one_raw(statement).await?.unwrap();
        assert_eq!(row.try_get_by_index::<i32>(0)?, expected, "{pragma}");
    }
    let statement = Statement::from_string(DbBackend::Sqlite, "PRAGMA journal_mode");
    let row = store.read().query_one_raw(statement).await?.unwrap();
    assert_eq!(row.try_get_by_index::<String>(0)?, "wal");
    Ok(())
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_database() -> Tested {
    use std::os::unix::fs::PermissionsExt;

    let place = Place::new(Backend::Sqlite).await?;
    let _store = place.open().await?;
    for file in ["portal.db", "portal.db-wal", "portal.db-shm"] {
        let mode = std::fs::metadata(place.directory().join(file))?
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    Ok(())
}

#[tokio::test]
async fn a_damaged_file_is_refused_and_left_as_it_is() -> Tested {
    let place = Place::new(Backend::Sqlite).await?;
    let file = place.directory().join("portal.db");
    let mut torn = {
        place.open().await?.close().await?;
        std::fs::read(&file)?
    };
    torn.truncate(torn.len() / 2);
    for damaged in [b"This is no database, it is a letter.".repeat(100), torn] {
        std::fs::write(&file, &damaged)?;
        let refused = Store::open(&place.database).await;
        assert!(
            matches!(refused, Err(OpenError::Damaged { .. })),
            "{refused:?}"
        );
        assert!(std::fs::read(&file)? == damaged);
    }
    Ok(())
}

/// People who were there before have their places in lists of members, whatever their names are written in.
#[rstest]
#[tokio::test]
async fn names_of_an_older_database_are_put_in_order(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let place = Place::new(backend).await?;
    let older = place.before("organization_settings").await?;
    let id = uuid::Uuid::from_u128(7);
    let row = Query::insert()
        .into_table("accounts")
        .columns([
            "id",
            "email",
            "email_key",
            "display_name",
            "password_hash",
            "created_at",
        ])
        .values_panic([
            id.into(),
            "E@acme.example".into(),
            "e@acme.example".into(),
            "ÉMILE".into(),
            "none".into(),
            chrono::DateTime::UNIX_EPOCH.into(),
        ])
        .to_owned();
    older.execute(&row).await?;
    older.close().await?;
    let store = place.open().await?;
    let account = accounts::by_id(store.read(), id).await?;
    assert_eq!(
        account.map(|account| account.name_order).as_deref(),
        Some("émile")
    );
    Ok(())
}
