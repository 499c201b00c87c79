//! HTTP calls that end.
//!
//! The engine's own client waits for ever for a server that says nothing, and a
//! connect waits for such a call. Here every wait has a limit, but no call has
//! one as a whole: a large file over a slow line may take as long as bytes come.

use std::time::Duration;

use ureq::{Agent, config::Config};
pub use wa_rs::wacore::net::HttpClient;
use whatsapp_rust_ureq_http_client::UreqHttpClient;

/// How long one step of a call may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// To look up the name, and then again to connect.
    pub connect: Duration,
    /// From the end of the request to the beginning of the answer.
    pub answer: Duration,
    /// In which not a single byte comes or goes.
    pub silence: Duration,
}

impl Default for Limits {
    /// For the servers of WhatsApp over any line that is of use.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(20),
            silence: Duration::from_secs(20),
        }
    }
}

/// The engine's HTTP client with limits. A call past one of them fails as if
/// there were no network.
pub fn client(limits: Limits) -> UreqHttpClient {
    let config: Config = Agent::config_builder()
        .timeout_resolve(Some(limits.connect))
        .timeout_connect(Some(limits.connect))
        .timeout_recv_response(Some(limits.answer))
        .timeout_per_read(Some(limits.silence))
        .timeout_per_write(Some(limits.silence))
        // As the engine's own client: small answers, a few connections.
        .input_buffer_size(16 * 1024)
        .output_buffer_size(16 * 1024)
        .max_idle_connections(3)
        .max_idle_connections_per_host(2)
        .build();
    UreqHttpClient::with_agent(config.into())
}
