//! Links to files, and what is sent along them.

use std::time::Duration;

use anyhow::{Context, Result};
use data_encoding::HEXLOWER;
use portal_profile_tests::much_output::many_events;
use portal_server::domain::Feature;
use reqwest::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE,
    RANGE,
};
use reqwest::{Method, Response, StatusCode};
use rstest::rstest;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{DAY, DOWNLOAD, portal, request, until};
use crate::support::{ADA, Backend, GRACE, MEI, TestPortal, Tested, http};

/// A portal with a file, its facts, and who made it.
async fn with_file(backend: Backend) -> Result<(TestPortal, String, String, Value)> {
    let portal = portal(backend, 1).await?;
    let token = portal.sign_in(ADA).await?;
    let id = request(&portal, &token, "one").await?;
    until(&portal, &token, &id, "READY").await?;
    let link = portal.answer(&token, DOWNLOAD, json!({ "id": id })).await?;
    Ok((portal, token, id, link))
}

async fn fetch(portal: &TestPortal, link: &Value, headers: &[(&str, &str)]) -> Result<Response> {
    let path = link["path"].as_str().context("no link")?;
    let mut request = http()?.get(portal.url(path));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Ok(request.send().await?)
}

fn header(response: &Response, name: reqwest::header::HeaderName) -> &str {
    let value = response.headers().get(name);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn a_link_leads_to_the_whole_file_and_to_parts(#[case] backend: Backend) -> Tested {
    let (portal, _, _, link) = with_file(backend).await?;
    let whole = fetch(&portal, &link, &[]).await?;
    assert_eq!(whole.status(), StatusCode::OK);
    assert_eq!(header(&whole, CONTENT_TYPE), "text/csv");
    assert_eq!(header(&whole, ACCEPT_RANGES), "bytes");
    let name = "attachment; filename=\"ACME Robotics 2026-03-01.csv\"";
    assert!(header(&whole, CONTENT_DISPOSITION).starts_with(name));
    let tag = header(&whole, ETAG).to_owned();
    let whole = whole.bytes().await?;
    assert_eq!(link["size"].as_f64(), Some(whole.len() as f64));
    let sha256 = HEXLOWER.encode(&Sha256::digest(&whole));
    assert_eq!(link["sha256"], *sha256);
    assert_eq!(tag, format!("\"{sha256}\""));
    let manifest: Value = serde_json::from_str(link["manifest"].as_str().unwrap())?;
    assert_eq!(manifest["sha256"], *sha256);
    assert_eq!(manifest["timeZone"], "Europe/Berlin");

    let size = whole.len();
    for (range, expected) in [
        ("bytes=0-0".to_owned(), 0..1),
        ("bytes=7-".to_owned(), 7..size),
        ("bytes=-9".to_owned(), size - 9..size),
        (format!("bytes=10-{}", size * 2), 10..size),
        (format!("bytes={}-", size - 1), size - 1..size),
    ] {
        let part = fetch(&portal, &link, &[(RANGE.as_str(), &range)]).await?;
        assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT, "{range}");
        let place = format!("bytes {}-{}/{size}", expected.start, expected.end - 1);
        assert_eq!(header(&part, CONTENT_RANGE), place);
        assert_eq!(part.bytes().await?, whole.slice(expected), "{range}");
    }
    let beyond = format!("bytes={size}-");
    let none = fetch(&portal, &link, &[(RANGE.as_str(), &beyond)]).await?;
    assert_eq!(none.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(header(&none, CONTENT_RANGE), format!("bytes */{size}"));
    // What can't be read, and several parts, are answered with all of it.
    for range in ["bytes=5-2", "lines=1-2", "bytes=a-b", "bytes=0-1,5-6"] {
        let all = fetch(&portal, &link, &[(RANGE.as_str(), range)]).await?;
        assert!(
            [StatusCode::OK, StatusCode::RANGE_NOT_SATISFIABLE].contains(&all.status()),
            "{range}: {all:?}"
        );
    }

    let same = [
        (RANGE.as_str(), "bytes=5-"),
        (IF_RANGE.as_str(), tag.as_str()),
    ];
    let part = fetch(&portal, &link, &same).await?;
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    let other = [
        (RANGE.as_str(), "bytes=5-"),
        (IF_RANGE.as_str(), "\"other\""),
    ];
    let all = fetch(&portal, &link, &other).await?;
    assert_eq!((all.status(), all.bytes().await?), (StatusCode::OK, whole));
    let known = fetch(&portal, &link, &[(IF_NONE_MATCH.as_str(), &tag)]).await?;
    assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
    let path = portal.url(link["path"].as_str().unwrap());
    let head = http()?.request(Method::HEAD, path).send().await?;
    assert_eq!(
        (head.status(), header(&head, ETAG)),
        (StatusCode::OK, tag.as_str())
    );
    assert_eq!(
        header(&head, reqwest::header::CONTENT_LENGTH),
        size.to_string()
    );
    Ok(())
}

#[tokio::test]
async fn a_link_is_over_after_five_minutes() -> Tested {
    let (portal, token, id, link) = with_file(Backend::Sqlite).await?;
    portal.clock.advance(Duration::from_secs(5 * 60 - 1));
    assert_eq!(fetch(&portal, &link, &[]).await?.status(), StatusCode::OK);
    portal.clock.advance(Duration::from_secs(1));
    let over = fetch(&portal, &link, &[]).await?;
    assert_eq!(over.status(), StatusCode::GONE);
    let fresh = portal.answer(&token, DOWNLOAD, json!({ "id": id })).await?;
    assert_eq!(fetch(&portal, &fresh, &[]).await?.status(), StatusCode::OK);
    Ok(())
}

/// Whatever the link says, after its time there is no file.
#[tokio::test]
async fn a_link_is_over_with_its_file() -> Tested {
    let (portal, token, id, _) = with_file(Backend::Sqlite).await?;
    portal.clock.advance(Duration::from_secs(24 * 3_600 - 60));
    let link = portal.answer(&token, DOWNLOAD, json!({ "id": id })).await?;
    portal.clock.advance(Duration::from_secs(59));
    assert_eq!(fetch(&portal, &link, &[]).await?.status(), StatusCode::OK);
    portal.clock.advance(Duration::from_secs(1));
    let over = fetch(&portal, &link, &[]).await?;
    assert_eq!(over.status(), StatusCode::GONE);
    Ok(())
}

#[tokio::test]
async fn a_link_is_over_when_the_right_to_it_is_withdrawn() -> Tested {
    let withdrawals = [
        "sign out",
        "feature off",
        "no member",
        "role without charts",
        "MFA",
    ];
    for withdrawal in withdrawals {
        let portal = portal(Backend::Sqlite, 1).await?;
        let ada = portal.sign_in(ADA).await?;
        let acme = "{ viewer { organization { id } } }";
        let acme = portal.answer(&ada, acme, Value::Null).await?;
        let acme = acme["organization"]["id"]
            .as_str()
            .context("no id")?
            .to_owned();
        let id = request(&portal, &ada, "one").await?;
        until(&portal, &ada, &id, "READY").await?;
        // Whoever sees charts may have the file, not only who asked for it.
        let mei = portal.sign_in(MEI).await?;
        let link = portal
            .answer_about(&acme, &mei, DOWNLOAD, json!({ "id": id }))
            .await?;
        let got = fetch(&portal, &link, &[]).await?;
        assert_eq!(got.status(), StatusCode::OK, "{withdrawal}: {link}");
        let selection = acme.parse()?;
        match withdrawal {
            "sign out" => {
                let sign_out = "mutation { signOut { __typename } }";
                portal.answer(&mei, sign_out, Value::Null).await?;
            }
            "feature off" => {
                let feature = Feature::ChartDataExport;
                portal
                    .operator
                    .set_feature(&selection, feature, false)
                    .await?;
            }
            // Mei has none.
            "MFA" => {
                portal.operator.require_mfa(&selection, true).await?;
            }
            "no member" => {
                portal
                    .operator
                    .remove_member(&selection, &MEI.parse()?)
                    .await?;
            }
            _ => {
                let roles = portal_server::domain::RoleSet::granted([
                    portal_server::domain::Role::DeviceEnroller,
                ])?;
                portal
                    .operator
                    .set_roles(&selection, &MEI.parse()?, &roles)
                    .await?;
            }
        }
        let over = fetch(&portal, &link, &[]).await?;
        assert_eq!(over.status(), StatusCode::GONE, "{withdrawal}");
        assert!(!over.text().await?.contains("time,"), "{withdrawal}");
    }
    Ok(())
}

/// Every character of a link counts.
#[tokio::test]
async fn what_is_no_link_leads_nowhere() -> Tested {
    let (portal, _, _, link) = with_file(Backend::Sqlite).await?;
    let path = link["path"].as_str().unwrap();
    let token = path.trim_start_matches("/exports/");
    for at in 0..token.len() {
        let mut changed = token.as_bytes().to_vec();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed)?;
        let answer = http()?
            .get(portal.url(&format!("/exports/{changed}")))
            .send()
            .await?;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{at}");
    }
    for token in ["", "x", "../owner", &token[1..]] {
        let answer = http()?
            .get(portal.url(&format!("/exports/{token}")))
            .send()
            .await?;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{token}");
    }
    Ok(())
}

