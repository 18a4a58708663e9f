//! What skills put out on devices: streams, and their events.
//!
//! Events are many, so each names its stream by a small number and lies beside its neighbours in time. Neither they
//! nor the streams have foreign keys: an organization is deleted at once, and its events go in the background, stream
//! by stream.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean_null, double_null, integer, string_len, text_null, uuid,
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
enum Streams {
    Table,
    Id,
    OrganizationId,
    DeviceId,
    SkillId,
    Key,
    Kind,
}

#[derive(DeriveIden)]
enum OutputEvents {
    Table,
    StreamId,
    At,
    Ordinal,
    Number,
    Text,
    Boolean,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(streams()).await?;
        manager.create_index(streams_by_source()).await?;
        let mut events = output_events();
        if manager.get_database_backend() == DbBackend::Sqlite {
            events.extra("WITHOUT ROWID");
        }
        manager.create_table(events).await
    }
}

fn streams() -> TableCreateStatement {
    Table::create()
        .table(Streams::Table)
        .col(big_integer(Streams::Id).primary_key().auto_increment())
        .col(uuid(Streams::OrganizationId))
        .col(uuid(Streams::DeviceId))
        .col(uuid(Streams::SkillId))
        .col(string_len(Streams::Key, 100))
        .col(string_len(Streams::Kind, 32))
        .to_owned()
}

fn streams_by_source() -> IndexCreateStatement {
    Index::create()
        .name("streams_by_source")
        .table(Streams::Table)
        .col(Streams::OrganizationId)
        .col(Streams::Key)
        .col(Streams::DeviceId)
        .col(Streams::SkillId)
        .col(Streams::Kind)
        .unique()
        .to_owned()
}

fn output_events() -> TableCreateStatement {
    Table::create()
        .table(OutputEvents::Table)
        .col(big_integer(OutputEvents::StreamId))
        .col(big_integer(OutputEvents::At))
        .col(integer(OutputEvents::Ordinal))
        .col(double_null(OutputEvents::Number))
        .col(text_null(OutputEvents::Text))
        .col(boolean_null(OutputEvents::Boolean))
        .primary_key(
            Index::create()
                .col(OutputEvents::StreamId)
                .col(OutputEvents::At)
                .col(OutputEvents::Ordinal),
        )
        .to_owned()
}
