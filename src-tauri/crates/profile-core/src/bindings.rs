//! The TypeScript side of the types that cross to the page.

use std::path::Path;

use ts_rs::{Config, ExportError, TS};

use crate::{
    accounts, api_keys, charts, credit_history, credit_purchases, credits, downloads,
    export_downloads, exports, failure, home, language, lock, members, mfa, notifications,
    organizations, outside_requests, pages, password, portals, preferences, profile, second_factor,
    security, security_log, services, session, sessions, start, status_updates, zoom,
};

/// Writes one TypeScript file per type that crosses to the page into `directory`.
///
/// # Errors
/// When a file can't be written.
pub fn export_bindings(directory: &Path) -> Result<(), ExportError> {
    let config = Config::new().with_out_dir(directory);
    accounts::KnownAccount::export_all(&config)?;
    api_keys::ApiKeyExpiry::export_all(&config)?;
    api_keys::ApiKeyOverlap::export_all(&config)?;
    api_keys::ApiKeys::export_all(&config)?;
    api_keys::CreateApiKeyOutcome::export_all(&config)?;
    api_keys::RevokeApiKeyOutcome::export_all(&config)?;
    api_keys::RotateApiKeyOutcome::export_all(&config)?;
    api_keys::TriedApiKey::export_all(&config)?;
    charts::ChartReadings::export_all(&config)?;
    charts::ChartRange::export_all(&config)?;
    charts::ChartWorkspace::export_all(&config)?;
    charts::StarWorkspaceOutcome::export_all(&config)?;
    credit_history::CreditFilter::export_all(&config)?;
    credit_history::CreditHistoryPage::export_all(&config)?;
    credit_history::CreditTotals::export_all(&config)?;
    credit_purchases::BeginPurchaseOutcome::export_all(&config)?;
    credit_purchases::CancelPurchaseOutcome::export_all(&config)?;
    credit_purchases::CreditOffers::export_all(&config)?;
    credit_purchases::CreditPriceOutcome::export_all(&config)?;
    credit_purchases::CreditPurchasesPage::export_all(&config)?;
    credit_purchases::CreditWish::export_all(&config)?;
    credits::Credits::export_all(&config)?;
    credits::SetCreditThresholdOutcome::export_all(&config)?;
    downloads::SavedFile::export_all(&config)?;
    export_downloads::DownloadExportOutcome::export_all(&config)?;
    export_downloads::ExportDownloads::export_all(&config)?;
    exports::CancelExportOutcome::export_all(&config)?;
    exports::ChartExports::export_all(&config)?;
    exports::ExportEstimateOutcome::export_all(&config)?;
    exports::ExportsPage::export_all(&config)?;
    exports::ExportWish::export_all(&config)?;
    exports::RequestExportOutcome::export_all(&config)?;
    failure::FailureCode::export_all(&config)?;
    home::Home::export_all(&config)?;
    lock::LockSetting::export_all(&config)?;
    lock::LockState::export_all(&config)?;
    members::AddMemberOutcome::export_all(&config)?;
    members::ChangeMemberRolesOutcome::export_all(&config)?;
    members::MembersPage::export_all(&config)?;
    members::RemoveMemberOutcome::export_all(&config)?;
    mfa::BeginEnrollmentOutcome::export_all(&config)?;
    mfa::CompleteEnrollmentOutcome::export_all(&config)?;
    mfa::DisableMfaOutcome::export_all(&config)?;
    mfa::RecoveryCodesOutcome::export_all(&config)?;
    mfa::VerifyEnrollmentOutcome::export_all(&config)?;
    notifications::Place::export_all(&config)?;
    organizations::CreateOrganizationOutcome::export_all(&config)?;
    organizations::DeleteOrganizationOutcome::export_all(&config)?;
    organizations::LeaveOrganizationOutcome::export_all(&config)?;
    organizations::Organizations::export_all(&config)?;
    organizations::OrganizationSettings::export_all(&config)?;
    organizations::PictureChange::export_all(&config)?;
    organizations::PreparePictureOutcome::export_all(&config)?;
    organizations::SwitchOrganizationOutcome::export_all(&config)?;
    organizations::UpdateOrganizationOutcome::export_all(&config)?;
    pages::PinPageOutcome::export_all(&config)?;
    pages::UnpinOutcome::export_all(&config)?;
    password::ChangePasswordOutcome::export_all(&config)?;
    outside_requests::OutsideRequest::export_all(&config)?;
    zoom::ZoomStep::export_all(&config)?;
    zoom::Zoom::export_all(&config)?;
    language::LanguageSetting::export_all(&config)?;
    portals::Portal::export_all(&config)?;
    preferences::ColorScheme::export_all(&config)?;
    profile::ProfileSnapshot::export_all(&config)?;
    second_factor::SecondFactor::export_all(&config)?;
    security::ConfirmIdentityOutcome::export_all(&config)?;
    security_log::SecurityCategory::export_all(&config)?;
    security_log::SecurityLogPage::export_all(&config)?;
    services::ServiceState::export_all(&config)?;
    session::CompleteSignInOutcome::export_all(&config)?;
    session::SignInOutcome::export_all(&config)?;
    session::SignOutOutcome::export_all(&config)?;
    session::TokenStorage::export_all(&config)?;
    sessions::OpenSession::export_all(&config)?;
    sessions::RevokedOthers::export_all(&config)?;
    start::Start::export_all(&config)?;
    status_updates::PortalNews::export_all(&config)
}
