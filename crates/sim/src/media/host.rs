//! The media host: uploads, downloads, ranges, resuming, and misbehaving.

use crate::{
    control::handle::{Shared, Sim},
    error::SimError,
    net::http::{Answer, Request, serve},
    world::{World, log::Note},
};
use serde_json::json;
use std::{net::SocketAddr, sync::Arc};
use tokio::net::TcpListener;

impl Sim {
    /// Opens the media host's plain door and returns its address.
    ///
    /// # Errors
    /// [`SimError::Door`] if the address cannot be bound.
    pub async fn open_media(&mut self, at: SocketAddr) -> Result<SocketAddr, SimError> {
        let (listener, bound) = bind("media", at).await?;
        // What clients are told; the TLS door takes over when it opens.
        self.shared().with(|world| {
            world.shelf.host.get_or_insert_with(|| bound.to_string());
        });
        let shared = Arc::clone(self.shared());
        self.adopt(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, answering(&shared)));
            }
        }));
        Ok(bound)
    }
}

/// Binds a door.
pub(crate) async fn bind(
    door: &'static str,
    at: SocketAddr,
) -> Result<(TcpListener, SocketAddr), SimError> {
    let closed = |failed: std::io::Error| SimError::Door {
        door,
        why: failed.to_string(),
    };
    let listener = TcpListener::bind(at).await.map_err(closed)?;
    let bound = listener.local_addr().map_err(closed)?;
    Ok((listener, bound))
}

/// The function that answers the media host's requests.
pub(crate) fn answering(
    shared: &Arc<Shared>,
) -> Arc<impl Fn(Request) -> std::future::Ready<Answer> + use<>> {
    let shared = Arc::clone(shared);
    Arc::new(move |request: Request| {
        std::future::ready(shared.with(|world| world.answer_http(&request)))
    })
}

impl World {
    /// Answers one request of the media host.
    pub(crate) fn answer_http(&mut self, request: &Request) -> Answer {
        let upload = request.method == "POST";
        let mut answer = match self.shelf.refusal(upload) {
            Some(status) => Answer::status(status),
            None if upload => self.upload_http(request),
            None if matches!(request.method.as_str(), "GET" | "HEAD") => {
                self.download_http(request)
            }
            None => Answer::status(405),
        };
        answer.bytes_per_second = self.shelf.faults.kbps.saturating_mul(125);
        self.note(Note::Media {
            action: if upload { "upload" } else { "download" }.to_owned(),
            path: request.path.clone(),
            status: answer.status,
        });
        answer
    }

    /// `POST /mms/{kind}/{token}`: a whole file, a part from an offset, or
    /// the question how much is there.
    fn upload_http(&mut self, request: &Request) -> Answer {
        let Some((kind, token)) = upload_target(&request.path) else {
            return Answer::status(404);
        };
        if request.argument("auth") != Some(self.shelf.auth()) {
            return Answer::status(401);
        }
        let there = self.shelf.partial_len(token);
        if request.argument("resume").is_some() {
            let stored = self.shelf.stored_as(token);
            return Answer::json(
                200,
                &match stored {
                    Some(path) => self.stored_json(&path, Some("complete")),
                    None if there > 0 => json!({ "resume": there.to_string() }),
                    None => json!({ "resume": "0" }),
                },
            );
        }
        let offset = request
            .argument("file_offset")
            .and_then(|offset| offset.parse().ok())
            .unwrap_or(0);
        if offset > there {
            return Answer::status(416);
        }
        // A cut upload leaves what had arrived, as a broken line would.
        let cut = self.shelf.faults.cut_after;
        let kept = cut.map_or(request.body.len(), |cut| {
            usize::try_from(cut)
                .unwrap_or(usize::MAX)
                .min(request.body.len())
        });
        let body = request.body.get(..kept).unwrap_or_default();
        let whole = self.shelf.append(token, offset, body);
        if kept < request.body.len() {
            return Answer::status(503);
        }
        let path = self.shelf.store(kind, whole, self.now);
        if !path.ends_with(token) {
            // The bytes are not the ones whose digest names the upload.
            self.shelf.forget_partial(token);
            return Answer::status(400);
        }
        self.shelf.forget_partial(token);
        Answer::json(200, &self.stored_json(&path, None))
    }

    fn download_http(&self, request: &Request) -> Answer {
        let Some(file) = self.shelf.file(&request.path) else {
            return Answer::status(404);
        };
        if let Some(status) = file.expired {
            return Answer::status(status);
        }
        let mut bytes = file.bytes.as_ref().clone();
        if let (true, Some(byte)) = (self.shelf.faults.corrupt, bytes.first_mut()) {
            *byte ^= 0xff;
        }
        let total = bytes.len();
        let mut answer = Answer {
            status: 200,
            headers: vec![("Accept-Ranges", "bytes".to_owned())],
            cut_after: self
                .shelf
                .faults
                .cut_after
                .and_then(|cut| usize::try_from(cut).ok()),
            ..Answer::default()
        };
        match request.header("range").map(|range| range_of(range, total)) {
            None => answer.body = bytes,
            Some(Some((from, to))) => {
                answer.status = 206;
                answer
                    .headers
                    .push(("Content-Range", format!("bytes {from}-{to}/{total}")));
                answer.body = bytes.get(from..=to).unwrap_or_default().to_vec();
            }
            Some(None) => {
                answer.status = 416;
                answer
                    .headers
                    .push(("Content-Range", format!("bytes */{total}")));
            }
        }
        answer
    }

    fn stored_json(&self, path: &str, resume: Option<&str>) -> serde_json::Value {
        let host = self.shelf.host.clone().unwrap_or_default();
        let mut answer = json!({
            "url": format!("https://{host}{path}"),
            "direct_path": path,
        });
        if let (Some(resume), Some(object)) = (resume, answer.as_object_mut()) {
            object.insert("resume".to_owned(), json!(resume));
        }
        answer
    }
}

fn upload_target(path: &str) -> Option<(&str, &str)> {
    let mut parts = path.strip_prefix('/')?.split('/');
    let token = parts.next_back()?;
    let kind = parts.next_back()?;
    let first = parts.next()?;
    (first == "mms" || first == "o1" || first == "newsletter").then_some((kind, token))
}

/// The first and last byte of a `Range` header, if the file has them.
fn range_of(header: &str, total: usize) -> Option<(usize, usize)> {
    let (from, to) = header.strip_prefix("bytes=")?.split_once('-')?;
    let last = total.checked_sub(1)?;
    let (from, to) = match (from.parse::<usize>().ok(), to.parse::<usize>().ok()) {
        (Some(from), Some(to)) => (from, to.min(last)),
        (Some(from), None) => (from, last),
        (None, Some(suffix)) => (total.saturating_sub(suffix), last),
        (None, None) => return None,
    };
    (from <= to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        assert_eq!(range_of("bytes=0-3", 10), Some((0, 3)));
        assert_eq!(range_of("bytes=4-", 10), Some((4, 9)));
        assert_eq!(range_of("bytes=-3", 10), Some((7, 9)));
        assert_eq!(range_of("bytes=5-99", 10), Some((5, 9)));
        assert_eq!(range_of("bytes=10-", 10), None, "the file ends before it");
        assert_eq!(range_of("items=0-3", 10), None, "another unit");
    }
}
