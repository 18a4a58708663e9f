//! What is kept of an account that is signed in, for as long as its session lasts, whether it is in view or not.

use std::sync::Arc;

use portal_client::IdempotencyKey;

use super::api_keys::{Creation, CreationWish, Rotation};
use super::buying_credits::Buying;
use super::creating_organizations::Founding;
use super::exports::Exporting;
use super::outstanding::Outstanding;
use super::session_token::SessionToken;

/// The same each time that the account comes into view in this run.
#[derive(Clone)]
pub(super) struct AccountKept {
    /// The address signed in with.
    pub(super) email: String,
    pub(super) token: Arc<SessionToken>,
    pub(super) asked: Arc<Asked>,
}

/// What the portal was asked for on behalf of an account, until there are answers.
#[derive(Default)]
pub(super) struct Asked {
    /// A key.
    pub(super) creation: Outstanding<Creation, CreationWish>,
    /// A new secret.
    pub(super) rotation: Outstanding<Rotation, IdempotencyKey>,
    /// An organization.
    pub(super) founding: Outstanding<Founding, IdempotencyKey>,
    /// Credits.
    pub(super) buying: Outstanding<Buying, IdempotencyKey>,
    /// An export.
    pub(super) exporting: Outstanding<Exporting, IdempotencyKey>,
}

impl AccountKept {
    /// Of a session of which this run knows no more than its `token`.
    pub(super) fn with(email: String, token: impl Into<Arc<SessionToken>>) -> Self {
        Self {
            email,
            token: token.into(),
            asked: Arc::default(),
        }
    }
}
