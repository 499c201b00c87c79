//! HTTP calls to a server on the loopback that stops at some point. Each case
//! ends by the limit that it is about; without one it would never end.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    thread::{self, JoinHandle},
    time::Duration,
};

use frontdesk_engine::http::{Limits, client};
use wa_rs::wacore::net::{HttpClient as _, HttpRequest};

/// One limit that is met soon, the others long after the test has failed.
const SOON: Duration = Duration::from_millis(50);
const NEVER: Duration = Duration::from_secs(600);
const LIMITS: Limits = Limits {
    connect: NEVER,
    answer: NEVER,
    silence: NEVER,
};

/// Takes one call, does `serve`, and holds the line until the caller hangs up.
fn server(serve: fn(&mut TcpStream)) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/sw.js", listener.local_addr().unwrap());
    let thread = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            request.push(byte[0]);
        }
        serve(&mut stream);
        let _ = stream.read(&mut [0]);
    });
    (url, thread)
}

fn say(stream: &mut TcpStream, words: &str) {
    stream.write_all(words.as_bytes()).unwrap();
}

#[tokio::test]
async fn a_server_that_says_nothing_ends_the_call() {
    let (url, thread) = server(|_| {});
    let limits = Limits {
        answer: SOON,
        ..LIMITS
    };
    let answer = client(limits).execute(HttpRequest::get(url)).await;
    assert!(answer.is_err(), "{answer:?}");
    thread.join().unwrap();
}

#[tokio::test]
async fn a_server_that_stops_in_the_middle_ends_the_call() {
    let (url, thread) =
        server(|stream| say(stream, "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"));
    let limits = Limits {
        silence: SOON,
        ..LIMITS
    };
    let answer = client(limits).execute(HttpRequest::get(url)).await;
    assert!(answer.is_err(), "{answer:?}");
    thread.join().unwrap();
}

#[tokio::test]
async fn a_file_that_stops_in_the_middle_ends_the_reading() {
    let (url, thread) =
        server(|stream| say(stream, "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"));
    let limits = Limits {
        silence: SOON,
        ..LIMITS
    };
    let mut answer = client(limits)
        .execute_streaming(HttpRequest::get(url))
        .unwrap();
    let mut file = Vec::new();
    let read = answer.body.read_to_end(&mut file);
    assert!(read.is_err(), "cut short is not complete: {read:?}");
    assert_eq!(file, b"half", "what came is handed on");
    drop(answer);
    thread.join().unwrap();
}

#[tokio::test]
async fn a_refusal_is_an_answer_and_no_error() {
    let (url, thread) = server(|stream| {
        say(
            stream,
            "HTTP/1.1 403 Forbidden\r\ncontent-length: 5\r\nconnection: close\r\n\r\nstale",
        );
    });
    let client = client(Limits::default());
    let answer = client.execute(HttpRequest::get(url)).await.unwrap();
    assert_eq!(
        (answer.status_code, answer.body.as_slice()),
        (403, &b"stale"[..])
    );
    drop(client);
    thread.join().unwrap();
}
