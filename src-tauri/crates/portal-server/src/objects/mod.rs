//! Pictures and files of exports, kept outside the database.

mod address;
mod export_files;
mod export_names;
mod pictures;
mod uploads;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use data_encoding::HEXLOWER;
use object_store::aws::{AmazonS3, AmazonS3Builder, AmazonS3ConfigKey};
use object_store::local::LocalFileSystem;
use object_store::multipart::MultipartStore;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ClientConfigKey, ObjectStore, ObjectStoreExt, PutMode, RetryConfig};
use tokio::sync::RwLock;

pub use address::{InvalidObjectsAddress, ObjectsAddress};
pub(crate) use export_files::UnfinishedExport;
pub(crate) use export_names::{ExportFileName, UnfinishedName};
pub use pictures::{PictureName, Shelf};

use crate::sealing::SealingKey;
use crate::store::create_private_directory;
use crate::tls::install_provider;

/// The object that tells whose the place is.
const OWNER: &str = "owner";

/// For how long S3 is asked again when it does not answer well: nobody waits for it longer.
const RETRIES: usize = 3;
const RETRY_WITHIN: Duration = Duration::from_secs(10);

/// For an answer of S3 to begin, and then to go on; longer than a part of a file takes on its way.
const ANSWER_WITHIN: &str = "60 seconds";

/// For a whole answer: nobody waits longer for a file, which can be had in parts.
const WHOLE_ANSWER_WITHIN: &str = "6 hours";

/// An open object store.
#[derive(Clone, Debug)]
pub struct Objects {
    kept: Arc<dyn ObjectStore>,
    place: Place,
    /// Shared by those who put objects, and alone in the hand of whoever removes one: else a picture that is sent
    /// again could go between the look at its age and its end.
    putting: Arc<RwLock<()>>,
}

/// Where objects are.
#[derive(Clone, Debug)]
enum Place {
    /// In a directory of this machine.
    Directory(PathBuf),
    /// Elsewhere.
    Far {
        store: Arc<dyn FarStore>,
        /// Where files are written before they are sent.
        scratch: Option<PathBuf>,
    },
}

/// What takes files in parts.
trait FarStore: ObjectStore + MultipartStore {}

impl<T: ObjectStore + MultipartStore> FarStore for T {}

/// The place for objects belongs to another portal, whose database knows what is in use there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the place for pictures and files belongs to a portal with another key: give each portal its own, or remove the file \
     \"owner\" there if the key was replaced"
)]
pub struct OthersPlace;

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
        let (kept, place): (Arc<dyn ObjectStore>, _) = match address {
            ObjectsAddress::Directory(directory) => {
                create_private_directory(directory).map_err(ObjectsError::of)?;
                let files = LocalFileSystem::new_with_prefix(directory)
                    .map_err(ObjectsError::of)?
                    .with_fsync(true);
                (Arc::new(files), Place::Directory(directory.clone()))
            }
            ObjectsAddress::S3 { bucket, prefix } => {
                let bucket = open_bucket(bucket)?;
                match prefix.as_str() {
                    "" => far(bucket),
                    prefix => far(PrefixStore::new(bucket, prefix)),
                }
            }
        };
        Ok(Self {
            kept,
            place,
            putting: Arc::default(),
        })
    }

    /// The same, that writes files in a directory of their own before it sends them, which is made if missing. What a process
    /// leaves there that is killed is cleared by the next one with the same directory. Where objects are in a directory
    /// themselves, nothing is needed.
    ///
    /// # Errors
    ///
    /// When the directory can't be made.
    pub fn writing_in(mut self, directory: PathBuf) -> Result<Self, ObjectsError> {
        if let Place::Far { scratch, .. } = &mut self.place {
            let unusable = |error| ObjectsError::of(format!("{}: {error}", directory.display()));
            create_private_directory(&directory).map_err(unusable)?;
            *scratch = Some(directory);
        }
        Ok(self)
    }

    /// Whether the place is marked as that of the portal with this key; it is from now on if it had no mark. Nothing is to be
    /// removed from another's.
    ///
    /// # Errors
    ///
    /// When the object store fails.
    pub(crate) async fn belong_to(
        &self,
        key: &SealingKey,
    ) -> Result<Result<(), OthersPlace>, ObjectsError> {
        let owner = Path::from(OWNER);
        let mark = HEXLOWER.encode(&key.mac("objects", &[]));
        let own = mark.clone().into();
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
        let is_own = marked.await.map_err(ObjectsError::of)?;
        Ok(is_own.then_some(()).ok_or(OthersPlace))
    }
}

fn open_bucket(name: &str) -> Result<AmazonS3, ObjectsError> {
    install_provider();
    let retry = RetryConfig {
        max_retries: RETRIES,
        retry_timeout: RETRY_WITHIN,
        ..RetryConfig::default()
    };
    let client = AmazonS3ConfigKey::Client;
    AmazonS3Builder::from_env()
        .with_bucket_name(name)
        .with_retry(retry)
        .with_config(client(ClientConfigKey::ReadTimeout), ANSWER_WITHIN)
        .with_config(client(ClientConfigKey::Timeout), WHOLE_ANSWER_WITHIN)
        .build()
        .map_err(ObjectsError::of)
}

fn far(store: impl FarStore) -> (Arc<dyn ObjectStore>, Place) {
    let store = Arc::new(store);
    let far = Place::Far {
        store: store.clone(),
        scratch: None,
    };
    (store, far)
}
