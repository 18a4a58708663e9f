//! Links to the files of exports.

use chrono::{DateTime, Utc};

use crate::operations::exports::Export;
use crate::operations::refusals::ExportNotFound;
use crate::schema;

/// A link to the file of an export, for five minutes and this file alone.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
#[cynic(graphql_type = "ExportDownload")]
pub struct ExportLink {
    /// Where it is on the portal. Whoever knows it gets the file.
    pub path: String,
    /// What the file may be called.
    pub file_name: String,
    /// Its octets.
    pub size: f64,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
    /// When the link ends.
    pub expires_at: DateTime<Utc>,
    /// What the file is, as a JSON document.
    pub manifest: String,
}

/// What came of asking for a link.
#[derive(Clone, Debug, PartialEq)]
pub enum ExportLinkAnswer {
    /// The link.
    Linked(ExportLink),
    /// It has no file, or not any more.
    NotReady(Box<Export>),
    /// There is no such export.
    NotFound,
    /// An answer that a later portal knows.
    Unknown,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct CreateExportDownloadVariables<'a> {
    pub(crate) id: &'a cynic::Id,
}

/// Asks for a link; sent twice, either works.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CreateExportDownloadVariables")]
pub(crate) struct CreateExportDownload {
    #[arguments(id: $id)]
    pub(crate) create_export_download: CreateExportDownloadResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum CreateExportDownloadResult {
    Linked(ExportLink),
    NotReady(ExportNotReady),
    NotFound(ExportNotFound),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct ExportNotReady {
    export: Export,
}

impl From<CreateExportDownloadResult> for ExportLinkAnswer {
    fn from(result: CreateExportDownloadResult) -> Self {
        match result {
            CreateExportDownloadResult::Linked(link) => Self::Linked(link),
            CreateExportDownloadResult::NotReady(it) => Self::NotReady(Box::new(it.export)),
            CreateExportDownloadResult::NotFound(ExportNotFound { .. }) => Self::NotFound,
            CreateExportDownloadResult::Unknown => Self::Unknown,
        }
    }
}
