//! Ends processes once they are no longer wanted, however that comes about.

use std::io::Result;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Waits for the end of its standard input, which comes when the keeper is dropped and also when the
/// process that holds it is killed. Processes inherit the mark in their environment, so that
/// those started by others on their behalf (bus services, web processes) are found as well.
const SCRIPT: &str = r#"
cat > /dev/null
deadline=$(($(date +%s) + 30))
while
    # Fails also when it finds some: not every process can be read.
    marked=$(grep --files-with-matches --null-data --line-regexp --fixed-strings \
        --no-messages -e "$1" /proc/[0-9]*/environ)
    [ -n "$marked" ]
do
    if [ "$(date +%s)" -gt "$deadline" ]; then
        echo "these processes can't be ended:" $marked >&2
        break
    fi
    for file in $marked; do
        process=${file#/proc/}
        kill -KILL "${process%/environ}" 2> /dev/null
    done
    sleep 0.01
done
[ -z "$2" ] || rm -rf "$2"
"#;

/// Ends every process that carries a mark when it is dropped or its holder dies.
#[derive(Debug)]
pub struct Keeper {
    shell: Child,
}

impl Keeper {
    /// Watches over processes started with the environment variable `name` set to `value`, and
    /// removes `directory` after them.
    ///
    /// # Errors
    /// When no shell can be started.
    pub fn watch(name: &str, value: &str, directory: Option<&Path>) -> Result<Self> {
        let shell = Command::new("sh")
            .args(["-c", SCRIPT, "keeper", &format!("{name}={value}")])
            .arg(directory.unwrap_or(Path::new("")))
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .process_group(0) // An interrupt at the terminal is not for the keeper.
            .spawn()?;
        Ok(Self { shell })
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        if let Err(error) = self.shell.wait() {
            eprintln!("the end of child processes was not awaited: {error}");
        }
    }
}
