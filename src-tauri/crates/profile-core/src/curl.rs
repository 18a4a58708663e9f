//! A command line that makes the published call with an API key.

use portal_client::PUBLISHED_QUERY;
use serde_json::json;

/// The command line for a portal whose contract is at `url`, ready to paste into a POSIX shell.
pub(crate) fn command_line(url: &str, secret: &str) -> String {
    let header = quoted(&format!("api-secret: {secret}"));
    let body = quoted(&json!({ "query": PUBLISHED_QUERY }).to_string());
    let url = quoted(url);
    format!("curl --header 'content-type: application/json' --header {header} --data {body} {url}")
}

/// `text` as one word of a POSIX shell: within single quotes only a single quote has a meaning.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_call_is_ready_to_paste() {
        assert_eq!(
            command_line("https://portal.example/graphql", "portal_key_4f6m"),
            "curl --header 'content-type: application/json' --header 'api-secret: portal_key_4f6m' \
             --data '{\"query\":\"{ devices { data { id name } } }\"}' 'https://portal.example/graphql'"
        );
    }

    #[test]
    fn nothing_leaves_its_quotes() {
        assert_eq!(
            quoted("a'; rm -rf ~; '$(b)`"),
            r"'a'\''; rm -rf ~; '\''$(b)`'"
        );
    }
}
