//! Second factors: authenticators, recovery codes, and how often a code was wrong.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, boolean, integer, pk_uuid, small_integer, string,
    string_len_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_uniq,
    var_binary, var_binary_uniq,
};

use super::m20261123_000001_accounts::Accounts;
use super::m20261123_000002_organizations::Organizations;
use super::m20261123_000003_sessions::Sessions;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
enum AccountsColumn {
    PasswordChangedAt,
}

#[derive(DeriveIden)]
enum OrganizationsColumn {
    MfaRequiredSince,
}

#[derive(DeriveIden)]
enum SessionsColumn {
    Device,
    Address,
    ConfirmedAt,
}

#[derive(DeriveIden)]
enum SecondFactors {
    Table,
    AccountId,
    SealedSecret,
    LastStep,
    EnabledAt,
    EnrollmentId,
}

#[derive(DeriveIden)]
enum MfaEnrollments {
    Table,
    AccountId,
    Id,
    SealedSecret,
    VerifiedStep,
    ExpiresAt,
}

#[derive(DeriveIden)]
enum RecoveryCodes {
    Table,
    AccountId,
    CodeMac,
    Pending,
    UsedAt,
}

#[derive(DeriveIden)]
enum CodeFailures {
    Table,
    Scope,
    Failures,
    LastFailedAt,
    BlockedUntil,
}

#[derive(DeriveIden)]
enum SignInChallenges {
    Table,
    Id,
    TokenHash,
    AccountId,
    Client,
    Device,
    ExpiresAt,
    Attempts,
}

#[derive(DeriveIden)]
enum RefusedSteps {
    Table,
    AccountId,
    Step,
}

#[derive(DeriveIden)]
enum SealingKeyChecks {
    Table,
    Id,
    Mac,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            Table::alter()
                .table(Accounts::Table)
                .add_column(timestamp_with_time_zone_null(
                    AccountsColumn::PasswordChangedAt,
                ))
                .to_owned(),
            Table::alter()
                .table(Organizations::Table)
                .add_column(timestamp_with_time_zone_null(
                    OrganizationsColumn::MfaRequiredSince,
                ))
                .to_owned(),
            Table::alter()
                .table(Sessions::Table)
                .add_column(string_len_null(SessionsColumn::Device, 100))
                .to_owned(),
            Table::alter()
                .table(Sessions::Table)
                .add_column(string_len_null(SessionsColumn::Address, 45))
                .to_owned(),
            Table::alter()
                .table(Sessions::Table)
                .add_column(timestamp_with_time_zone_null(SessionsColumn::ConfirmedAt))
                .to_owned(),
        ];
        for column in columns {
            manager.alter_table(column).await?;
        }
        for table in [
            second_factors(),
            enrollments(),
            recovery_codes(),
            failures(),
            challenges(),
            refused_steps(),
            sealing_key_checks(),
        ] {
            manager.create_table(table).await?;
        }
        Ok(())
    }
}

fn second_factors() -> TableCreateStatement {
    Table::create()
        .table(SecondFactors::Table)
        .col(pk_uuid(SecondFactors::AccountId))
        .col(binary(SecondFactors::SealedSecret))
        .col(big_integer(SecondFactors::LastStep))
        .col(timestamp_with_time_zone(SecondFactors::EnabledAt))
        .col(uuid(SecondFactors::EnrollmentId))
        .foreign_key(&mut of_account(
            SecondFactors::Table,
            SecondFactors::AccountId,
        ))
        .to_owned()
}

/// One for each account: a second enrollment takes the place of the first.
fn enrollments() -> TableCreateStatement {
    Table::create()
        .table(MfaEnrollments::Table)
        .col(pk_uuid(MfaEnrollments::AccountId))
        .col(uuid_uniq(MfaEnrollments::Id))
        .col(binary(MfaEnrollments::SealedSecret))
        .col(big_integer_null(MfaEnrollments::VerifiedStep))
        .col(timestamp_with_time_zone(MfaEnrollments::ExpiresAt))
        .foreign_key(&mut of_account(
            MfaEnrollments::Table,
            MfaEnrollments::AccountId,
        ))
        .to_owned()
}

fn recovery_codes() -> TableCreateStatement {
    Table::create()
        .table(RecoveryCodes::Table)
        .col(uuid(RecoveryCodes::AccountId))
        .col(var_binary(RecoveryCodes::CodeMac, 32))
        .col(boolean(RecoveryCodes::Pending))
        .col(timestamp_with_time_zone_null(RecoveryCodes::UsedAt))
        .primary_key(
            Index::create()
                .col(RecoveryCodes::AccountId)
                .col(RecoveryCodes::CodeMac),
        )
        .foreign_key(&mut of_account(
            RecoveryCodes::Table,
            RecoveryCodes::AccountId,
        ))
        .to_owned()
}

fn failures() -> TableCreateStatement {
    Table::create()
        .table(CodeFailures::Table)
        .col(string(CodeFailures::Scope).primary_key())
        .col(integer(CodeFailures::Failures))
        .col(timestamp_with_time_zone(CodeFailures::LastFailedAt))
        .col(timestamp_with_time_zone_null(CodeFailures::BlockedUntil))
        .to_owned()
}

fn challenges() -> TableCreateStatement {
    Table::create()
        .table(SignInChallenges::Table)
        .col(pk_uuid(SignInChallenges::Id))
        .col(var_binary_uniq(SignInChallenges::TokenHash, 32))
        .col(uuid(SignInChallenges::AccountId))
        .col(string(SignInChallenges::Client))
        .col(string_len_null(SignInChallenges::Device, 100))
        .col(timestamp_with_time_zone(SignInChallenges::ExpiresAt))
        .col(integer(SignInChallenges::Attempts))
        .foreign_key(&mut of_account(
            SignInChallenges::Table,
            SignInChallenges::AccountId,
        ))
        .to_owned()
}

/// Steps ahead of time whose codes were given away by saying so: they are never accepted.
fn refused_steps() -> TableCreateStatement {
    Table::create()
        .table(RefusedSteps::Table)
        .col(uuid(RefusedSteps::AccountId))
        .col(big_integer(RefusedSteps::Step))
        .primary_key(
            Index::create()
                .col(RefusedSteps::AccountId)
                .col(RefusedSteps::Step),
        )
        .foreign_key(&mut of_account(
            RefusedSteps::Table,
            RefusedSteps::AccountId,
        ))
        .to_owned()
}

/// One row: what the key that seals the secrets makes of a known text.
fn sealing_key_checks() -> TableCreateStatement {
    Table::create()
        .table(SealingKeyChecks::Table)
        .col(small_integer(SealingKeyChecks::Id).primary_key())
        .col(var_binary(SealingKeyChecks::Mac, 32))
        .to_owned()
}

fn of_account(table: impl IntoIden, column: impl IntoIden) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table.into_iden(), column.into_iden())
        .to(Accounts::Table, Accounts::Id)
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}
