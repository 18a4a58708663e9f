//! What `POST /graphql` takes, and how much.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{ADA, Backend, TestPortal, Tested, code};

/// What common tools ask to learn the schema.
const INTROSPECTION: &str = include_str!("introspection.graphql");

const TYPENAME: &str = r#"{"query":"{ __typename }"}"#;

#[tokio::test]
async fn only_json_is_taken() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    for content_type in [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        Some("application/graphql"),
        Some("application/jsonx"),
    ] {
        let mut request = portal.post().body(TYPENAME);
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        let response = request.send().await?;
        assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert_eq!(code(&response.json().await?), Some("INVALID_REQUEST"));
    }
    for content_type in ["application/json", "Application/JSON; charset=utf-8"] {
        let request = portal.post().header("content-type", content_type);
        let response = request.body(TYPENAME).send().await?;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "application/json");
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert_eq!(
            response.json::<Value>().await?,
            json!({ "data": { "__typename": "Query" } })
        );
    }
    Ok(())
}

#[tokio::test]
async fn only_one_request_in_post_is_taken() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    for body in [
        &format!("[{TYPENAME},{TYPENAME}]"),
        &format!(" [{TYPENAME}]"),
        "[]",
        "",
        "{",
        "null",
        "{}",
        r#"{"query":""}"#,
        r#"{"query":7}"#,
        "\u{FEFF}{}",
    ] {
        let request = portal.post().header("content-type", "application/json");
        let response = request.body(body.to_owned()).send().await?;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(code(&response.json().await?), Some("INVALID_REQUEST"));
    }
    for method in [Method::GET, Method::PUT, Method::OPTIONS] {
        let url = portal.url("/graphql?query={__typename}");
        let response = crate::support::http()?.request(method, url).send().await?;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(response.headers()["allow"], "POST");
    }
    Ok(())
}

#[tokio::test]
async fn a_body_has_at_most_512_kib() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let fill = |length: usize| TYPENAME.to_owned() + &" ".repeat(length - TYPENAME.len());
    for (length, status) in [
        (512 * 1024, StatusCode::OK),
        (512 * 1024 + 1, StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let request = portal.post().header("content-type", "application/json");
        let response = request.body(fill(length)).send().await?;
        assert_eq!(response.status(), status);
    }
    Ok(())
}

#[tokio::test]
async fn headers_have_at_most_16_kib() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    for (length, status) in [
        (8, StatusCode::OK),
        (17, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE),
    ] {
        let request = portal.post().header("x-filler", "x".repeat(length * 1024));
        let request = request.header("content-type", "application/json");
        let response = request.body(TYPENAME).send().await?;
        assert_eq!(response.status(), status);
    }
    Ok(())
}

#[tokio::test]
async fn documents_are_bounded() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let token = portal.sign_in(ADA).await?;
    let nested = |levels: usize| {
        let (open, close) = ("{ ofType ".repeat(levels), "}".repeat(levels));
        format!("{{ __schema {{ types {open} {{ name }} {close} }} }}")
    };
    let aliased = |count: usize| {
        let fields: Vec<_> = (0..count)
            .map(|n| format!("a{n}: viewer {{ id }}"))
            .collect();
        format!("{{ {} }}", fields.join(" "))
    };
    let directed = |count: usize| {
        format!(
            "{{ viewer {} {{ id }} }}",
            "@include(if: true) ".repeat(count)
        )
    };
    let listed = |first: usize| {
        format!("{{ a: devices(first: {first}) {{ data {{ id name }} }} b: devices(first: {first}) {{ data {{ id name }} }}
                    c: devices(first: {first}) {{ data {{ id name }} }} d: devices(first: {first}) {{ data {{ id name }} }} }}")
    };
    for taken in [aliased(16), listed(50), nested(10)] {
        let answer = portal.ask(Some(&token), &taken, Value::Null).await?;
        assert_eq!(code(&answer), None, "{answer}");
    }
    for refused in [
        nested(20),
        nested(2_000),
        aliased(17),
        directed(5),
        listed(100),
        "query A { __typename } query B { __typename }".to_owned(),
        format!("{{ viewer {{ {} }} }}", "id ".repeat(1_200)),
    ] {
        let answer = portal.ask(Some(&token), &refused, Value::Null).await?;
        assert_eq!(code(&answer), Some("INVALID_REQUEST"), "{refused:.80}");
        assert!(answer.get("data").is_none_or(Value::is_null));
    }
    Ok(())
}

#[tokio::test]
async fn the_schema_can_be_asked_for() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let answer = portal.ask(None, INTROSPECTION, Value::Null).await?;
    assert!(answer.get("errors").is_none(), "{answer}");
    assert_eq!(answer["data"]["__schema"]["queryType"]["name"], "Query");
    Ok(())
}

#[tokio::test]
async fn statuses_are_those_of_graphql_over_http() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let modern = "application/graphql-response+json";
    for (query, accept, status) in [
        ("{ __typename }", modern, 200),
        ("{ __typename", modern, 400),
        ("{ unknown }", modern, 400),
        ("{ viewer { id } }", modern, 200),
        ("{ __typename", "application/json", 200),
        ("{ unknown }", "*/*", 200),
    ] {
        let request = portal.post().header("accept", accept);
        let response = request.json(&json!({ "query": query })).send().await?;
        assert_eq!(response.status(), status, "{query} as {accept}");
        let expected = if accept == modern {
            modern
        } else {
            "application/json"
        };
        assert_eq!(response.headers()["content-type"], expected);
    }
    Ok(())
}

#[tokio::test]
async fn pages_of_other_origins_are_offered_nothing() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let request = portal.post().header("origin", "https://evil.example");
    let response = request
        .json(&json!({ "query": "{ __typename }" }))
        .send()
        .await?;
    let offered = response
        .headers()
        .keys()
        .any(|name| name.as_str().starts_with("access-control-"));
    assert!(!offered);
    Ok(())
}

#[tokio::test]
async fn there_is_nothing_elsewhere() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    for path in ["/", "/graphql/", "/.well-known/", "/avatars/"] {
        let response = portal.get(path).await?;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert_eq!(code(&response.json().await?), Some("INVALID_REQUEST"));
    }
    Ok(())
}