#[tokio::test]
async fn an_export_without_a_file_has_no_link() -> Tested {
    let portal = portal(Backend::Sqlite, 0).await?;
    let token = portal.sign_in(GRACE).await?;
    let organizations = "{ organizations { data { id name } } }";
    let all = portal.answer(&token, organizations, Value::Null).await?;
    let mut all = all["data"].as_array().unwrap().iter();
    let cobalt = all.find(|it| it["name"] == "Cobalt Energy").unwrap();
    let cobalt = cobalt["id"].as_str().unwrap();
    let list = "{ exports { data { id state } } }";
    let list = portal
        .answer_about(cobalt, &token, list, Value::Null)
        .await?;
    let cancelled = &list["data"][0];
    let link = portal
        .answer_about(cobalt, &token, DOWNLOAD, json!({ "id": cancelled["id"] }))
        .await?;
    assert_eq!(
        link,
        json!({ "__typename": "ExportNotReady", "export": { "state": "CANCELLED" } })
    );
    Ok(())
}

/// A link's time is for the beginning; what is sent along it ends with the right to it.
#[tokio::test]
async fn what_is_being_sent_ends_when_the_right_to_it_is_withdrawn() -> Tested {
    let portal = portal(Backend::Sqlite, 1).await?;
    // More than lies between the two ends of a connection.
    many_events(&portal.store, DAY.parse()?, 150_000).await?;
    let token = portal.sign_in(ADA).await?;
    let id = request(&portal, &token, "one").await?;
    until(&portal, &token, &id, "READY").await?;
    let link = portal.answer(&token, DOWNLOAD, json!({ "id": id })).await?;
    let size = link["size"].as_f64().context("no size")? as usize;
    for is_withdrawn in [false, true] {
        let mut sent = fetch(&portal, &link, &[]).await?;
        let mut come = sent.chunk().await?.context("nothing")?.len();
        if is_withdrawn {
            let sign_out = "mutation { signOut { __typename } }";
            portal.answer(&token, sign_out, Value::Null).await?;
        }
        portal.clock.advance(Duration::from_secs(4 * 60));
        let end = loop {
            match sent.chunk().await {
                Ok(Some(octets)) => come += octets.len(),
                end => break end,
            }
        };
        assert_eq!(end.is_err(), is_withdrawn, "{end:?}");
        assert_eq!(come < size, is_withdrawn, "{come} of {size}");
    }
    Ok(())
}
