//! Telling people what happens on the portal: each update once to each account that it concerns.
//!
//! An account's feed is a list of updates with positions. An update is added in the transaction of what happened, which
//! holds the feed until it commits, so that the order of positions is the order of commits: a reader that knows how far
//! it came misses nothing and reads nothing twice. Those who listen hear of new updates within a second, also of those
//! that another process added: each process looks at the feeds of its listeners twice a second, with one statement, and
//! at once after it changed something itself. With another it looks at the exports under way.

mod following;
mod keeping;
mod listeners;
mod recording;
mod standing;

pub use keeping::{KEPT_FOR, StatusKeeping};
pub use listeners::{Listeners, STREAMS_OF_AN_ACCOUNT, TooManyStreams};

pub(crate) use following::{FollowEnd, Followed, follow};
pub(crate) use keeping::expiry_known_for;
pub(crate) use recording::{record, record_for_all};
pub(crate) use standing::Standings;
