//! API keys, their secrets, and what was answered to requests that may come again.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    pk_uuid, string_len, string_len_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
    uuid, var_binary,
};

use super::m20261123_000001_accounts::Accounts;
use super::m20261123_000002_organizations::Organizations;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
pub(super) enum ApiKeys {
    Table,
    Id,
    OrganizationId,
    AccountId,
    Name,
    CreatedAt,
    ExpiresAt,
    LastUsedAt,
    LastUsedBy,
    RevokedAt,
}

#[derive(DeriveIden)]
enum ApiKeySecrets {
    Table,
    Id,
    ApiKeyId,
    Lookup,
    Hash,
    IssuedAt,
    EndsAt,
}

#[derive(DeriveIden)]
enum IdempotencyKeys {
    Table,
    AccountId,
    KeyHash,
    Operation,
    InputHash,
    Subject,
    Salt,
    CreatedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(api_keys()).await?;
        manager.create_index(api_keys_by_organization()).await?;
        manager.create_table(api_key_secrets()).await?;
        for column in [ApiKeySecrets::Lookup, ApiKeySecrets::ApiKeyId] {
            manager.create_index(secrets_by(column)).await?;
        }
        manager.create_table(idempotency_keys()).await
    }
}

fn api_keys() -> TableCreateStatement {
    Table::create()
        .table(ApiKeys::Table)
        .col(pk_uuid(ApiKeys::Id))
        .col(uuid(ApiKeys::OrganizationId))
        .col(uuid(ApiKeys::AccountId))
        .col(string_len(ApiKeys::Name, 100))
        .col(timestamp_with_time_zone(ApiKeys::CreatedAt))
        .col(timestamp_with_time_zone_null(ApiKeys::ExpiresAt))
        .col(timestamp_with_time_zone_null(ApiKeys::LastUsedAt))
        .col(string_len_null(ApiKeys::LastUsedBy, 200))
        .col(timestamp_with_time_zone_null(ApiKeys::RevokedAt))
        .foreign_key(
            ForeignKey::create()
                .from(ApiKeys::Table, ApiKeys::OrganizationId)
                .to(Organizations::Table, Organizations::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(
            ForeignKey::create()
                .from(ApiKeys::Table, ApiKeys::AccountId)
                .to(Accounts::Table, Accounts::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn api_keys_by_organization() -> IndexCreateStatement {
    Index::create()
        .name("api_keys_by_organization")
        .table(ApiKeys::Table)
        .col(ApiKeys::OrganizationId)
        .to_owned()
}

fn api_key_secrets() -> TableCreateStatement {
    Table::create()
        .table(ApiKeySecrets::Table)
        .col(pk_uuid(ApiKeySecrets::Id))
        .col(uuid(ApiKeySecrets::ApiKeyId))
        .col(string_len(ApiKeySecrets::Lookup, 16))
        .col(var_binary(ApiKeySecrets::Hash, 32))
        .col(timestamp_with_time_zone(ApiKeySecrets::IssuedAt))
        .col(timestamp_with_time_zone_null(ApiKeySecrets::EndsAt))
        .foreign_key(
            ForeignKey::create()
                .from(ApiKeySecrets::Table, ApiKeySecrets::ApiKeyId)
                .to(ApiKeys::Table, ApiKeys::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn secrets_by(column: ApiKeySecrets) -> IndexCreateStatement {
    let name = match column {
        ApiKeySecrets::Lookup => "api_key_secrets_by_lookup",
        _ => "api_key_secrets_by_key",
    };
    Index::create()
        .name(name)
        .table(ApiKeySecrets::Table)
        .col(column)
        .to_owned()
}

fn idempotency_keys() -> TableCreateStatement {
    Table::create()
        .table(IdempotencyKeys::Table)
        .col(uuid(IdempotencyKeys::AccountId))
        .col(var_binary(IdempotencyKeys::KeyHash, 32))
        .col(string_len(IdempotencyKeys::Operation, 32))
        .col(var_binary(IdempotencyKeys::InputHash, 32))
        .col(uuid(IdempotencyKeys::Subject))
        .col(var_binary(IdempotencyKeys::Salt, 32))
        .col(timestamp_with_time_zone(IdempotencyKeys::CreatedAt))
        .primary_key(
            Index::create()
                .col(IdempotencyKeys::AccountId)
                .col(IdempotencyKeys::KeyHash),
        )
        .foreign_key(
            ForeignKey::create()
                .from(IdempotencyKeys::Table, IdempotencyKeys::AccountId)
                .to(Accounts::Table, Accounts::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}
