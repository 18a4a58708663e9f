//! What a chart shows, kept in a file.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::ProfileApp;
use crate::downloads::{SavedFile, file_stem};
use crate::failure::{Failure, FailureCode};

/// What every PNG begins with.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

impl ProfileApp {
    /// Saves a chart's table among the person's downloads, called `name` as far as files can be.
    ///
    /// # Errors
    /// [`FailureCode::NotSignedIn`] and [`FailureCode::FileNotSaved`]. Then no file is left.
    pub async fn save_chart_table(&self, name: &str, csv: String) -> Result<SavedFile, Failure> {
        self.save(name, "csv", csv.into_bytes()).await
    }

    /// Saves a chart's picture, a PNG in base64, among the person's downloads, called `name` as far as files can
    /// be.
    ///
    /// # Errors
    /// As [`Self::save_chart_table`].
    pub async fn save_chart_picture(&self, name: &str, png: &str) -> Result<SavedFile, Failure> {
        let bytes = STANDARD
            .decode(png)
            .ok()
            .filter(|bytes| bytes.starts_with(PNG))
            .ok_or_else(|| Failure::new(FailureCode::FileNotSaved, "it is no picture"))?;
        self.save(name, "png", bytes).await
    }

    async fn save(
        &self,
        name: &str,
        extension: &'static str,
        bytes: Vec<u8>,
    ) -> Result<SavedFile, Failure> {
        self.session()?;
        let stem = file_stem(name, "chart");
        let mut file = self.begin_file().await?;
        self.with_disk(move || {
            file.write_all(&bytes)?;
            file.finish(&stem, extension)
        })
        .await
    }
}
