//! QR codes for authenticators.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use qrcode::render::svg::Color;
use qrcode::{EcLevel, QrCode};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use crate::failure::{Failure, FailureCode};
use crate::shown_once::ShownOnce;

/// The side of the picture in CSS pixels, at least. It is made of vectors, so the page may draw it at any size.
const SIDE: u32 = 200;

/// `text` as a `data:` URL of an SVG. Always dark on white with its quiet zone, also on a dark page: cameras
/// don't read it otherwise.
pub(crate) fn data_url(text: &SecretString) -> Result<ShownOnce, Failure> {
    let code = QrCode::with_error_correction_level(text.expose_secret(), EcLevel::M)
        .map_err(|error| Failure::new(FailureCode::ReplyInvalid, error))?;
    let svg = code
        .render()
        .min_dimensions(SIDE, SIDE)
        .quiet_zone(true)
        .dark_color(Color("#000000"))
        .light_color(Color("#ffffff"))
        .build();
    // The picture is the secret in another form.
    let encoded = Zeroizing::new(STANDARD.encode(Zeroizing::new(svg)));
    Ok(format!("data:image/svg+xml;base64,{}", *encoded).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_dark_on_white() -> Result<(), Box<dyn std::error::Error>> {
        let url = data_url(&"otpauth://totp/ACME:ada?secret=GEZDGNBVGY3TQOJQ".into())?;
        let encoded = url.expose().strip_prefix("data:image/svg+xml;base64,");
        let svg = String::from_utf8(STANDARD.decode(encoded.unwrap_or_default())?)?;
        assert!(svg.starts_with("<?xml"), "{svg}");
        assert!(svg.contains("fill=\"#ffffff\"") && svg.contains("fill=\"#000000\""));
        Ok(())
    }

    #[test]
    fn what_fits_in_no_code_is_a_bad_reply() {
        let failure = data_url(&"x".repeat(10_000).into()).unwrap_err();
        assert_eq!(failure.code, FailureCode::ReplyInvalid);
    }
}
