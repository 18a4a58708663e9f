//! Packages of Debian and of systems with RPM, made by the tools of these systems from programs that are built.
//!
//! [`Tree::lay_out`] makes the folder of what is installed, and [`debian::pack`] and [`rpm::pack`] make packages of
//! it. The same programs on the day of the same commit make the same octets.

mod change_log;
mod clean_system;
pub(crate) mod debian;
mod metainfo;
mod release;
pub(crate) mod rpm;
#[cfg(test)]
mod tests;
mod tree;
mod try_out;
pub(crate) mod verification;

pub(crate) use release::Release;
pub(crate) use tree::Tree;

/// The packages, each with the program of its name.
pub(crate) const PACKAGES: [&str; 2] = ["portal-profile", "portal-server"];
