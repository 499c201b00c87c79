//! The control door: `POST /ctl` takes a command, `GET /events` streams what
//! happens, one JSON object per line.

use super::{
    cmd::Cmd,
    handle::{Sim, SimHandle},
};
use crate::{
    error::SimError,
    media::host::bind,
    net::http::{Answer, Request, read_request, write_answer},
};
use serde_json::{Value, json};
use std::net::SocketAddr;
use tokio::{
    io::{AsyncWriteExt, BufReader},
    net::TcpStream,
};

impl Sim {
    /// Opens the control door and returns its address.
    ///
    /// # Errors
    /// [`SimError::Door`] if the address cannot be bound.
    pub async fn open_control(&mut self, at: SocketAddr) -> Result<SocketAddr, SimError> {
        let (listener, bound) = bind("control", at).await?;
        let handle = self.handle();
        self.adopt(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, handle.clone()));
            }
        }));
        Ok(bound)
    }
}

impl SimHandle {
    /// Carries out a command given as JSON; the reply says `"ok"` first.
    pub async fn command_json(&self, text: &str) -> Value {
        let outcome = match serde_json::from_str::<Cmd>(text) {
            Ok(cmd) => self.command(cmd).await,
            Err(failed) => Err(SimError::BadCommand(failed.to_string())),
        };
        match outcome {
            Ok(reply) => {
                let mut answer = json!({ "ok": true });
                if let (Some(answer), Ok(Value::Object(reply))) =
                    (answer.as_object_mut(), serde_json::to_value(&reply))
                {
                    answer.extend(reply);
                }
                answer
            }
            Err(failed) => json!({
                "ok": false,
                "error": failed.to_string(),
                "code": failed.code(),
            }),
        }
    }
}

async fn serve(stream: TcpStream, handle: SimHandle) {
    let mut stream = BufReader::new(stream);
    while let Some(request) = read_request(&mut stream).await {
        // A web page in a browser on this machine must not drive the network.
        if request.header("origin").is_some() {
            let refused = json!({ "ok": false, "error": "Browsers are not let in" });
            let _ = write_answer(&mut stream, Answer::json(403, &refused), false).await;
            return;
        }
        if request.method == "GET" && request.path == "/events" {
            return stream_events(stream, &handle, &request).await;
        }
        let answer = answer(&handle, &request).await;
        let written = write_answer(&mut stream, answer, false).await;
        if written.is_none() || request.is_last() {
            return;
        }
    }
}

async fn answer(handle: &SimHandle, request: &Request) -> Answer {
    match (request.method.as_str(), request.path.as_str()) {
        ("POST", "/ctl") => {
            let text = String::from_utf8_lossy(&request.body);
            let reply = handle.command_json(&text).await;
            let ok = reply.get("ok") == Some(&Value::Bool(true));
            Answer::json(if ok { 200 } else { 400 }, &reply)
        }
        (_, "/ctl" | "/events") => Answer::status(405),
        _ => Answer::status(404),
    }
}

async fn stream_events(mut stream: BufReader<TcpStream>, handle: &SimHandle, request: &Request) {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\
                Cache-Control: no-store\r\nConnection: close\r\n\r\n";
    let mut since = request
        .argument("since")
        .and_then(|since| since.parse().ok())
        .unwrap_or(0);
    let mut text = head.to_owned();
    loop {
        let sent = stream.write_all(text.as_bytes()).await;
        if sent.is_err() || stream.flush().await.is_err() {
            return;
        }
        text.clear();
        for event in handle.next_events(since).await {
            since = event.seq;
            if let Ok(line) = serde_json::to_string(&event) {
                text.push_str(&line);
                text.push('\n');
            }
        }
    }
}
