//! A client's HTTP, turned towards the media host's plain door.
//!
//! Engines only know `https://host/path`, with the host from the server's
//! answer. Hosts and tests that run a network in the same process wrap their
//! HTTP client with this instead of trusting the network's own CA.

use wa_rs::{
    anyhow, async_trait,
    wacore::net::{HttpClient, HttpRequest, HttpResponse, StreamingHttpResponse, UploadBody},
};

/// Sends requests for one host over plain HTTP and all others unchanged.
#[derive(Clone, Debug)]
pub struct PlainMedia<C> {
    inner: C,
    secure: String,
    plain: String,
}

impl<C> PlainMedia<C> {
    /// `told` is the `address:port` that clients are told, which is the TLS
    /// door's once there is one; `plain` is the plain door's.
    #[must_use]
    pub fn new(inner: C, told: &str, plain: &str) -> Self {
        Self {
            inner,
            secure: format!("https://{told}"),
            plain: format!("http://{plain}"),
        }
    }

    fn turned(&self, mut request: HttpRequest) -> HttpRequest {
        if let Some(rest) = request.url.strip_prefix(&self.secure) {
            request.url = format!("{}{rest}", self.plain);
        }
        request
    }
}

#[async_trait]
impl<C: HttpClient> HttpClient for PlainMedia<C> {
    async fn execute(&self, request: HttpRequest) -> anyhow::Result<HttpResponse> {
        self.inner.execute(self.turned(request)).await
    }

    fn supports_streaming(&self) -> bool {
        self.inner.supports_streaming()
    }

    fn execute_streaming(&self, request: HttpRequest) -> anyhow::Result<StreamingHttpResponse> {
        self.inner.execute_streaming(self.turned(request))
    }

    fn supports_upload_streaming(&self) -> bool {
        self.inner.supports_upload_streaming()
    }

    fn execute_upload(
        &self,
        request: HttpRequest,
        body: UploadBody,
        content_length: u64,
    ) -> anyhow::Result<HttpResponse> {
        self.inner
            .execute_upload(self.turned(request), body, content_length)
    }
}
