//! The last profile seen, kept in the cache directory for offline viewing.
