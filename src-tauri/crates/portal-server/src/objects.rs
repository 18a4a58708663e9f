//! Pictures and other files, kept outside the database.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use data_encoding::HEXLOWER;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt, PutMode};
use sha2::{Digest, Sha256};
use tokio::sync::RwLock;

use crate::store::create_private_directory;

/// Where objects lie: `file:DIRECTORY`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectsAddress(PathBuf);

impl FromStr for ObjectsAddress {
    type Err = InvalidObjectsAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.strip_prefix("file:")
            .map(|rest| rest.strip_prefix("//").unwrap_or(rest))
            .filter(|path| !path.is_empty())
            .map(|path| Self(PathBuf::from(path)))
            .ok_or_else(|| InvalidObjectsAddress(text.to_owned()))
    }
}

impl From<PathBuf> for ObjectsAddress {
    fn from(directory: PathBuf) -> Self {
        Self(directory)
    }
}

impl fmt::Display for ObjectsAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "file:{}", self.0.display())
    }
}

/// Not a place for objects.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a place for objects; use file:DIRECTORY")]
pub struct InvalidObjectsAddress(String);

/// The object that tells whose the place is.
const OWNER: &str = "owner";

/// An open object store.
#[derive(Clone, Debug)]
pub struct Objects {
    kept: Arc<dyn ObjectStore>,
    /// Shared by those who put objects, and alone in the hand of whoever removes one: else a picture that is sent
    /// again could go between the look at its age and its end.
    putting: Arc<RwLock<()>>,
}

/// The object store failed. Never means that an object does not exist.
#[derive(Debug, thiserror::Error)]
#[error("the object store failed: {0}")]
pub struct ObjectsError(String);

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
    /// Opens the place; its directory is made if missing.
    ///
    /// # Errors
    ///
    /// When the directory can't be made or used.
    pub fn open(address: &ObjectsAddress) -> Result<Self, ObjectsError> {
        create_private_directory(&address.0).map_err(|error| ObjectsError(error.to_string()))?;
        let files = LocalFileSystem::new_with_prefix(&address.0)
            .map_err(|error| ObjectsError(error.to_string()))?
            .with_fsync(true);
        Ok(Self {
            kept: Arc::new(files),
            putting: Arc::default(),
        })
    }

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
            .map_err(|error| ObjectsError(error.to_string()))?;
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
            Err(error) => return Err(ObjectsError(error.to_string())),
        };
        let bytes = found
            .bytes()
            .await
            .map_err(|error| ObjectsError(error.to_string()))?;
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
            .map_err(|error| ObjectsError(error.to_string()))?;
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

    /// Whether the place is marked as that of the portal with this mark; it is from now on if it had none.
    ///
    /// # Errors
    ///
    /// When the object store fails.
    pub(crate) async fn belongs_to(&self, mark: &str) -> Result<bool, ObjectsError> {
        let owner = Path::from(OWNER);
        let own = mark.to_owned().into();
        let marked = async {
            match self
                .kept
                .put_opts(&owner, own, PutMode::Create.into())
                .await
            {
                Err(object_store::Error::AlreadyExists { .. }) => {}
                put => return put.map(|_| true),
            }
            let kept = self.kept.get(&owner).await?.bytes().await?;
            Ok(kept == mark.as_bytes())
        };
        marked
            .await
            .map_err(|error| ObjectsError(error.to_string()))
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
            other => other.map_err(|error| ObjectsError(error.to_string())),
        }
    }
}
