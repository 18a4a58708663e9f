//! Pictures and files of exports, kept outside the database.

mod address;
mod export_files;
mod pictures;

use std::path::PathBuf;
use std::sync::Arc;

use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreExt, PutMode};
use tokio::sync::RwLock;

pub use address::{InvalidObjectsAddress, ObjectsAddress};
pub(crate) use export_files::{ExportFileName, UnfinishedExport, UnfinishedName};
pub use pictures::{PictureName, Shelf};

use crate::store::create_private_directory;

/// The object that tells whose the place is.
const OWNER: &str = "owner";

/// An open object store.
#[derive(Clone, Debug)]
pub struct Objects {
    kept: Arc<dyn ObjectStore>,
    /// Where it is a directory of this machine.
    directory: Option<PathBuf>,
    /// Shared by those who put objects, and alone in the hand of whoever removes one: else a picture that is sent
    /// again could go between the look at its age and its end.
    putting: Arc<RwLock<()>>,
}

/// The object store failed. Never means that an object does not exist.
#[derive(Debug, thiserror::Error)]
#[error("the object store failed: {0}")]
pub struct ObjectsError(String);

impl ObjectsError {
    fn of(error: impl ToString) -> Self {
        Self(error.to_string())
    }
}

impl Objects {
    /// Opens the place; a directory is made if missing. How to sign in to S3 is read from the environment, as Amazon's
    /// own programs do: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT_URL`, `AWS_ALLOW_HTTP`.
    ///
    /// # Errors
    ///
    /// When the directory can't be made or used, or what is needed for S3 is not there.
    pub fn open(address: &ObjectsAddress) -> Result<Self, ObjectsError> {
        let (kept, directory): (Arc<dyn ObjectStore>, _) = match address {
            ObjectsAddress::Directory(directory) => {
                create_private_directory(directory).map_err(ObjectsError::of)?;
                let files = LocalFileSystem::new_with_prefix(directory)
                    .map_err(ObjectsError::of)?
                    .with_fsync(true);
                (Arc::new(files), Some(directory.clone()))
            }
            ObjectsAddress::S3 { bucket, prefix } => {
                let bucket = AmazonS3Builder::from_env()
                    .with_bucket_name(bucket)
                    .build()
                    .map_err(ObjectsError::of)?;
                match prefix.as_str() {
                    "" => (Arc::new(bucket), None),
                    prefix => (Arc::new(PrefixStore::new(bucket, prefix)), None),
                }
            }
        };
        Ok(Self {
            kept,
            directory,
            putting: Arc::default(),
        })
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
        marked.await.map_err(ObjectsError::of)
    }
}
