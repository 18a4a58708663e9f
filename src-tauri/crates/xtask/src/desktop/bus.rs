//! The session bus, with no other services than those a desktop is asked to have.

use std::fs::{File, create_dir, write};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result};

use super::Desktop;
use super::builder::{Keyring, SettingsPortal};
use super::environment::Environment;
use super::process::Process;

const SYSTEM_SERVICES: &str = "/usr/share/dbus-1/services";
const SETTINGS: [&str; 1] = ["ca.desrt.dconf"];
/// The keyring asks for its password through the prompter.
const KEYRING: [&str; 2] = [
    "org.freedesktop.secrets",
    "org.gnome.keyring.SystemPrompter",
];
const ASSISTIVE_TECHNOLOGIES: [&str; 1] = ["org.a11y.Bus"];
const PORTAL: [&str; 3] = [
    "org.freedesktop.impl.portal.PermissionStore",
    "org.freedesktop.impl.portal.desktop.gtk",
    "org.freedesktop.portal.Desktop",
];

/// A service that is started and never answers.
const HANGING_PORTAL: &str =
    "[D-BUS Service]\nName=org.freedesktop.portal.Desktop\nExec=/bin/sleep infinity\n";

/// What the bus can start.
#[derive(Clone, Copy, Debug)]
pub(super) struct Services {
    pub(super) keyring: Keyring,
    pub(super) settings_portal: SettingsPortal,
    pub(super) assistive_technologies: bool,
}

/// Starts the bus and answers its address.
pub(super) fn start(
    environment: &Environment,
    directory: &Path,
    offered: Services,
) -> Result<(Process, String)> {
    let services = directory.join("services");
    create_dir(&services)?;
    offer(&services, &SETTINGS)?;
    if offered.keyring != Keyring::None {
        offer(&services, &KEYRING)?;
    }
    if offered.assistive_technologies {
        offer(&services, &ASSISTIVE_TECHNOLOGIES)?;
    }
    match offered.settings_portal {
        SettingsPortal::Running => offer(&services, &PORTAL)?,
        SettingsPortal::Hanging => write(services.join("hanging-portal.service"), HANGING_PORTAL)?,
        SettingsPortal::None => {}
    }
    let configuration = directory.join("bus.conf");
    write(&configuration, bus_configuration(directory))?;
    let mut command = environment.command("dbus-daemon");
    command
        .arg("--config-file")
        .arg(&configuration)
        .args(["--nofork", "--nopidfile", "--print-address=1"])
        .stderr(File::create(directory.join("bus.log"))?);
    Process::start_and_read_line(&mut command)
}

impl Desktop {
    /// Starts a settings portal on a desktop where none answers, and waits for its first answer.
    ///
    /// # Errors
    /// When it doesn't start.
    pub fn start_settings_portal(&mut self) -> Result<()> {
        let services = self.directory.join("services");
        let [store, backend, portal] = PORTAL;
        offer(&services, &[store, backend])?;
        let bus = "org.freedesktop.DBus";
        self.call(
            bus,
            "/org/freedesktop/DBus",
            &format!("{bus}.ReloadConfig"),
            &[],
        )?;
        let file = Path::new(SYSTEM_SERVICES).join(format!("{portal}.service"));
        let text = std::fs::read_to_string(&file)?;
        let program = text.lines().find_map(|line| line.strip_prefix("Exec="));
        let program = program.with_context(|| format!("{} starts nothing", file.display()))?;
        let mut command = self.command(program);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        self.processes.push(Process::start(&mut command)?);
        self.wait_for_name(portal)?;
        self.wait_for_settings_portal()
    }
}

/// Offers services that the system has installed.
fn offer(services: &Path, names: &[&str]) -> Result<()> {
    for name in names {
        let file = format!("{name}.service");
        let installed = Path::new(SYSTEM_SERVICES).join(&file);
        installed
            .metadata()
            .with_context(|| format!("{} is not installed", installed.display()))?;
        symlink(installed, services.join(file))?;
    }
    Ok(())
}

fn bus_configuration(directory: &Path) -> String {
    let directory = directory.display();
    format!(
        r#"<busconfig>
  <type>session</type>
  <listen>unix:path={directory}/runtime/bus</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{directory}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#
    )
}
