//! Where log lines go.

use tracing_subscriber::EnvFilter;

/// Writes warnings and errors to standard error; `FRONTDESK_LOG` asks for more.
///
/// Nothing personal is logged above DEBUG anywhere in the program, so what
/// appears without that variable can be shown to a stranger.
pub fn start() {
    let filter = EnvFilter::try_from_env("FRONTDESK_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,zbus=off"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}
