//! What answers are made of, one aggregate a file.

mod api_key;
mod chart;
mod chart_readings;
mod credit_history;
mod credit_offers;
mod credit_purchase;
mod credits;
mod date;
mod date_time;
mod device;
mod export;
mod home;
mod ids;
mod member;
mod name_cursor;
mod notes;
mod organization;
mod organization_list;
mod organization_settings;
mod pinned_page;
mod preferences;
mod refusals;
mod security;
mod security_log;
mod session;
mod status;
mod viewer;

pub(super) use api_key::{ApiKey, ApiKeyList, ApiKeySummary};
pub(super) use chart::{Chart, ChartWorkspace, ChartWorkspaceList, ChartWorkspaceSummary};
pub(super) use chart_readings::ChartReadings;
pub(super) use credit_history::{CreditFilterInput, CreditTotals, CreditTransactionList};
pub(super) use credit_offers::{
    CreditAmountPriced, CreditAmountRefused, CreditOfferChanged, CreditOffers,
};
pub(super) use credit_purchase::{
    CreditPurchase, CreditPurchaseList, read_purchase_cursor, write_purchase_cursor,
};
pub(super) use credits::Credits;
pub(super) use date::{Date, read_zone};
pub(super) use date_time::Instant;
pub(super) use device::{Device, DeviceList};
pub(super) use export::{
    ChartDataExport, Export, ExportDownload, ExportEstimate, ExportList, ExportRangeRefused,
    HeardDays, TooManyExports, most_days, read_export_cursor, write_export_cursor,
};
pub(super) use home::Home;
pub(super) use ids::id_of;
pub(super) use member::{GrantableRole, Member, MemberList};
pub(super) use name_cursor::{cut_to_page, read_cursor};
pub(super) use notes::*;
pub(super) use organization::Organization;
pub(super) use organization_list::{
    OrganizationList, OrganizationSummary, read_organization_cursor, write_organization_cursor,
};
pub(super) use organization_settings::{OrganizationSettings, count};
pub(super) use pinned_page::PinnedPage;
pub(super) use preferences::Preferences;
pub(super) use refusals::{
    CodeRefused, OrganizationNameRefused, PictureRefused, TooManyAttempts, WrongCredentials,
    proof_of,
};
pub(super) use security::{MfaRequirement, Security};
pub(super) use security_log::{SecurityEvent, SecurityLog, read_event_cursor, write_event_cursor};
pub(super) use session::SessionList;
pub(super) use status::{
    StatusEntry, StatusPage, StatusTick, read_status_cursor, write_status_cursor,
};
pub(super) use viewer::Viewer;
