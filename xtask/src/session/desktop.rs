//! Starting the parts of the private desktop in order, and ending them.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use tempfile::TempDir;

use super::processes;
use crate::failure::{Failure, Result};
use crate::place::Place;
use crate::process;

/// How long one part may take until it is ready; none needs a second.
const READY_WITHIN: Duration = Duration::from_secs(30);
/// How long a part may take to end when asked politely.
const END_WITHIN: Duration = Duration::from_secs(3);
const SCREEN: &str = "1600x1000x24";
const KEYCHAIN_PASSWORD: &str = "test";

/// What the person's own desktop says about itself and must not leak in.
const FOREIGN: [&str; 12] = [
    "DBUS_SESSION_BUS_ADDRESS",
    "DESKTOP_SESSION",
    "DISPLAY",
    "GDK_SCALE",
    "GNOME_KEYRING_CONTROL",
    "GTK_THEME",
    "SESSION_MANAGER",
    "SSH_AUTH_SOCK",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "XDG_CURRENT_DESKTOP",
    "XDG_DATA_DIRS",
];

/// A running private desktop. Dropping it ends every process started in it.
#[derive(Debug)]
pub(crate) struct Session {
    environment: Vec<(&'static str, OsString)>,
    parts: Vec<Child>,
    root: PathBuf,
    home: TempDir,
}

impl Session {
    /// Starts all parts and returns when each has said that it is ready.
    ///
    /// # Errors
    /// When a part is not installed or does not become ready; its own words are in the failure.
    pub(crate) fn start(place: &Place) -> Result<Self> {
        processes::adopt_orphans()?;
        let home = tempfile::Builder::new()
            .prefix("frontdesk-")
            .tempdir()
            .map_err(|error| Failure::file("create", &std::env::temp_dir(), error))?;
        let environment = environment(home.path());
        for folder in ["run", "log", ".cache", ".config", ".local/share/keyrings"] {
            let folder = home.path().join(folder);
            fs::create_dir_all(&folder).map_err(|error| Failure::file("create", &folder, error))?;
        }
        let run = home.path().join("run");
        fs::set_permissions(&run, fs::Permissions::from_mode(0o700))
            .map_err(|error| Failure::file("protect", &run, error))?;
        let mut session = Self {
            environment,
            parts: Vec::new(),
            root: place.root.clone(),
            home,
        };
        session.start_display()?;
        session.start_bus()?;
        session.start_keychain()?;
        session.start_window_manager()?;
        session.start_notifications()?;
        Ok(session)
    }

    /// A program inside the session, started at the top of the repository.
    pub(crate) fn command(&self, _place: &Place, program: impl AsRef<OsStr>) -> Command {
        self.within(process::command(&self.root, program))
    }

    fn start_display(&mut self) -> Result<()> {
        let mut server = self.part("Xvfb");
        server.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            SCREEN,
            "-nolisten",
            "tcp",
            "-noreset",
        ]);
        let number = self.start_until_line("Xvfb", server, |line| !line.trim().is_empty())?;
        self.environment
            .push(("DISPLAY", format!(":{}", number.trim()).into()));
        Ok(())
    }

    fn start_bus(&mut self) -> Result<()> {
        let mut address = OsString::from("unix:path=");
        address.push(self.home.path().join("run").join("bus"));
        let mut option = OsString::from("--address=");
        option.push(&address);
        let mut bus = self.part("dbus-daemon");
        bus.args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
            .arg(option);
        self.start_until_line("dbus-daemon", bus, |line| line.starts_with("unix:"))?;
        self.environment.push(("DBUS_SESSION_BUS_ADDRESS", address));
        Ok(())
    }

    fn start_keychain(&mut self) -> Result<()> {
        let mut keychain = self.part("gnome-keyring-daemon");
        keychain.args(["--foreground", "--unlock", "--components=secrets"]);
        keychain.stdin(Stdio::piped());
        let mut child = self.spawn("gnome-keyring-daemon", keychain)?;
        let password = child
            .stdin
            .take()
            .map(|mut stdin| stdin.write_all(KEYCHAIN_PASSWORD.as_bytes()));
        self.parts.push(child);
        if !matches!(password, Some(Ok(()))) {
            return Err(self.not_ready("gnome-keyring-daemon"));
        }
        self.wait_for_name("gnome-keyring-daemon", "org.freedesktop.secrets")
    }

    fn start_window_manager(&mut self) -> Result<()> {
        let mut manager = self.part("openbox");
        manager.args(["--startup", "echo ready"]);
        self.start_until_line("openbox", manager, |line| line == "ready")?;
        Ok(())
    }

    fn start_notifications(&mut self) -> Result<()> {
        let daemon = self.part("dunst");
        let child = self.spawn("dunst", daemon)?;
        self.parts.push(child);
        self.wait_for_name("dunst", "org.freedesktop.Notifications")
    }

    /// A part of the desktop; the kernel kills it should this tool die without a goodbye.
    fn part(&self, program: &str) -> Command {
        let mut command = self.within(process::command(&self.root, "setpriv"));
        command.args(["--pdeathsig", "KILL", program]);
        command
    }

    fn within(&self, mut command: Command) -> Command {
        for name in FOREIGN {
            command.env_remove(name);
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    fn spawn(&self, name: &str, mut command: Command) -> Result<Child> {
        let path = self.log(name);
        let log = File::create(&path).map_err(|error| Failure::file("create", &path, error))?;
        command
            .stderr(log)
            .stdout(Stdio::null())
            .spawn()
            .map_err(|source| Failure::NotStarted {
                program: name.to_owned(),
                source,
            })
    }

    /// Starts a part and returns the first line of its output that `is_sign` accepts.
    fn start_until_line(
        &mut self,
        name: &str,
        mut command: Command,
        is_sign: impl Fn(&str) -> bool + Send + 'static,
    ) -> Result<String> {
        let path = self.log(name);
        let log = File::create(&path).map_err(|error| Failure::file("create", &path, error))?;
        let mut child = command
            .stderr(log)
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|source| Failure::NotStarted {
                program: name.to_owned(),
                source,
            })?;
        let output = child.stdout.take();
        self.parts.push(child);
        let (found, sign) = mpsc::channel();
        std::thread::spawn(move || {
            let lines = output
                .into_iter()
                .flat_map(|output| BufReader::new(output).lines());
            // Reads on after the sign, so that the part never blocks on a full pipe.
            for line in lines
                .map_while(|line| line.ok())
                .filter(|line| is_sign(line))
            {
                // Only the first one is awaited.
                let _ = found.send(line);
            }
        });
        sign.recv_timeout(READY_WITHIN)
            .map_err(|_| self.not_ready(name))
    }

    fn wait_for_name(&self, part: &str, name: &str) -> Result<()> {
        let mut wait = self.within(process::command(&self.root, "gdbus"));
        wait.args([
            "wait",
            "--session",
            "--timeout",
            &READY_WITHIN.as_secs().to_string(),
            name,
        ]);
        if process::succeeds(&mut wait) {
            return Ok(());
        }
        Err(self.not_ready(part))
    }

    fn not_ready(&self, name: &str) -> Failure {
        let words = fs::read_to_string(self.log(name)).unwrap_or_default();
        let words = if words.trim().is_empty() {
            "It said nothing."
        } else {
            words.trim()
        };
        Failure::Missing {
            what: format!("The private desktop's {name} did not become ready."),
            how: format!("{words}\n\n`cargo xtask setup` installs what it needs."),
        }
    }

    fn log(&self, name: &str) -> PathBuf {
        self.home.path().join("log").join(format!("{name}.log"))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Programs first, then the desktop below them, newest first.
        let own: Vec<u32> = self.parts.iter().map(Child::id).collect();
        let strangers = processes::marked(self.home.path());
        let strangers = strangers.into_iter().filter(|pid| !own.contains(pid));
        processes::end(&strangers.collect::<Vec<_>>(), END_WITHIN);
        for part in self.parts.iter_mut().rev() {
            processes::end(&[part.id()], END_WITHIN);
            // It may have been reaped already.
            let _ = part.wait();
        }
        // What the bus had started on demand and what was born in the meantime.
        processes::end(&processes::marked(self.home.path()), END_WITHIN);
    }
}

