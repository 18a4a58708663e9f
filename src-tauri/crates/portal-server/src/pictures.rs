//! Pictures of people and organizations: checked and made small before they are kept.

use std::io::Cursor;

use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::FilterType;
use image::{DynamicImage, ImageError, ImageFormat, ImageReader, Limits};

/// What a picture may be, and how it is kept.
struct Form {
    /// Octets of the file.
    octets: usize,
    /// Pixels on either side.
    side: u32,
    /// Octets that decoding may take.
    decoding: u64,
    /// Pixels on the longer side of what is kept.
    kept_side: u32,
}

/// Pictures that an operator hands in.
const AVATAR: Form = Form {
    octets: usize::MAX,
    side: 8_192,
    decoding: 256 * 1024 * 1024,
    kept_side: 512,
};

/// Pictures that anybody sends who is signed in: a small file may unpack to a thousand times its size.
const ORGANIZATION: Form = Form {
    octets: MAXIMUM_ORGANIZATION_PICTURE,
    side: 4_096,
    decoding: 64 * 1024 * 1024,
    kept_side: 256,
};

/// Octets that the picture of an organization may have as it is sent.
pub const MAXIMUM_ORGANIZATION_PICTURE: usize = 256 * 1024;

/// A person's picture as it is kept: a PNG of at most 512 pixels a side, without what cameras and
/// editors add to files.
///
/// # Errors
///
/// When `bytes` are not a whole PNG of a size that can be handled.
pub fn as_avatar(bytes: &[u8]) -> Result<Vec<u8>, PictureRefused> {
    AVATAR.keep(bytes)
}

/// An organization's picture as it is kept: a PNG of at most 256 pixels a side. Slow, and blocking.
///
/// # Errors
///
/// When `bytes` are more than [`MAXIMUM_ORGANIZATION_PICTURE`], or not a whole PNG of a size that can be
/// handled.
pub fn as_organization_picture(bytes: &[u8]) -> Result<Vec<u8>, PictureRefused> {
    ORGANIZATION.keep(bytes)
}

impl Form {
    fn keep(&self, bytes: &[u8]) -> Result<Vec<u8>, PictureRefused> {
        if bytes.len() > self.octets {
            return Err(PictureRefused::TooLarge(format!(
                "it has more than {} octets",
                self.octets
            )));
        }
        let picture = self.decode(bytes)?;
        let kept = if picture.width().max(picture.height()) > self.kept_side {
            picture.resize(self.kept_side, self.kept_side, FilterType::Lanczos3)
        } else {
            picture
        };
        let mut png = Vec::new();
        kept.write_with_encoder(PngEncoder::new_with_quality(
            &mut png,
            CompressionType::Best,
            PngFilter::Adaptive,
        ))?;
        Ok(png)
    }

    fn decode(&self, bytes: &[u8]) -> image::ImageResult<DynamicImage> {
        let mut limits = Limits::default();
        limits.max_image_width = Some(self.side);
        limits.max_image_height = Some(self.side);
        limits.max_alloc = Some(self.decoding);
        let mut reader = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Png);
        reader.limits(limits);
        reader.decode()
    }
}

/// Not a picture that can be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureRefused {
    /// It is no PNG, or not a whole one.
    #[error("the picture is not accepted, it must be a whole PNG: {0}")]
    NotAPicture(String),
    /// It has too many octets or pixels.
    #[error("the picture is not accepted, it is too large: {0}")]
    TooLarge(String),
}

impl From<ImageError> for PictureRefused {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(error) => Self::TooLarge(error.to_string()),
            error => Self::NotAPicture(error.to_string()),
        }
    }
}

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

    fn size(png: &[u8]) -> (u32, u32) {
        let picture = AVATAR.decode(png).unwrap();
        (picture.width(), picture.height())
    }

    #[test]
    fn a_large_picture_is_made_small_in_proportion() {
        let large = png(2_000, 1_000);
        assert_eq!(size(&as_avatar(&large).unwrap()), (512, 256));
        assert_eq!(size(&as_organization_picture(&large).unwrap()), (256, 128));
    }

    #[test]
    fn a_small_picture_keeps_its_size() {
        let small = png(40, 30);
        assert_eq!(size(&as_avatar(&small).unwrap()), (40, 30));
        assert_eq!(size(&as_organization_picture(&small).unwrap()), (40, 30));
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
            for refused in [as_avatar(bytes), as_organization_picture(bytes)] {
                assert!(matches!(refused, Err(PictureRefused::NotAPicture(_))));
            }
        }
    }

    #[test]
    fn what_takes_too_much_is_refused() {
        let long = vec![0; MAXIMUM_ORGANIZATION_PICTURE + 1];
        for bytes in [&long, &png(4_097, 1), &png(1, 4_097)] {
            let refused = as_organization_picture(bytes);
            assert!(matches!(refused, Err(PictureRefused::TooLarge(_))));
        }
    }
}
