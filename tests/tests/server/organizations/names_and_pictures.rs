//! Names and pictures that are taken, and those that are not.

use std::io::Write;

use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use reqwest::StatusCode;
use rstest::rstest;
use serde_json::{Value, json};

use super::{CREATE, SETTINGS, UPDATE, create, creation, version};
use crate::support::{ADA, Backend, MEI, TestPortal, Tested, code};

#[tokio::test]
async fn bad_names_are_refused_with_their_reason() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let ada = portal.sign_in(ADA).await?;
    let fresh = create(&portal, &ada, "Fresh").await?;
    let long = "ä".repeat(101);
    for (name, reason) in [
        ("", "EMPTY"),
        ("   ", "EMPTY"),
        ("\u{3000}\t\n", "EMPTY"),
        ("\u{200D}", "EMPTY"),
        (&*long, "TOO_LONG"),
        ("bell\u{7}", "INVALID_CHARACTERS"),
        ("two\nlines", "INVALID_CHARACTERS"),
        ("nul\0", "INVALID_CHARACTERS"),
        ("\u{202E}EMCA", "INVALID_CHARACTERS"),
        ("AC\u{200F}ME", "INVALID_CHARACTERS"),
        ("AC\u{2067}ME", "INVALID_CHARACTERS"),
        ("AC\u{200B}ME", "INVALID_CHARACTERS"),
        ("\u{FEFF}ACME", "INVALID_CHARACTERS"),
    ] {
        let mut input = creation("a bad name");
        input["input"]["name"] = json!(name);
        let answer = portal.answer(&ada, CREATE, input).await?;
        let refused = json!({ "__typename": "OrganizationNameRefused", "nameReason": reason,
            "maximumLength": 100 });
        assert_eq!(answer, refused, "{name:?}");
        let input = json!({ "input": { "version": version(&portal, &fresh, &ada).await?,
            "name": name, "picture": {} } });
        let answer = portal.answer_about(&fresh, &ada, UPDATE, input).await?;
        assert_eq!(answer["nameReason"], reason, "{name:?}");
    }
    let settings = portal
        .answer_about(&fresh, &ada, SETTINGS, Value::Null)
        .await?;
    assert_eq!(settings["name"], "Fresh");
    for name in [
        "A",
        &"ä".repeat(100),
        "شركة الاختبار",
        "山田製作所",
        "Søren & Søn",
        "<b>ACME</b>",
        "'; DROP TABLE organizations; --",
    ] {
        let input = json!({ "input": { "version": version(&portal, &fresh, &ada).await?,
            "name": format!("  {name} "), "picture": {} } });
        let answer = portal.answer_about(&fresh, &ada, UPDATE, input).await?;
        assert_eq!(answer["settings"]["name"], name);
    }
    Ok(())
}

/// A PNG whose pixels are one grey, row by row, however large.
fn png(width: u32, height: u32) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header()?;
    let pixels = usize::try_from(width)? * usize::try_from(height)?;
    writer.write_image_data(&vec![127; pixels])?;
    writer.finish()?;
    Ok(bytes)
}

/// A PNG that says it has this size in 16-bit colour, and holds next to nothing of it.
fn bomb(width: u32, height: u32) -> Result<Vec<u8>> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], data: &[u8]| -> Result<()> {
        bytes.extend(u32::try_from(data.len())?.to_be_bytes());
        let body = [kind, data].concat();
        let mut crc = flate2::Crc::new();
        crc.update(&body);
        bytes.extend(body);
        bytes.extend(crc.sum().to_be_bytes());
        Ok(())
    };
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    chunk(b"IHDR", &[&*size, &[16, 6, 0, 0, 0]].concat())?;
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    let row = vec![0; 1 + usize::try_from(width)? * 8];
    for _ in 0..height.min(64) {
        packed.write_all(&row)?;
    }
    chunk(b"IDAT", &packed.finish()?)?;
    chunk(b"IEND", &[])?;
    Ok(bytes)
}

