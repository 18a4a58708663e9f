//! How much and how long a client may ask for.

use std::time::Duration;

/// Octets of a request's body. The largest request has the picture of an organization in it, whose 256
/// KiB are 342 in base64.
pub(super) const BODY: usize = 512 * 1024;

/// Octets of a request's headers.
pub(super) const HEADERS: usize = 16 * 1024;

/// Time for a request's headers to arrive, counted from the end of the request before. Longer than
/// clients keep idle connections, so that it is they who close them: a request that meets a closing
/// connection is lost.
pub(super) const HEADERS_WITHIN: Duration = Duration::from_secs(120);

/// Time for a request's body to arrive.
pub(super) const BODY_WITHIN: Duration = Duration::from_secs(10);

/// Time for an answer to be found.
pub(super) const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Clients connected at a time; others wait to be accepted.
pub(super) const CONNECTIONS: usize = 512;

/// Clients that follow what happens, at a time: half of all, so that others are still let in.
pub(crate) const STREAMS: usize = CONNECTIONS / 2;

/// Between two signs of life to a client that follows what happens, while nothing does.
pub(super) const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// Time that work under way has to finish when the portal stops.
pub(crate) const DRAIN_WITHIN: Duration = Duration::from_secs(10);
