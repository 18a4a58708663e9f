//! Exporting chart data in the real window.

mod ends;
mod files;
mod news;
