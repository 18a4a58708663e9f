//! Pictures, named by their content.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use data_encoding::HEXLOWER;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStoreExt};
use sha2::{Digest, Sha256};

use super::{Objects, ObjectsError};

/// Where pictures of one kind lie, and the path under which they are served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// Pictures of people.
    Avatars,
    /// Pictures of organizations.
    Pictures,
}

impl Shelf {
    fn name(self) -> &'static str {
        match self {
            Self::Avatars => "avatars",
            Self::Pictures => "pictures",
        }
    }

    /// The path on this portal of the picture with this name.
    #[must_use]
    pub fn path_of(self, picture: &str) -> String {
        format!("/{}/{picture}.png", self.name())
    }

    fn place_of(self, picture: &PictureName) -> Path {
        Path::from_iter([self.name().to_owned(), format!("{}.png", picture.0)])
    }
}

/// A picture's name: SHA-256 of its bytes in lower-case hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureName(String);

impl PictureName {
    /// The name of this picture.
    #[must_use]
    pub fn of(png: &[u8]) -> Self {
        let digest = Sha256::digest(png);
        Self(HEXLOWER.encode(&digest))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PictureName {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_name = text.len() == 64
            && text
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_name.then(|| Self(text.to_owned())).ok_or(())
    }
}

impl Objects {
    /// Keeps a picture and answers its name.
    ///
    /// # Errors
    ///
    /// When the object store fails.
    pub async fn put(&self, shelf: Shelf, png: Vec<u8>) -> Result<PictureName, ObjectsError> {
        let name = PictureName::of(&png);
        let _putting = self.putting.read().await;
        self.kept
            .put(&shelf.place_of(&name), png.into())
            .await
            .map_err(ObjectsError::of)?;
        Ok(name)
    }

    /// The picture of this name.
    ///
    /// # Errors
    ///
    /// When the object store fails.
    pub async fn get(
        &self,
        shelf: Shelf,
        name: &PictureName,
    ) -> Result<Option<axum::body::Bytes>, ObjectsError> {
        let found = match self.kept.get(&shelf.place_of(name)).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(ObjectsError::of(error)),
        };
        let bytes = found.bytes().await.map_err(ObjectsError::of)?;
        Ok(Some(bytes))
    }

    /// The pictures that were put there before `moment`, and not again since.
    ///
    /// # Errors
    ///
    /// When the object store fails.
    pub(crate) async fn older_than(
        &self,
        shelf: Shelf,
        moment: DateTime<Utc>,
    ) -> Result<Vec<PictureName>, ObjectsError> {
        let place = Path::from(shelf.name());
        let listed = self
            .kept
            .list_with_delimiter(Some(&place))
            .await
            .map_err(ObjectsError::of)?;
        // What has another name was put there by somebody else.
        let name = |object: &ObjectMeta| {
            object
                .location
                .filename()?
                .strip_suffix(".png")?
                .parse()
                .ok()
        };
        let old = listed.objects.into_iter();
        let old = old.filter(|object| object.last_modified < moment);
        Ok(old.filter_map(|object| name(&object)).collect())
    }

    /// Removes a picture unless it was put there at `moment` or later; answers whether it did.
    ///
    /// # Errors
    ///
    /// When the object store fails.
    pub(crate) async fn remove_older(
        &self,
        shelf: Shelf,
        name: &PictureName,
        moment: DateTime<Utc>,
    ) -> Result<bool, ObjectsError> {
        let _alone = self.putting.write().await;
        let place = shelf.place_of(name);
        let removed = async {
            if self.kept.head(&place).await?.last_modified >= moment {
                return Ok(false);
            }
            self.kept.delete(&place).await?;
            Ok(true)
        };
        match removed.await {
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            other => other.map_err(ObjectsError::of),
        }
    }
}
