//! Secrets that were used, and the search for them wherever something is kept.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use data_encoding::{BASE32_NOPAD, HEXLOWER};

/// What was used, each with its name and as it could be written.
#[derive(Default)]
pub struct Secrets(BTreeSet<(&'static str, String)>);

impl Secrets {
    /// A secret in every form that is searched for.
    pub fn add(&mut self, name: &'static str, secret: impl AsRef<[u8]>) {
        let forms = forms(secret.as_ref()).into_iter();
        self.0.extend(forms.map(|form| (name, form)));
    }

    /// A session's token or a challenge, without what tells people that it is one.
    pub fn token(&mut self, name: &'static str, token: &str) {
        self.add(name, token.trim_start_matches("portal_session_"));
    }

    /// An authenticator's secret in base32, and what that stands for.
    ///
    /// # Errors
    /// When it is no base32.
    pub fn authenticator(&mut self, secret: &str) -> Result<()> {
        self.add("the authenticator's secret", secret);
        let bytes = BASE32_NOPAD.decode(secret.as_bytes())?;
        self.add("the authenticator's secret", bytes);
        Ok(())
    }

    /// Recovery codes, with and without their hyphens.
    pub fn recovery_codes(&mut self, codes: &[String]) {
        for code in codes {
            self.add("a recovery code", code);
            self.add("a recovery code", code.replace('-', ""));
        }
    }

    /// An API key, and its secret part alone.
    pub fn api_key(&mut self, key: &str) {
        self.add("an API key", key);
        self.add("an API key's secret part", &key[19..59]);
    }

    /// Searches all files below a directory, and answers which those are.
    ///
    /// # Errors
    /// When a secret is in one of them, or one can't be read.
    pub fn search(&self, directory: &Path) -> Result<Vec<PathBuf>> {
        let mut searched = Vec::new();
        for entry in std::fs::read_dir(directory)? {
            let path = entry?.path();
            let kind = path.symlink_metadata()?.file_type();
            if kind.is_dir() {
                searched.extend(self.search(&path)?);
            } else if kind.is_file() {
                let text = legible(&std::fs::read(&path)?);
                for (name, form) in &self.0 {
                    ensure!(!text.contains(form), "{name} lies in {}", path.display());
                }
                searched.push(path);
            }
        }
        Ok(searched)
    }
}

/// A secret as it is, as web views keep their texts, and as hexadecimal and base64 would write it.
fn forms(secret: &[u8]) -> Vec<String> {
    let hex = HEXLOWER.encode(secret);
    let wide: Vec<_> = secret.iter().flat_map(|byte| [*byte, 0]).collect();
    let mut forms = vec![legible(secret), legible(&wide), hex.to_uppercase(), hex];
    for base64 in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
        // Within something longer it may begin anywhere in a group of three bytes; the characters at both ends hold
        // bits of what is around it.
        for before in 0..3 {
            let encoded = base64.encode([&[0; 2][..before], secret].concat());
            let whole = (before + secret.len()) * 8 / 6;
            forms.push(encoded[(before * 8).div_ceil(6)..whole].to_owned());
        }
    }
    forms
}

/// Bytes as text, a character for each: text is searched fast however this is built.
#[must_use]
pub fn legible(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// The texts that stand in JSON as the value of a field.
#[must_use]
pub fn values_of(json: &str, field: &str) -> BTreeSet<String> {
    let begin = format!("\"{field}\":\"");
    let after = json.split(&begin).skip(1);
    after
        .filter_map(|rest| rest.split_once('"'))
        .map(|(text, _)| text.to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::{STANDARD, URL_SAFE};

    use super::*;

    const SECRET: &str = "fdb1975e~correct horse?battery>staple";

    /// Whether the search finds what lies in a file some way down.
    fn is_found(lies_about: &[u8]) -> Result<bool> {
        let mut secrets = Secrets::default();
        secrets.add("the secret", SECRET);
        let directory = tempfile::tempdir()?;
        let below = directory.path().join("cache/of a web view");
        std::fs::create_dir_all(&below)?;
        std::fs::write(directory.path().join("harmless"), "nothing to see")?;
        assert_eq!(secrets.search(directory.path())?.len(), 1);
        std::fs::write(below.join("file"), lies_about)?;
        let found = secrets.search(directory.path());
        if let Err(error) = &found {
            assert!(
                error.to_string().starts_with("the secret lies in "),
                "{error}"
            );
        }
        Ok(found.is_err())
    }

    #[test]
    fn a_secret_that_lies_about_is_found_however_it_is_written() -> Result<()> {
        let wide: Vec<_> = SECRET.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let hex = HEXLOWER.encode(SECRET.as_bytes());
        let mut written = vec![
            SECRET.as_bytes().to_vec(),
            [&[0xff, 0x00][..], SECRET.as_bytes(), &[0x00, 0xfe]].concat(),
            wide,
            hex.to_uppercase().into_bytes(),
            hex.into_bytes(),
        ];
        for before in ["", "a", "ab", "abc"] {
            let within = format!("{before}{SECRET} and more");
            written.push(STANDARD.encode(&within).into_bytes());
            written.push(URL_SAFE.encode(&within).into_bytes());
            written.push(
                STANDARD_NO_PAD
                    .encode(format!("{before}{SECRET}"))
                    .into_bytes(),
            );
        }
        for lies_about in written {
            assert!(is_found(&lies_about)?, "{}", legible(&lies_about));
        }
        Ok(())
    }

    #[test]
    fn what_is_no_secret_is_not_found() -> Result<()> {
        assert!(!is_found(b"")?);
        assert!(!is_found(&SECRET.as_bytes()[1..])?);
        assert!(!is_found(SECRET.to_uppercase().as_bytes())?);
        Ok(())
    }

    #[test]
    fn values_are_found_wherever_their_field_stands() {
        let json = r#"{"token":"one","x":{"token":"two"}} {"token":null,"tokens":"three"}"#;
        let values = values_of(json, "token");
        assert_eq!(values, BTreeSet::from(["one".to_owned(), "two".to_owned()]));
    }
}
