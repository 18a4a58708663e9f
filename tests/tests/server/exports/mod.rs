//! Exported files: what is in them, read by other programs, and the command that writes them.

mod command;
mod estimate;
mod read_back;
mod stopping;
mod workshop;

use workshop::Workshop;
