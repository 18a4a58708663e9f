//! The portal's words and the rules that hold for them, without a database or a network.

mod api_key;
mod authenticator;
mod calendar;
mod chart;
mod credits;
mod display_name;
mod email;
mod export;
mod export_format;
mod members_included;
mod money;
mod organization;
mod output;
mod page;
mod password;
mod preferences;
mod purchase;
mod recovery_code;
mod roles;
mod security_event;
mod status_update;
mod visible_name;

pub use api_key::{
    ApiKeyName, ApiKeyNameRefusal, ApiKeyOverlap, ApiKeyStatus, ApiKeyText, EXPIRY_WARNING,
    MAXIMUM_API_KEY_NAME_LENGTH, MAXIMUM_API_KEYS,
};
pub use authenticator::{Authenticator, Match, STEP, normalized_code};
pub use calendar::bucket_starts;
pub(crate) use calendar::midnight;
pub use chart::{ChartBucket, ChartCalculation, ChartKind, ChartRange};
pub use credits::{AmountRefusal, CreditAmount, CreditKind, CreditThreshold, Credits};
pub use display_name::{DisplayName, DisplayNameRefusal, MAXIMUM_DISPLAY_NAME_LENGTH};
pub use email::{EmailAddress, InvalidEmail};
pub use export::{ExportFailure, ExportRangeRefusal, ExportState, LONGEST_EXPORT};
pub use export_format::{ExportFormat, UnknownExportFormat};
pub use members_included::Members;
pub use money::{CreditRate, Currency, Price, PriceRefusal, UnknownCurrency};
pub use organization::{
    Feature, MAXIMUM_ORGANIZATION_NAME_LENGTH, MAXIMUM_OWNED_ORGANIZATIONS, OrganizationKind,
    OrganizationName, OrganizationNameRefusal, PERSONAL_ACCOUNT, Plan, UnknownFeature, UnknownPlan,
};
pub use output::{MAXIMUM_NAME_LENGTH, OutputValue, ValueKind};
pub use page::{BrokenPin, Page};
pub use password::{
    MAXIMUM_PASSWORD_LENGTH, MINIMUM_PASSWORD_LENGTH, PasswordRefusal, check_password,
};
pub use preferences::Theme;
pub use purchase::{
    CreditAmountRefusal, PaymentProvider, PurchaseState, credits_in_words, receipt_number,
};
pub use recovery_code::{RECOVERY_CODES, RecoveryCode};
pub use roles::{Role, RoleRuleBroken, RoleSet, UnknownRole};
pub use security_event::{SecurityActor, SecurityCategory, SecurityEventKind};
pub use status_update::StatusUpdate;
pub use visible_name::{plain_name, readable_line};
