//! Why a step of an operator is refused.

use uuid::Uuid;

use crate::auth::{HashingError, RecordError};
use crate::credits::VerifyError;
use crate::domain::{
    Credits, Currency, EmailAddress, PasswordRefusal, Plan, PriceRefusal, RoleRuleBroken,
};
use crate::objects::ObjectsError;
use crate::pictures::PictureRefused;
use crate::store::StoreError;
use crate::surroundings::RandomnessError;

/// Why a step was not taken. Nothing is changed then.
#[derive(Debug, thiserror::Error)]
pub enum AdministrationError {
    /// There is such an account already.
    #[error("there is an account for {0} already")]
    EmailTaken(EmailAddress),
    /// There is no such account.
    #[error("there is no account for {0}")]
    NoSuchAccount(EmailAddress),
    /// There is no such organization.
    #[error("there is no organization {0:?}")]
    NoSuchOrganization(String),
    /// Several organizations have this name.
    #[error("several organizations are called {name:?}; name one by its id: {list}", list = list(ids))]
    AmbiguousOrganization {
        /// The name.
        name: String,
        /// Their ids.
        ids: Vec<Uuid>,
    },
    /// The organization has no such workflow.
    #[error("there is no workflow {name:?} in this organization; there are: {list}", list = known.join(", "))]
    NoSuchWorkflow {
        /// What it would be called.
        name: String,
        /// Those there are.
        known: Vec<String>,
    },
    /// The organization has no such device.
    #[error("there is no device {0:?} in this organization")]
    NoSuchDevice(String),
    /// Several devices have this name.
    #[error("several devices of this organization are called {0:?}")]
    AmbiguousDevice(String),
    /// The workflow was on no device yet.
    #[error("this workflow was on no device yet; name one with --device")]
    DeviceUnclear,
    /// A personal account has no other members.
    #[error("a personal account can't be shared")]
    PersonalAccount,
    /// The account owns as many organizations as it may.
    #[error("{email} owns {owned} organizations already, and {limit} is the limit")]
    OrganizationLimitReached {
        /// Who owns them.
        email: EmailAddress,
        /// How many.
        owned: u64,
        /// How many it may own.
        limit: u64,
    },
    /// The organization's plan goes without credits.
    #[error("{organization:?} is on the plan {plan}, which goes without credits")]
    NoCredits {
        /// What it is called.
        organization: String,
        /// Its plan.
        plan: Plan,
    },
    /// There are not so many credits left.
    #[error("only {balance} credits are left")]
    CreditsUsedUp {
        /// What is left.
        balance: Credits,
    },
    /// The balance would be more than can be counted.
    #[error("there are {balance} credits already, and {max} is the limit", max = Credits::MAXIMUM_BALANCE)]
    TooManyCredits {
        /// What there is.
        balance: Credits,
    },
    /// The idempotency key was used for something else.
    #[error("this key was used for something else within the last 30 days")]
    KeyReused,
    /// All that is sold has one currency.
    #[error(
        "credits are sold in {there} already, and there is one currency for all; take away what is sold first"
    )]
    OtherCurrency {
        /// The currency.
        there: Currency,
    },
    /// There is no such pack.
    #[error("there is no pack {0}")]
    NoSuchPack(Uuid),
    /// The least that is sold is more than the most.
    #[error("the least is more than the most")]
    LeastIsMore,
    /// The most that is sold would cost more than can be asked at once.
    #[error("so many credits would cost more than can be paid at once")]
    MostIsTooDear,
    /// A price is not accepted.
    #[error(transparent)]
    Price(#[from] PriceRefusal),
    /// A ledger is wrong.
    #[error(transparent)]
    Ledger(#[from] VerifyError),
    /// The account is not a member.
    #[error("{0} is not a member of this organization")]
    NotAMember(EmailAddress),
    /// The roles don't go together.
    #[error(transparent)]
    RoleRule(#[from] RoleRuleBroken),
    /// The password is not accepted.
    #[error(transparent)]
    Password(#[from] PasswordRefusal),
    /// The picture is not accepted.
    #[error(transparent)]
    Picture(#[from] PictureRefused),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The object store failed.
    #[error(transparent)]
    Objects(#[from] ObjectsError),
    /// The password can't be hashed.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// There is no randomness for ids.
    #[error(transparent)]
    Randomness(#[from] RandomnessError),
}

impl From<RecordError> for AdministrationError {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Store(error) => Self::Store(error),
            RecordError::Randomness(error) => Self::Randomness(error),
        }
    }
}

impl From<sea_orm::DbErr> for AdministrationError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

fn list(ids: &[Uuid]) -> String {
    let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
    ids.join(", ")
}
