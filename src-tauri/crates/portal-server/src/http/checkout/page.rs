//! What is on the pages.

use std::sync::LazyLock;

use axum::http::{HeaderName, header};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::payments::SandboxPage;
use crate::store::entities::sandbox_checkout::SandboxState;

const STYLE: &str = include_str!("checkout.css");

/// Nothing but this style and forms to this portal.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let style = STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
});

/// The sentence that no page is without.
const TEST: &str = "This is a test checkout. No money moves, whatever you choose.";

/// A page as it is sent: kept nowhere, shown in no frame.
pub(super) fn answer(page: &str) -> Response {
    const REFERRER_POLICY: HeaderName = header::REFERRER_POLICY;
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY.as_str()),
        (header::CACHE_CONTROL, "no-store"),
        // Without one, browsers would not say where a form comes from.
        (REFERRER_POLICY, "same-origin"),
    ];
    (headers, Html(page.to_owned())).into_response()
}

/// The checkout: what can be paid, or that it has ended.
pub(super) fn checkout(portal: &str, page: &SandboxPage) -> String {
    let title = match page.state {
        SandboxState::Open => format!("Test checkout of {portal}"),
        _ => "This checkout has ended".to_owned(),
    };
    let rest = match page.state {
        SandboxState::Open => FORM.to_owned(),
        state => format!("<p>{}</p>\n{BACK}", ending(state)),
    };
    document(&title, &format!("{}\n{rest}", order(page)))
}

/// What came of what the person did at it; `None` while they did nothing.
pub(super) fn done(page: &SandboxPage) -> Option<String> {
    let title = match page.state {
        SandboxState::Open => return None,
        SandboxState::Paid => "Paid",
        SandboxState::Declined => "Payment declined",
        SandboxState::Expired => "Not paid",
        SandboxState::Refunded => "Paid back",
    };
    let rest = format!("<p>{}</p>\n{BACK}", ending(page.state));
    Some(document(title, &format!("{}\n{rest}", order(page))))
}

/// Where another provider leads back to.
pub(super) fn elsewhere(title: &str, text: &str) -> String {
    whole(title, &format!("<p>{}</p>\n{BACK}", escaped(text)))
}

const FORM: &str = r#"<form method="post">
<button class="first" name="action" value="pay">Pay</button>
<button name="action" value="decline">Have the payment declined</button>
<button name="action" value="abandon">Leave without paying</button>
<button name="action" value="pay-twice">Pay, and have it reported twice</button>
</form>"#;

const BACK: &str = "<p>You can close this page and go back to the app.</p>";

fn ending(state: SandboxState) -> &'static str {
    match state {
        SandboxState::Open => "It can still be paid.",
        SandboxState::Paid => "It was paid, as far as the test goes.",
        SandboxState::Declined => "The payment was declined, and nothing was bought.",
        SandboxState::Expired => "It ended without a payment, and nothing was bought.",
        SandboxState::Refunded => "It was paid and paid back, as far as the test goes.",
    }
}

fn order(page: &SandboxPage) -> String {
    format!(
        "<dl>\n<dt>Seller</dt><dd>{}</dd>\n<dt>What is bought</dt><dd>{}</dd>\n\
        <dt>Price</dt><dd class=\"price\">{} {}</dd>\n</dl>",
        escaped(&page.seller),
        escaped(&page.description),
        page.price,
        page.price.currency
    )
}

/// A page of the test checkout.
fn document(title: &str, body: &str) -> String {
    whole(
        title,
        &format!("<p class=\"test\"><strong>{TEST}</strong></p>\n{body}"),
    )
}

fn whole(title: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
        <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
        <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )
}

/// Text as it stands in a page, whatever it says.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            character => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_somebody_called_something_is_text_on_a_page() {
        assert_eq!(
            escaped("<b>\"A&B\"</b>'s"),
            "&lt;b&gt;&quot;A&amp;B&quot;&lt;/b&gt;&#39;s"
        );
    }
}
