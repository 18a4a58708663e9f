//! Pictures of people: checked and made small before they are kept.

use std::io::Cursor;

use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat, ImageReader, Limits};

/// Pixels on the longer side of a picture that is kept.
const KEPT_SIDE: u32 = 512;

/// Pixels on either side of a picture that is accepted.
const ACCEPTED_SIDE: u32 = 8_192;

/// Octets that decoding may take.
const DECODING_MEMORY: u64 = 256 * 1024 * 1024;

/// A picture as it is kept: a PNG of at most 512 pixels a side, without what cameras and editors
/// add to files.
///
/// # Errors
///
/// When `bytes` are not a whole PNG of a size that can be handled.
pub fn as_avatar(bytes: &[u8]) -> Result<Vec<u8>, PictureRefused> {
    let picture = decode(bytes).map_err(|error| PictureRefused(error.to_string()))?;
    let kept = if picture.width().max(picture.height()) > KEPT_SIDE {
        picture.resize(KEPT_SIDE, KEPT_SIDE, FilterType::Lanczos3)
    } else {
        picture
    };
    let mut png = Vec::new();
    kept.write_with_encoder(PngEncoder::new_with_quality(
        &mut png,
        CompressionType::Best,
        PngFilter::Adaptive,
    ))
    .map_err(|error| PictureRefused(error.to_string()))?;
    Ok(png)
}

fn decode(bytes: &[u8]) -> image::ImageResult<DynamicImage> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(ACCEPTED_SIDE);
    limits.max_image_height = Some(ACCEPTED_SIDE);
    limits.max_alloc = Some(DECODING_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Png);
    reader.limits(limits);
    reader.decode()
}

/// Not a picture that can be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the picture is not accepted, it must be a PNG of at most {ACCEPTED_SIDE} pixels a side: {0}"
)]
pub struct PictureRefused(String);

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        DynamicImage::new_rgb8(width, height)
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
            .unwrap();
        bytes
    }

    #[test]
    fn a_large_picture_is_made_small_in_proportion() {
        let kept = decode(&as_avatar(&png(2_000, 1_000)).unwrap()).unwrap();
        assert_eq!((kept.width(), kept.height()), (512, 256));
    }

    #[test]
    fn a_small_picture_keeps_its_size() {
        let kept = decode(&as_avatar(&png(40, 30)).unwrap()).unwrap();
        assert_eq!((kept.width(), kept.height()), (40, 30));
    }

    #[test]
    fn what_is_no_whole_png_is_refused() {
        let whole = png(40, 30);
        for bytes in [
            &[][..],
            b"<svg/>",
            b"\xFF\xD8\xFF\xE0 JFIF",
            &whole[..whole.len() / 2],
        ] {
            assert!(as_avatar(bytes).is_err());
        }
    }
}