#[rstest]
#[tokio::test]
async fn a_picture_is_made_small_served_for_good_and_goes(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let mei = portal.sign_in(MEI).await?;
    let mut input = creation("With a picture");
    input["input"]["picture"] = json!(STANDARD.encode(png(1_000, 500)?));
    let created = portal.answer(&mei, CREATE, input).await?;
    let organization = &created["viewer"]["organization"];
    let path = organization["imagePath"].as_str().unwrap();
    assert!(path.starts_with("/pictures/"), "{path}");
    let response = portal.get(path).await?;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "image/png");
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    assert_eq!(
        response.headers()["content-security-policy"],
        "default-src 'none'"
    );
    assert_eq!(
        response.headers()["cache-control"],
        "public, max-age=31536000, immutable"
    );
    let kept = response.bytes().await?;
    let kept = png::Decoder::new(std::io::Cursor::new(kept)).read_info()?;
    assert_eq!((kept.info().width, kept.info().height), (256, 128));
    // People's pictures and organizations' are not each other's.
    let elsewhere = path.replace("/pictures/", "/avatars/");
    assert_eq!(
        portal.get(&elsewhere).await?.status(),
        StatusCode::NOT_FOUND
    );

    let id = organization["id"].as_str().unwrap();
    let change = async |picture: Value| -> Result<Value> {
        let version = version(&portal, id, &mei).await?;
        let input =
            json!({ "input": { "version": version, "name": "Renamed", "picture": picture } });
        portal.answer(&mei, UPDATE, input).await
    };
    let kept = change(json!({})).await?;
    assert_eq!(kept["settings"]["imagePath"], path);
    let replaced = change(json!({ "png": STANDARD.encode(png(20, 20)?) })).await?;
    let other = replaced["settings"]["imagePath"].as_str().unwrap();
    assert_ne!(other, path);
    assert_eq!(portal.get(other).await?.status(), StatusCode::OK);
    let removed = change(json!({ "png": null, "remove": true })).await?;
    assert_eq!(removed["settings"]["imagePath"], Value::Null);
    let version = version(&portal, id, &mei).await?;
    let both = json!({ "input": { "version": version, "name": "Renamed", "picture": {
        "png": STANDARD.encode(png(20, 20)?), "remove": true } } });
    let answer = portal.ask(Some(&mei), UPDATE, both).await?;
    assert_eq!(code(&answer), Some("BAD_INPUT"));
    Ok(())
}

#[tokio::test]
async fn what_is_no_picture_or_too_large_is_refused() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let ada = portal.sign_in(ADA).await?;
    let fresh = create(&portal, &ada, "Fresh").await?;
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let whole = png(40, 40)?;
    let mut cases = vec![
        (String::new(), "NOT_A_PICTURE"),
        ("no base64 at all".to_owned(), "NOT_A_PICTURE"),
        (STANDARD.encode(svg), "NOT_A_PICTURE"),
        (STANDARD.encode(b"\xFF\xD8\xFF\xE0 JFIF"), "NOT_A_PICTURE"),
        (STANDARD.encode(b"GIF89a"), "NOT_A_PICTURE"),
        (STANDARD.encode(&whole[..whole.len() / 2]), "NOT_A_PICTURE"),
        (STANDARD.encode(bomb(4_096, 4_096)?), "TOO_LARGE"),
        (STANDARD.encode(bomb(60_000, 60_000)?), "TOO_LARGE"),
        (STANDARD.encode(bomb(4_097, 1)?), "TOO_LARGE"),
        (STANDARD.encode(vec![0; 256 * 1024 + 1]), "TOO_LARGE"),
    ];
    let data_url = format!("data:image/png;base64,{}", STANDARD.encode(&whole));
    cases.push((data_url, "NOT_A_PICTURE"));
    for (number, (picture, reason)) in cases.into_iter().enumerate() {
        let refused = json!({ "__typename": "PictureRefused", "reason": reason });
        let mut input = creation(&format!("picture {number}"));
        input["input"]["picture"] = json!(picture);
        let answer = portal.answer(&ada, CREATE, input).await?;
        assert_eq!(answer, refused, "{number}");
        let input = json!({ "input": { "version": version(&portal, &fresh, &ada).await?,
            "name": "Fresh", "picture": { "png": picture } } });
        let answer = portal.answer_about(&fresh, &ada, UPDATE, input).await?;
        assert_eq!(answer, refused, "{number}");
    }
    // 50 MB don't get as far.
    let huge = json!({ "query": CREATE, "variables": { "input": { "name": "Huge",
        "idempotencyKey": "a huge picture's", "picture": "A".repeat(50_000_000) } } });
    let sent = portal.post().bearer_auth(&ada).json(&huge).send().await;
    // The portal answers without reading on, and may hang up before all is sent.
    if let Ok(response) = sent {
        assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    }
    // Nothing of all that was kept.
    let pictures = portal.place.directory().join("objects/pictures");
    let kept = std::fs::read_dir(pictures).map_or(0, Iterator::count);
    assert_eq!(kept, 0);
    // The largest one that is taken.
    let mut input = creation("The largest");
    let mut largest = whole.clone();
    largest.resize(256 * 1024, 0);
    input["input"]["picture"] = json!(STANDARD.encode(&largest));
    let answer = portal.answer(&ada, CREATE, input).await?;
    assert_eq!(answer["__typename"], "OrganizationCreated", "{answer}");
    Ok(())
}
