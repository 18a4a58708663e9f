//! The browser of a desktop: it notes which pages it is to open, and shows none.

use std::fs::{Permissions, create_dir_all, read_to_string, set_permissions, write};
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::PoisonError;

use anyhow::{Context, Result};

use super::Desktop;
use super::environment::Environment;

/// Where it notes addresses, one a line.
const PAGES: &str = "opened-pages";
/// What the desktop's list of applications calls it.
const ENTRY: &str = "noting-browser.desktop";

/// Makes it the browser that programs find, whichever way they look for one.
pub(super) fn install(environment: &mut Environment, directory: &Path) -> Result<()> {
    let program = directory.join("browser");
    let note = format!(
        "#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n",
        directory.join(PAGES).display()
    );
    write(&program, note)?;
    set_permissions(&program, Permissions::from_mode(0o700))?;
    environment.set("BROWSER", program.to_string_lossy());

    // On GNOME, xdg-open looks at the person's choice of applications before that variable.
    let home = |name: &str| {
        environment
            .get(name)
            .with_context(|| format!("{name} is not set"))
    };
    let applications = Path::new(home("XDG_DATA_HOME")?).join("applications");
    create_dir_all(&applications)?;
    let entry = format!(
        "[Desktop Entry]\nType=Application\nName=Browser\nExec={} %u\n\
         MimeType=x-scheme-handler/http;x-scheme-handler/https;\n",
        program.display()
    );
    write(applications.join(ENTRY), entry)?;
    let choice = format!(
        "[Default Applications]\nx-scheme-handler/http={ENTRY}\nx-scheme-handler/https={ENTRY}\n"
    );
    let choices = Path::new(home("XDG_CONFIG_HOME")?).join("mimeapps.list");
    Ok(write(choices, choice)?)
}

impl Desktop {
    /// The page that was opened in the browser next after the one that was told of last; `None` while there is none.
    ///
    /// # Errors
    /// When what was noted can't be read.
    pub fn next_opened_page(&self) -> Result<Option<String>> {
        let noted = match read_to_string(self.directory.join(PAGES)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            noted => noted?,
        };
        let mut told = self
            .pages_told
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // The last line may still be on its way.
        let mut complete = noted
            .split_inclusive('\n')
            .filter_map(|line| line.strip_suffix('\n'));
        let page = complete.nth(*told).map(str::to_owned);
        *told += usize::from(page.is_some());
        Ok(page)
    }
}
