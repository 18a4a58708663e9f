//! What can go wrong when the portal decides who somebody is. Refusals are outcomes, not failures.

use sea_orm::DbErr;

use super::events::RecordError;
use super::passwords::HashingError;
use crate::objects::ObjectsError;
use crate::sealing::SealError;
use crate::store::StoreError;
use crate::surroundings::RandomnessError;

/// Nothing was decided, and nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// The session ended meanwhile.
    #[error("the session has ended")]
    SessionEnded,
    /// The person's roles in the organization don't allow it any more, as they did when the request began.
    #[error("the person's roles don't allow it")]
    Forbidden,
    /// The organization is gone, or the person is no member of it any more.
    #[error("the organization is not available")]
    OrganizationUnavailable,
    /// A picture could not be kept.
    #[error(transparent)]
    Objects(#[from] ObjectsError),
    /// The thread that looks at a picture ended.
    #[error("looking at a picture was interrupted")]
    PictureInterrupted,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A password could not be checked or hashed.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// A secret could not be sealed or opened.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// An account's name can't be told to an authenticator.
    #[error("the account can't be named to an authenticator: {0}")]
    Authenticator(#[from] totp_rs::TotpError),
    /// There is no randomness.
    #[error(transparent)]
    Randomness(#[from] RandomnessError),
}

impl From<RecordError> for AuthError {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Store(error) => Self::Store(error),
            RecordError::Randomness(error) => Self::Randomness(error),
        }
    }
}

impl From<DbErr> for AuthError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}
