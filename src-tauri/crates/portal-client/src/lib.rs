//! Typed client of a portal: finding one by its address, its GraphQL contract, and downloads.
//!
//! [`PortalAddress`] is what a person typed, made precise. [`PortalClient::connect`] checks that a portal
//! answers there; every call after that is one of its methods. All that can go wrong is a [`ClientError`].
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use portal_client::{PortalAddress, PortalClient, SignInAnswer, Timeouts};
//!
//! let address = PortalAddress::typed("portal.example")?;
//! let portal = PortalClient::connect(address, Timeouts::default()).await?;
//! let answer = portal.sign_in("ada@acme.example", &"secret".into(), "Example 1.0", None).await?;
//! if let SignInAnswer::SignedIn { token, viewer, .. } = answer {
//!     println!("{} works in {}", viewer.display_name, viewer.organization.name);
//!     portal.sign_out(&token).await?;
//! }
//! # Ok(())
//! # }
//! ```

mod address;
mod client;
mod discovery;
mod download;
mod error;
mod events;
mod graphql;
mod http;
mod operations;
mod picture;
mod reply;
mod retry;

pub use address::{AddressError, PortalAddress};
pub use client::{PortalClient, StatusStream};
pub use download::{DownloadError, FileDownload};
pub use error::ClientError;
pub use graphql::Caller;
pub use http::Timeouts;
pub use operations::api_keys::{ApiKey, ApiKeyList, ApiKeyStatus, ApiKeySummary};
pub use operations::chart_readings::{
    ChartBucket, ChartCalculation, ChartRange, ChartReadings, ChartSeries,
};
pub use operations::charts::{
    Chart, ChartKind, ChartWorkspace, ChartWorkspaceList, ChartWorkspaceSummary,
    StarChartWorkspaceAnswer,
};
pub use operations::confirm_identity::ConfirmIdentityAnswer;
pub use operations::create_organization::{
    CreateOrganizationAnswer, OrganizationNameRefusal, PictureRefusal,
};
pub use operations::credit_history::{CreditFilter, CreditTotals, CreditTransactionList};
pub use operations::credit_offers::{
    CreditAmountRefusal, CreditOffers, CreditPack, CreditPriceAnswer, OwnCreditAmount,
};
pub use operations::credit_purchases::{
    BeginPurchaseAnswer, CancelPurchaseAnswer, CreditPurchase, CreditPurchaseList,
    CreditPurchaseState, CreditWish, PaymentProvider,
};
pub use operations::credit_thresholds::{AmountRefusal, CreditThresholdAnswer};
pub use operations::credits::{CreditKind, CreditTransaction, Credits, DailyUsage, UsageEstimate};
pub use operations::devices::{Device, PUBLISHED_QUERY};
pub use operations::disable_mfa::DisableMfaAnswer;
pub use operations::display_name::{DisplayNameAnswer, DisplayNameRefusal};
pub use operations::export_downloads::{ExportLink, ExportLinkAnswer};
pub use operations::export_requests::{
    CancelExportAnswer, ExportEstimate, ExportEstimateAnswer, ExportRangeRefusal,
    ExportRangeRefused, ExportWish, RequestExportAnswer,
};
pub use operations::exports::{
    ChartDataExport, Export, ExportFailure, ExportFormat, ExportList, ExportState,
};
pub use operations::home::{
    CreditsAtAGlance, Deployment, DeviceAtAGlance, DevicesAtAGlance, ExportAtAGlance, Home,
};
pub use operations::idempotency_key::IdempotencyKey;
pub use operations::issued_api_keys::{
    ApiKeyNameRefusal, ApiKeyOverlap, CreateApiKeyAnswer, IssuedApiKey, RotateApiKeyAnswer,
};
pub use operations::leaving::{DeleteOrganizationAnswer, LeaveOrganizationAnswer};
pub use operations::members::{GrantableRole, Member, MemberList};
pub use operations::memberships::{
    AddMemberAnswer, ChangeMemberRolesAnswer, RemoveMemberAnswer, RolesRefusal,
};
pub use operations::mfa_enrollment::{
    BeginMfaEnrollmentAnswer, CompleteMfaEnrollmentAnswer, VerifyMfaEnrollmentAnswer,
};
pub use operations::organization_settings::{
    OrganizationDeletion, OrganizationSettings, PictureChange, UpdateOrganizationAnswer,
};
pub use operations::organizations::{
    OrganizationList, OrganizationSummary, SwitchOrganizationAnswer,
};
pub use operations::pages::{BrokenPin, Page, PinPageAnswer, PinnedPage, UnpinAnswer};
pub use operations::password::{ChangePasswordAnswer, PasswordRefusal};
pub use operations::preferences::{ChangePreferencesInput, Preferences, Theme};
pub use operations::recovery_codes::RegenerateRecoveryCodesAnswer;
pub use operations::refusals::{CodeRefusal, CodeRefused};
pub use operations::revoke_api_key::RevokeApiKeyAnswer;
pub use operations::second_factor::SecondFactor;
pub use operations::second_step::CompleteSignInAnswer;
pub use operations::security::{Mfa, MfaRequirement, Security};
pub use operations::security_log::{
    SecurityActor, SecurityCategory, SecurityEvent, SecurityEventKind, SecurityLogPage,
};
pub use operations::sessions::{RevokeSessionAnswer, Session};
pub use operations::sign_in::SignInAnswer;
pub use operations::status_updates::{
    ApiKeyExpiring, CreditsLow, ExportEnded, MfaRequirementBegan, RolesChanged, StatusEntry,
    StatusPage, StatusTick, StatusUpdate, WorkflowDeployed, WorkflowDeploymentFailed,
};
pub use operations::viewer::{Organization, OrganizationKind, ProfilePage, Role, Viewer};
pub use picture::Picture;

/// The contract, as names that cynic checks operations against.
#[expect(unreachable_pub, reason = "generated from the contract's schema")]
#[cynic::schema("portal")]
mod schema {}
