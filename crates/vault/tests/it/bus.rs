//! A private message bus in a throwaway home, and the programs on it. Nothing
//! here sleeps: starts are waited for on the bus, ends by reaping the process,
//! and every wait ends in a failure with words.

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};
use zbus::{
    blocking::{Connection, connection::Builder, fdo::DBusProxy},
    names::BusName,
};

pub(crate) const SECRETS: &str = "org.freedesktop.secrets";
/// Far beyond what a start takes on a busy machine; reached only by a failure.
pub(crate) const LIMIT: Duration = Duration::from_secs(60);

/// A session bus of its own, with a home folder of its own.
pub(crate) struct Bus {
    home: tempfile::TempDir,
    daemon: Running,
    address: String,
}

/// A program that is ended and reaped when it is dropped.
pub(crate) struct Running(Child);

impl Running {
    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; reaping is what matters.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl Bus {
    /// A bus that starts no program by itself, so that a test decides what is
    /// on it.
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().expect("a throwaway home");
        for folder in ["run", ".local/share/keyrings", ".cache", ".config"] {
            fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(home.path().join(folder))
                .expect("a folder in it");
        }
        let config = home.path().join("bus.conf");
        let socket = home.path().display();
        fs::write(
            &config,
            format!(
                "<busconfig><type>session</type><listen>unix:dir={socket}</listen>\
                 <auth>EXTERNAL</auth><policy context=\"default\">\
                 <allow send_destination=\"*\"/><allow receive_sender=\"*\"/>\
                 <allow own=\"*\"/></policy></busconfig>"
            ),
        )
        .expect("the bus's configuration");
        let mut daemon = command("dbus-daemon", "dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--print-address"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            // It complains about file limits wherever it may not raise them.
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon starts");
        let mut address = String::new();
        let stdout = daemon.stdout.take().expect("its output");
        BufReader::new(stdout)
            .read_line(&mut address)
            .expect("the bus names its address");
        Self {
            home,
            daemon: Running(daemon),
            address: address.trim().to_owned(),
        }
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Ends the bus itself.
    pub(crate) fn stop(&mut self) {
        drop(self.daemon.0.kill());
        drop(self.daemon.0.wait());
    }

    pub(crate) fn connection(&self) -> Connection {
        Builder::address(self.address())
            .and_then(|builder| builder.method_timeout(LIMIT).build())
            .expect("the private bus takes connections")
    }

    /// Starts GNOME Keyring and waits until it serves the bus. With a password
    /// the login keyring is created or unlocked; without one it stays locked.
    pub(crate) fn start_gnome_keyring(&self, password: Option<&str>) -> Running {
        let connection = self.connection();
        let bus = DBusProxy::new(&connection).expect("the bus answers");
        let changes = bus
            .receive_name_owner_changed_with_args(&[(0, SECRETS)])
            .expect("the bus tells about names");
        let mut command = command("gnome-keyring-daemon", "gnome-keyring");
        self.throw_away(&mut command);
        command
            .args(["--foreground", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if password.is_some() {
            command.arg("--unlock");
        }
        let mut daemon = command.spawn().expect("gnome-keyring-daemon starts");
        let mut stdin = daemon.stdin.take().expect("its input");
        stdin
            .write_all(password.unwrap_or_default().as_bytes())
            .expect("it reads the password");
        drop(stdin);
        let serving = within("GNOME Keyring takes its name on the bus", move || {
            changes
                .filter_map(|change| change.args().ok()?.new_owner.as_ref().map(|_| ()))
                .next()
        });
        assert!(serving.is_some(), "the bus ended before the keyring began");
        Running(daemon)
    }

    /// Ends a program that serves the Secret Service and waits until the bus
    /// knows.
    pub(crate) fn end(&self, program: Running) {
        let connection = self.connection();
        let bus = DBusProxy::new(&connection).expect("the bus answers");
        let mut changes = bus
            .receive_name_owner_changed_with_args(&[(0, SECRETS)])
            .expect("the bus tells about names");
        drop(program);
        let owned = bus
            .name_has_owner(BusName::try_from(SECRETS).expect("a name"))
            .expect("the bus answers");
        if owned {
            let gone = within("the name is given up", move || changes.next());
            assert!(gone.is_some(), "the bus ended before its program");
        }
    }

    /// Everything that a program could find a real home or bus by.
    pub(crate) fn throw_away(&self, command: &mut Command) {
        let home = self.home.path();
        command
            .env("DBUS_SESSION_BUS_ADDRESS", self.address())
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join(".local/share"))
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("XDG_CACHE_HOME", home.join(".cache"))
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("GNOME_KEYRING_CONTROL");
    }
}

/// The same test binary, running as a separate process that talks to the
/// keychain of a private bus. One line in, one line out.
pub(crate) struct Probe {
    _process: Running,
    input: ChildStdin,
    answers: Receiver<String>,
}

impl Probe {
    /// Starts this test binary again, in the role that [`crate::probe`] plays.
    pub(crate) fn start(bus: &Bus, test: &str, profile: &Path, patience: Duration) -> Self {
        let mut command = Command::new(env::current_exe().expect("this test binary"));
        bus.throw_away(&mut command);
        let mut process = command
            .args(["--exact", test, "--nocapture", "--test-threads=1"])
            .env(crate::probe::PROFILE, profile)
            .env(crate::probe::PATIENCE, patience.as_millis().to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("this test binary starts again");
        let input = process.stdin.take().expect("its input");
        let output = BufReader::new(process.stdout.take().expect("its output"));
        let (heard, answers) = mpsc::channel();
        thread::spawn(move || {
            // The test runner's own words come on the same channel.
            let lines = output.lines().map_while(Result::ok);
            for line in lines {
                if let Some((_, answer)) = line.split_once(crate::probe::MARK)
                    && heard.send(answer.to_owned()).is_err()
                {
                    break;
                }
            }
        });
        Self {
            _process: Running(process),
            input,
            answers,
        }
    }

    /// Sends a command and waits for what came of it.
    pub(crate) fn ask(&mut self, command: &str) -> String {
        self.tell(command);
        self.answer()
    }

    /// Sends a command without waiting.
    pub(crate) fn tell(&mut self, command: &str) {
        writeln!(self.input, "{command}").expect("the probe listens");
    }

    /// Waits for what came of the last command.
    pub(crate) fn answer(&mut self) -> String {
        self.answers
            .recv_timeout(LIMIT)
            .expect("the probe answers before it ends")
    }
}

/// Waits for something that happens in moments or not at all.
fn within<T: Send + 'static>(what: &str, wait: impl FnOnce() -> T + Send + 'static) -> T {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || tell.send(wait()));
    told.recv_timeout(LIMIT)
        .unwrap_or_else(|_| panic!("this did not happen in time: {what}"))
}

/// A program that must be installed.
fn command(program: &str, package: &str) -> Command {
    let found = env::split_paths(&env::var_os("PATH").unwrap_or_default())
        .map(|folder| folder.join(program))
        .find(is_program);
    let Some(path) = found else {
        panic!("{program} is missing: install the package `{package}`");
    };
    Command::new(path)
}

fn is_program(path: &PathBuf) -> bool {
    fs::metadata(path).is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
}
