//! All that can go wrong between the app and a portal, told apart by what a person can do about it.

use std::error::Error;
use std::fmt::Write;
use std::io;
use std::time::Duration;

/// A request that brought no usable answer. Holds nothing of the request and no text of the reply.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// Nothing answers: the name is unknown, the connection was refused or cut.
    #[error("the portal can't be reached: {detail}")]
    Unreachable {
        /// What the system said.
        detail: String,
    },
    /// No complete answer within the time-outs.
    #[error("the portal did not answer in time")]
    TimedOut,
    /// It answers with a redirect, which is not followed: credentials go where the person said.
    #[error("the portal answers with a redirect (status {status})")]
    Redirected {
        /// The HTTP status.
        status: u16,
    },
    /// Its certificate is not trusted by this system.
    #[error("the portal's certificate is not trusted: {detail}")]
    CertificateUntrusted {
        /// What is wrong with it.
        detail: String,
    },
    /// A server answers, but not as a portal.
    #[error("this is not a portal: {detail}")]
    NotAPortal {
        /// What gave it away.
        detail: &'static str,
    },
    /// It is a portal of a contract version that this client doesn't speak.
    #[error("the portal speaks version {version} of the contract")]
    ContractUnsupported {
        /// The version it speaks.
        version: u64,
    },
    /// The reply was cut off or is not of the contract.
    #[error("the portal's reply can't be read: {detail}")]
    ReplyInvalid {
        /// What is wrong with it.
        detail: String,
    },
    /// The reply is larger than any honest one.
    #[error("the portal's reply is larger than {limit} bytes")]
    ReplyTooLarge {
        /// The most bytes that are read.
        limit: usize,
    },
    /// The portal reports a fault of its own.
    #[error("the portal reports a fault (status {status}, code {})", .code.as_deref().unwrap_or("none"))]
    Faulted {
        /// The HTTP status.
        status: u16,
        /// `extensions.code` of the GraphQL error.
        code: Option<String>,
    },
    /// The session expired or was revoked.
    #[error("the portal does not accept the session")]
    Unauthenticated,
    /// The portal does not accept the API key.
    #[error("the portal does not accept the API key")]
    ApiKeyRefused,
    /// The action is sensitive, and the last confirmation of the identity is too long ago.
    #[error("the identity has to be confirmed first")]
    ConfirmationRequired,
    /// The organization in view requires MFA, and the person has none.
    #[error("the organization requires MFA to be set up first")]
    MfaEnrollmentRequired,
    /// The organization that the request is about is gone, or the person is no member of it.
    #[error("the organization is not there for this session")]
    OrganizationUnavailable,
    /// The position to go on from is none of this account's.
    #[error("the portal does not know this position")]
    PositionRefused,
    /// The portal does not let this session do that.
    #[error("the portal does not allow this")]
    NotAllowed,
    /// The portal asks to slow down.
    #[error("the portal asks to slow down")]
    TooManyRequests {
        /// How long it asks to wait.
        retry_after: Option<Duration>,
    },
}

impl ClientError {
    /// The error of a request that brought no reply at all.
    pub(crate) fn unanswered(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if let Some(tls) = find_tls(&error) {
            return match tls {
                rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => {
                    Self::CertificateUntrusted {
                        detail: tls.to_string(),
                    }
                }
                _ => Self::Unreachable {
                    detail: tls.to_string(),
                },
            };
        }
        if error.is_timeout() {
            return Self::TimedOut;
        }
        if causes(&error).any(|cause| cause.downcast_ref().is_some_and(hyper::Error::is_parse)) {
            return Self::ReplyInvalid {
                detail: "it is not HTTP".into(),
            };
        }
        Self::Unreachable {
            detail: describe(&error),
        }
    }

    /// Whether the portal does not know all of what was asked for.
    pub(crate) fn is_of_an_older_portal(&self) -> bool {
        matches!(self, Self::Faulted { code: Some(code), .. } if code == "INVALID_REQUEST")
    }

    /// The error of a reply whose body could not be read to its end.
    pub(crate) fn cut_off(error: reqwest::Error) -> Self {
        if error.is_timeout() {
            return Self::TimedOut;
        }
        Self::ReplyInvalid {
            detail: format!("it was cut off: {}", describe(&error.without_url())),
        }
    }

    /// The error of an HTTP client that can't be built: without trusted roots no certificate can be trusted.
    pub(crate) fn no_client(error: reqwest::Error) -> Self {
        let detail = describe(&error);
        if find_tls(&error).is_some() {
            Self::CertificateUntrusted { detail }
        } else {
            Self::Unreachable { detail }
        }
    }

    /// A JSON body that doesn't have the shape of the contract. The parser's own words may quote the reply,
    /// which may hold a token; only the place is kept.
    pub(crate) fn misshapen(error: &serde_json::Error) -> Self {
        let place = format!(
            "{:?} error at line {}, column {}",
            error.classify(),
            error.line(),
            error.column()
        );
        Self::ReplyInvalid { detail: place }
    }
}

fn find_tls<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    causes(error).find_map(|cause| cause.downcast_ref())
}

/// `error` and all that is behind it. An I/O error's `source` skips the error it wraps, so that is asked for.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| {
        match error.downcast_ref::<io::Error>() {
            Some(io_error) => io_error
                .get_ref()
                .map(|inner| inner as &(dyn Error + 'static)),
            None => error.source(),
        }
    })
}

/// The words of an error and its causes, each once.
fn describe(error: &(dyn Error + 'static)) -> String {
    let mut words = String::new();
    for cause in causes(error) {
        let cause = cause.to_string();
        if words.is_empty() {
            words = cause;
        } else if !words.ends_with(&cause) {
            // Writing to a string can't fail.
            let _ = write!(words, ": {cause}");
        }
    }
    words
}
