//! What speaks TLS in this process.

/// Has reqwest, which takes the provider of the process, find one: whichever was installed first serves. To be called
/// before a client is built, also inside of what others wrote.
pub(crate) fn install_provider() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}
