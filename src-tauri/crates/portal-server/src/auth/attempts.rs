//! How often one may try to sign in, by network peer and by account.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::limit::{Limit, TooManyAttempts, network_of};
use crate::surroundings::Clock;

/// Refusals that follow each other sooner are one piece of news.
const NEWS_AGAIN_AFTER: Duration = Duration::from_secs(60 * 60);

/// How often one may try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttemptPolicy {
    /// Attempts on one account from one peer in a row; also those of one session on its own account.
    pub per_account_and_peer: NonZeroU32,
    /// Time in which these earn one more attempt.
    pub account_and_peer_recovery: Duration,
    /// Attempts on one account in a row, whatever the peers. Far more, so that a stranger at one peer
    /// keeps nobody out, and few enough that guessing from many peers leads nowhere. Once strangers have
    /// used them up, networks that the person signed in from before still have those above.
    pub per_account: NonZeroU32,
    /// Time in which an account earns one more attempt.
    pub account_recovery: Duration,
    /// Attempts from one peer in a row, whatever the accounts.
    pub per_peer: NonZeroU32,
    /// Time in which a peer earns one more attempt.
    pub peer_recovery: Duration,
    /// Addresses that one person in a row may make members of organizations: it shows who has an account.
    pub per_administrator: NonZeroU32,
    /// Time in which they earn one more.
    pub administrator_recovery: Duration,
}

impl Default for AttemptPolicy {
    /// Room for a person who tries their passwords and for an office behind one address, not for
    /// guessing.
    fn default() -> Self {
        const TWENTY: NonZeroU32 = NonZeroU32::new(20).unwrap();
        const SIXTY: NonZeroU32 = NonZeroU32::new(60).unwrap();
        const THREE_HUNDRED: NonZeroU32 = NonZeroU32::new(300).unwrap();
        Self {
            per_account_and_peer: TWENTY,
            account_and_peer_recovery: Duration::from_secs(30),
            per_account: THREE_HUNDRED,
            account_recovery: Duration::from_secs(5),
            per_peer: SIXTY,
            peer_recovery: Duration::from_secs(2),
            per_administrator: SIXTY,
            administrator_recovery: Duration::from_secs(60),
        }
    }
}

/// Counts attempts. Unknown accounts count like others, so that the limit tells nothing.
pub struct Attempts {
    by_account: Limit<[u8; 32]>,
    by_account_and_peer: Limit<([u8; 32], IpAddr)>,
    by_session: Limit<Uuid>,
    by_peer: Limit<IpAddr>,
    by_administrator: Limit<Uuid>,
    /// Whose refusals have been told.
    told: Limit<[u8; 32]>,
}

impl Attempts {
    /// Starts counting.
    #[must_use]
    pub fn new(policy: AttemptPolicy, clock: &Arc<dyn Clock>) -> Self {
        let (in_a_row, recovery) = (
            policy.per_account_and_peer,
            policy.account_and_peer_recovery,
        );
        Self {
            by_account: Limit::new(policy.per_account, policy.account_recovery, clock),
            by_account_and_peer: Limit::new(in_a_row, recovery, clock),
            by_session: Limit::new(in_a_row, recovery, clock),
            by_peer: Limit::new(policy.per_peer, policy.peer_recovery, clock),
            by_administrator: Limit::new(
                policy.per_administrator,
                policy.administrator_recovery,
                clock,
            ),
            told: Limit::new(NonZeroU32::MIN, NEWS_AGAIN_AFTER, clock),
        }
    }

    /// Counts one attempt of `peer` on the account named `account`.
    ///
    /// # Errors
    ///
    /// When either has used up its attempts. The attempt then doesn't count.
    pub fn check(&self, peer: IpAddr, account: &str) -> Result<(), AttemptRefused> {
        self.check_peer(peer)
            .map_err(|limit| limit.of(UsedUp::Peer))?;
        // Hashed, because what is typed here may be of any length, or be a password.
        let hash = Sha256::digest(account).into();
        self.by_account_and_peer
            .check(&(hash, network_of(peer)))
            .map_err(|limit| limit.of(UsedUp::AccountFromPeer))?;
        self.by_account
            .check(&hash)
            .map_err(|limit| limit.of(UsedUp::Account))
    }

    /// Whether `refused` is news to the person of the account named `account`.
    pub fn is_refusal_news(&self, refused: &AttemptRefused, peer: IpAddr, account: &str) -> bool {
        match refused.used_up {
            // It may name any number of accounts: none of them takes up memory unless the peer itself is news.
            // And any number of peers may name one account, which is told no more often for that.
            UsedUp::Peer => self.is_news(&network_of(peer).to_string()) && self.is_news(account),
            UsedUp::AccountFromPeer | UsedUp::Account => self.is_news(account),
        }
    }

    /// Whether it is news that attempts on the account named `account` are refused: that is so once,
    /// and again after an hour, whatever refuses them. Asking makes it no news.
    pub fn is_news(&self, account: &str) -> bool {
        self.told.check(&Sha256::digest(account).into()).is_ok()
    }

    /// Counts one attempt of `peer` that is on no account.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check).
    pub fn check_peer(&self, peer: IpAddr) -> Result<(), TooManyAttempts> {
        self.by_peer.check(&network_of(peer))
    }

    /// Counts one attempt of a signed-in person on their own password, which nobody else can use up.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check).
    pub fn check_session(&self, session: Uuid) -> Result<(), TooManyAttempts> {
        self.by_session.check(&session)
    }

    /// Counts one address that the person of `account` makes a member of an organization.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check).
    pub fn check_administrator(&self, account: Uuid) -> Result<(), TooManyAttempts> {
        self.by_administrator.check(&account)
    }
}

/// Whose attempts are used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsedUp {
    /// Those of the peer.
    Peer,
    /// Those of the peer on the account.
    AccountFromPeer,
    /// Those on the account, of all peers together.
    Account,
}

/// An attempt on an account is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttemptRefused {
    /// When the next one counts.
    pub retry_after: Duration,
    /// Whose attempts are used up.
    pub used_up: UsedUp,
}

impl TooManyAttempts {
    fn of(self, used_up: UsedUp) -> AttemptRefused {
        AttemptRefused {
            retry_after: self.retry_after,
            used_up,
        }
    }
}
