//! The pages of the test checkout.

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::{Shop, text};
use crate::support::{Backend, Tested};

#[tokio::test]
async fn the_page_says_what_it_is_and_runs_nothing() -> Tested {
    let shop = Shop::new(Backend::Sqlite).await?;
    let begun = shop.pending("page").await?;
    let url = &shop.page_of(&begun)?;
    let path = text(&begun["checkoutUrl"])?;
    assert!(path.starts_with("/checkout/"), "{path}");
    let page = shop.client.get(url).send().await?;
    let header = |headers: &HeaderMap, name: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let policy = header(page.headers(), "content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"));
    assert!(policy.contains("form-action 'self'; frame-ancestors 'none'; base-uri 'none'"));
    assert!(!policy.contains("unsafe"));
    assert_eq!(header(page.headers(), "cache-control"), "no-store");
    assert_eq!(header(page.headers(), "referrer-policy"), "same-origin");
    assert_eq!(header(page.headers(), "x-content-type-options"), "nosniff");
    assert!(header(page.headers(), "content-type").starts_with("text/html"));
    let page = page.text().await?;
    for part in [
        "<html lang=\"en\">",
        "<title>Test checkout of Test portal</title>",
        "<h1>Test checkout of Test portal</h1>",
        "This is a test checkout. No money moves",
        "1,000 credits for ACME Robotics",
        "15.00 EUR",
        "prefers-color-scheme: dark",
        "value=\"pay\"",
        "value=\"decline\"",
        "value=\"abandon\"",
        "value=\"pay-twice\"",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("<script"));

    shop.press(&begun, "pay").await?;
    let ended = shop.client.get(url).send().await?.text().await?;
    assert!(
        ended.contains("<h1>This checkout has ended</h1>"),
        "{ended}"
    );
    assert!(ended.contains("It was paid, as far as the test goes."));
    assert!(!ended.contains("<button"));
    let done = shop.client.get(format!("{url}/done")).send().await?;
    assert!(done.text().await?.contains("go back to the app"));
    Ok(())
}

#[tokio::test]
async fn what_comes_from_another_site_does_nothing() -> Tested {
    let shop = Shop::new(Backend::Sqlite).await?;
    let begun = shop.pending("another site").await?;
    let url = &shop.page_of(&begun)?;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://elsewhere.example"),
        ("origin", "null"),
        ("origin", ""),
    ] {
        let post = shop.client.post(url).header(name, value);
        let refused = post.body("action=pay").send().await?;
        assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{name}: {value}");
    }
    for body in ["", "action=", "action=refund", "action=pay&action=decline"] {
        let refused = shop.client.post(url).body(body).send().await?;
        assert_eq!(refused.status(), StatusCode::BAD_REQUEST, "{body}");
    }
    let unknown = shop.portal.url("/checkout/unknown");
    for request in [
        shop.client.get(&unknown),
        shop.client.post(&unknown).body("action=pay"),
    ] {
        assert_eq!(request.send().await?.status(), StatusCode::NOT_FOUND);
    }
    assert_eq!(shop.see(&begun["id"]).await?["state"], "PENDING");
    let open = shop.client.get(format!("{url}/done")).send().await?;
    assert_eq!(open.url().as_str(), url.as_str());
    Ok(())
}

/// Whoever reaches the portal by another of its names pays by that name; what a request says of its host leads nowhere.
#[tokio::test]
async fn a_purchase_is_paid_by_whichever_name_the_portal_is_reached() -> Tested {
    let shop = Shop::new(Backend::Sqlite).await?;
    let port = shop.portal.address().port();
    let origin = format!("http://localhost:{port}");
    let begun = shop.pending("another name").await?;
    let page = format!("{origin}{}", text(&begun["checkoutUrl"])?);
    for site in [Some("same-origin"), None] {
        let mut post = shop.client.post(&page).header("origin", &origin);
        if let Some(site) = site {
            post = post.header("sec-fetch-site", site);
        }
        let pressed = post.body("action=pay").send().await?.error_for_status()?;
        assert!(pressed.url().as_str().starts_with(&page));
    }
    assert_eq!(shop.see(&begun["id"]).await?["state"], "CREDITED");

    let begun = shop.pending("somebody's name").await?;
    let graphql = shop.portal.url("/graphql");
    let look = format!(
        "{{ creditPurchase(id: {}) {{ checkoutUrl }} }}",
        begun["id"]
    );
    let asked = shop.client.post(graphql).bearer_auth(&shop.token);
    let asked = asked
        .header("host", "evil.example")
        .header("x-forwarded-host", "evil.example")
        .header("portal-organization", shop.organization.to_string())
        .json(&serde_json::json!({ "query": look }));
    let answer: serde_json::Value = asked.send().await?.json().await?;
    let told = &answer["data"]["creditPurchase"]["checkoutUrl"];
    assert_eq!(*told, begun["checkoutUrl"], "{answer}");
    Ok(())
}
