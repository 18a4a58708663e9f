//! What the system writes of a process that it ends for a fault: all of its memory, with the tokens in it.

/// Has none written of this process, and of those that it starts. To be called before they are.
#[cfg(unix)]
pub(crate) fn forbid_core_dumps() {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    if let Err(error) = setrlimit(Resource::Core, none) {
        tracing::warn!(%error, "a crash may write the app's memory to a file");
    }
}

/// Windows writes none unless somebody asks for it in the registry.
#[cfg(not(unix))]
pub(crate) fn forbid_core_dumps() {}
