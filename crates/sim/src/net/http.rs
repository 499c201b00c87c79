//! A small HTTP/1.1 server: enough for the media host and the control door,
//! and strict about sizes because anybody on this machine may knock.

use std::{future::Future, sync::Arc};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};

/// The longest request head that is read.
const LONGEST_HEAD: u64 = 64 * 1024;

/// The largest body that is read.
const LARGEST_BODY: usize = 2 << 30;

/// A request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// A header's value; names are compared without case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Whether the client wants the connection closed after the answer.
    pub(crate) fn is_last(&self) -> bool {
        self.header("connection")
            .is_some_and(|value| value.eq_ignore_ascii_case("close"))
    }

    /// A query argument's value.
    pub(crate) fn argument(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// An answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    /// The connection breaks after that many bytes of the body.
    pub(crate) cut_after: Option<usize>,
    /// How many bytes leave per second; 0 is unlimited.
    pub(crate) bytes_per_second: u64,
}

impl Answer {
    pub(crate) fn status(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }

    pub(crate) fn json(status: u16, body: &serde_json::Value) -> Self {
        Self {
            status,
            headers: vec![("Content-Type", "application/json".to_owned())],
            body: body.to_string().into_bytes(),
            ..Self::default()
        }
    }
}

/// Answers the requests of one connection, one after the other.
pub(crate) async fn serve<S, F, A>(stream: S, answer: Arc<F>)
where
    S: AsyncRead + AsyncWrite + Unpin,
    F: Fn(Request) -> A,
    A: Future<Output = Answer>,
{
    let mut stream = BufReader::new(stream);
    while let Some(request) = read_request(&mut stream).await {
        let last = request.is_last();
        let head_only = request.method == "HEAD";
        let answer = answer(request).await;
        if write_answer(&mut stream, answer, head_only).await.is_none() || last {
            break;
        }
    }
    let _ = stream.shutdown().await;
}

/// Reads one request; `None` when the client is gone or talks nonsense.
pub(crate) async fn read_request<S>(stream: &mut BufReader<S>) -> Option<Request>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut lines = Vec::new();
    let mut head = (&mut *stream).take(LONGEST_HEAD);
    loop {
        let mut line = String::new();
        if head.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let line = line.trim_end().to_owned();
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    let mut request = parse_head(&lines)?;
    if request.header("expect").is_some() {
        stream
            .write_all(b"HTTP/1.1 100 Continue\r\n\r\n")
            .await
            .ok()?;
        stream.flush().await.ok()?;
    }
    request.body = read_body(stream, &request).await?;
    Some(request)
}

fn parse_head(lines: &[String]) -> Option<Request> {
    let (first, rest) = lines.split_first()?;
    let mut words = first.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let pairs = |text: &str| -> Vec<(String, String)> {
        text.split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
                (unescape(key), unescape(value))
            })
            .collect()
    };
    Some(Request {
        method: method.to_owned(),
        path: unescape(path),
        query: pairs(query),
        headers: rest
            .iter()
            .filter_map(|line| line.split_once(':'))
            .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
            .collect(),
        body: Vec::new(),
    })
}

async fn read_body<S>(stream: &mut BufReader<S>, request: &Request) -> Option<Vec<u8>>
where
    S: AsyncRead + Unpin,
{
    let chunked = request
        .header("transfer-encoding")
        .is_some_and(|value| value.eq_ignore_ascii_case("chunked"));
    if chunked {
        return read_chunks(stream).await;
    }
    let length: usize = match request.header("content-length") {
        Some(length) => length.parse().ok()?,
        None => 0,
    };
    if length > LARGEST_BODY {
        return None;
    }
    // Grows with what really arrives, not with what was announced.
    let mut body = Vec::new();
    let limit = u64::try_from(length).ok()?;
    stream.take(limit).read_to_end(&mut body).await.ok()?;
    (body.len() == length).then_some(body)
}

async fn read_chunks<S>(stream: &mut BufReader<S>) -> Option<Vec<u8>>
where
    S: AsyncRead + Unpin,
{
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        (&mut *stream)
            .take(LONGEST_HEAD)
            .read_line(&mut line)
            .await
            .ok()?;
        let size = line.trim().split(';').next()?;
        let size = u64::from_str_radix(size, 16).ok()?;
        if u64::try_from(body.len()).ok()?.checked_add(size)? > u64::try_from(LARGEST_BODY).ok()? {
            return None;
        }
        let before = body.len();
        (&mut *stream)
            .take(size)
            .read_to_end(&mut body)
            .await
            .ok()?;
        if u64::try_from(body.len() - before).ok()? != size {
            return None;
        }
        let mut end = String::new();
        (&mut *stream)
            .take(LONGEST_HEAD)
            .read_line(&mut end)
            .await
            .ok()?;
        if size == 0 {
            return Some(body);
        }
    }
}

/// Writes one answer; `None` when the connection is of no use any more.
pub(crate) async fn write_answer<S>(
    stream: &mut BufReader<S>,
    answer: Answer,
    head_only: bool,
) -> Option<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut head = format!(
        "HTTP/1.1 {} {}\r\nContent-Length: {}\r\n",
        answer.status,
        phrase(answer.status),
        answer.body.len()
    );
    for (key, value) in &answer.headers {
        head.push_str(&format!("{key}: {value}\r\n"));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).await.ok()?;
    if head_only {
        return stream.flush().await.ok();
    }
    let all = answer.body.len();
    let sent = answer.cut_after.map_or(all, |cut| cut.min(all));
    let body = answer.body.get(..sent)?;
    if answer.bytes_per_second == 0 {
        stream.write_all(body).await.ok()?;
    } else {
        let piece = usize::try_from(answer.bytes_per_second / 20).ok()?.max(1);
        for piece in body.chunks(piece) {
            stream.write_all(piece).await.ok()?;
            stream.flush().await.ok()?;
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }
    stream.flush().await.ok()?;
    (sent == all).then_some(())
}

/// Undoes percent-encoding.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let decoded = tail
            .get(..2)
            .filter(|_| *first == b'%')
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match decoded {
            Some(byte) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

const fn phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        206 => "Partial Content",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        410 => "Gone",
        416 => "Range Not Satisfiable",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Status",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_characters_are_undone_and_broken_ones_left_alone() {
        assert_eq!(unescape("a%20b%2Fc"), "a b/c");
        assert_eq!(unescape("100%"), "100%");
        assert_eq!(unescape("%zz"), "%zz");
    }
}
