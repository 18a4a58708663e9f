//! A command line that makes the published call with an API key.

use portal_client::PUBLISHED_QUERY;
use secrecy::zeroize::Zeroizing;
use serde_json::json;

/// What a command line is pasted into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shell {
    /// A POSIX shell.
    Posix,
    /// The command prompt of Windows.
    Windows,
}

impl Shell {
    /// The one that people have on this system.
    pub(crate) const HERE: Self = if cfg!(windows) {
        Self::Windows
    } else {
        Self::Posix
    };

    /// `text` as one word.
    fn quoted(self, text: &str) -> String {
        match self {
            // Within single quotes only a single quote has a meaning.
            Self::Posix => format!("'{}'", text.replace('\'', r"'\''")),
            // Programs take `\"` for a quote. A `%` would begin a variable, and neither a key nor JSON has one; in
            // an address it stands before two digits, which no variable's name begins with.
            Self::Windows => format!("\"{}\"", text.replace('"', "\\\"")),
        }
    }

    /// What curl is called: in PowerShell, `curl` alone is something else.
    fn curl(self) -> &'static str {
        match self {
            Self::Posix => "curl",
            Self::Windows => "curl.exe",
        }
    }
}

/// The command line for a portal whose contract is at `url`, ready to paste into `shell`.
pub(crate) fn command_line(shell: Shell, url: &str, secret: &str) -> String {
    let curl = shell.curl();
    let kind = shell.quoted("content-type: application/json");
    let header = Zeroizing::new(format!("api-secret: {secret}"));
    let header = Zeroizing::new(shell.quoted(&header));
    let body = shell.quoted(&json!({ "query": PUBLISHED_QUERY }).to_string());
    let url = shell.quoted(url);
    format!(
        "{curl} --header {kind} --header {} --data {body} {url}",
        *header
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://portal.example/graphql";
    const SECRET: &str = "portal_key_4f6m";

    #[test]
    fn the_published_call_is_ready_to_paste() {
        assert_eq!(
            command_line(Shell::Posix, URL, SECRET),
            "curl --header 'content-type: application/json' --header 'api-secret: portal_key_4f6m' \
             --data '{\"query\":\"{ devices { data { id name } } }\"}' 'https://portal.example/graphql'"
        );
    }

    #[test]
    fn the_published_call_is_ready_to_paste_on_windows() {
        assert_eq!(
            command_line(Shell::Windows, URL, SECRET),
            "curl.exe --header \"content-type: application/json\" \
             --header \"api-secret: portal_key_4f6m\" \
             --data \"{\\\"query\\\":\\\"{ devices { data { id name } } }\\\"}\" \
             \"https://portal.example/graphql\""
        );
    }

    #[test]
    fn nothing_leaves_its_quotes() {
        assert_eq!(
            Shell::Posix.quoted("a'; rm -rf ~; '$(b)`"),
            r"'a'\''; rm -rf ~; '\''$(b)`'"
        );
        assert_eq!(Shell::Windows.quoted(r#"a" b"#), r#""a\" b""#);
    }
}