fn environment(home: &Path) -> Vec<(&'static str, OsString)> {
    let mut environment: Vec<(&'static str, OsString)> = vec![
        (processes::MARK, home.into()),
        ("HOME", home.into()),
        ("XDG_RUNTIME_DIR", home.join("run").into()),
        ("XDG_DATA_HOME", home.join(".local/share").into()),
        ("XDG_CONFIG_HOME", home.join(".config").into()),
        ("XDG_CACHE_HOME", home.join(".cache").into()),
        ("XDG_SESSION_TYPE", "x11".into()),
        ("GDK_BACKEND", "x11".into()),
        ("GSETTINGS_BACKEND", "memory".into()),
        ("LANG", "C.UTF-8".into()),
        ("LC_ALL", "C.UTF-8".into()),
        ("TZ", "UTC".into()),
        // Twice as slow with the emulated graphics of a virtual display.
        ("WEBKIT_DISABLE_DMABUF_RENDERER", "1".into()),
    ];
    // With another HOME, rustup and cargo would not find their own folders.
    for (name, usual) in [("RUSTUP_HOME", ".rustup"), ("CARGO_HOME", ".cargo")] {
        let real = std::env::var_os(name)
            .or_else(|| std::env::home_dir().map(|home| home.join(usual).into_os_string()));
        environment.extend(real.map(|folder| (name, folder)));
    }
    environment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_complete_and_leaves_nothing_behind() {
        let place = Place::find().expect("the repository");
        let session = Session::start(&place).expect("every part becomes ready");
        let home = session.home.path().to_owned();

        let mut store = session.command(&place, "sh");
        store.args([
            "-c",
            "printf secret | secret-tool store --label=x k v && secret-tool lookup k v",
        ]);
        assert_eq!(
            process::answer(&mut store).as_deref(),
            Some("secret"),
            "the keychain must be unlocked, or it would ask a person"
        );
        let mut notify = session.command(&place, "sh");
        notify.args(["-c", "notify-send hello && dunstctl count"]);
        let counts = process::answer(&mut notify).unwrap_or_default();
        assert!(
            counts.contains("1"),
            "the notification must be taken in: {counts}"
        );
        let mut manager = session.command(&place, "xprop");
        let manager = process::answer(manager.args(["-root", "_NET_SUPPORTING_WM_CHECK"]));
        assert!(
            manager.is_some_and(|answer| answer.contains("window id")),
            "a window manager must be there, or dialogs get no focus"
        );
        let mut stray = session.command(&place, "sh");
        assert!(
            process::succeeds(stray.args(["-c", "HOME=/ setsid tail -f /dev/null & true"])),
            "a stray program is left running on purpose"
        );
        assert!(
            !processes::marked(&home).is_empty(),
            "the desktop and the stray are running"
        );

        drop(session);
        assert_eq!(
            processes::marked(&home),
            Vec::<u32>::new(),
            "nothing may outlive the session"
        );
        assert!(!home.exists(), "the throwaway HOME must be gone");
    }
}
