//! The use cases together, as the shell calls them.
