//! Every example in README.md is run here, and every command has one.

use crate::rig::{BOUND_MS, Door, Rig, SHOP, assertion};
use frontdesk_sim::{Condition, FileView, Inspected, LinkRefusal, Sim, SimConfig, SimError, What};
use std::{collections::BTreeSet, net::SocketAddr};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};
use wa_rs::{
    pair_code::PairCodeOptions, types::events::Event, wacore::store::device::Device as Row,
};

const README: &str = include_str!("../../README.md");

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn examples() -> Vec<&'static str> {
    README
        .split("```json\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .map(str::trim)
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_example_of_the_readme_works() {
    let rig = Rig::empty().await;
    let mut device = rig.arrive(Door::InProcess, None).await;
    let (mut msg, mut sent) = (String::new(), String::new());
    let (mut group, mut channel, mut call) = (String::new(), String::new(), String::new());
    let (mut by_code, mut by_passkey) = (None, None);
    let row = Row::new();
    for example in examples() {
        let mut text = example.to_owned();
        if text.contains("$qr") {
            text = text.replace("$qr", &device.qr().await);
        }
        if text.contains("$code") {
            let options = PairCodeOptions {
                phone_number: SHOP.to_owned(),
                ..Default::default()
            };
            let other = rig.arrive(Door::InProcess, Some(options)).await;
            let code = other
                .until("a code", |event| match event {
                    Event::PairingCode(code) => Some(code.code.clone()),
                    _ => None,
                })
                .await;
            let asked = Condition::CodeAsked {
                phone: SHOP.to_owned(),
            };
            rig.handle.wait_until(asked, BOUND_MS).await.expect("asked");
            text = text.replace("$code", &code);
            by_code = Some(other);
        }
        if text.contains("$compared") {
            let other = rig.arrive(Door::InProcess, None).await;
            let qr = other.qr().await;
            let demanded = rig.handle.phone_scan_qr("15550004444", &qr).await;
            let passkey = SimError::LinkRefused(LinkRefusal::Passkey);
            assert_eq!(demanded, Err(passkey), "this account is guarded");
            let challenge = other.passkey_challenge().await;
            other
                .client
                .send_passkey_response(assertion(&challenge))
                .await
                .expect("the answer fits");
            text = text.replace("$compared", &other.passkey_code().await);
            other
                .client
                .send_passkey_confirmation()
                .await
                .expect("confirmed on the screen");
            by_passkey = Some(other);
        }
        if text.contains("$path") {
            let Ok(Inspected::Files(files)) = rig.handle.look(What::Files).await else {
                panic!("files were asked for");
            };
            let file: &FileView = files.first().expect("a file");
            text = text.replace("$path", &file.path);
        }
        let text = text
            .replace("$msg", &msg)
            .replace("$sent", &sent)
            .replace("$group", &group)
            .replace("$call", &call)
            .replace("$channel", &channel)
            .replace("$noise", &hex(row.noise_key.public_key.public_key_bytes()))
            .replace(
                "$identity",
                &hex(row.identity_key.public_key.public_key_bytes()),
            )
            .replace(
                "$signed_key",
                &hex(row.signed_pre_key.public_key.public_key_bytes()),
            )
            .replace("$signature", &hex(&row.signed_pre_key_signature))
            .replace("$secret", &hex(&row.adv_secret_key));
        let settled = text.contains("\"stream_error\"")
            || text.contains("\"script\"")
            || text.contains("\"net\"");
        if settled {
            rig.online(SHOP, &device).await;
        }
        let reply = rig.handle.command_json(&text).await;
        assert_eq!(reply["ok"], true, "{text}\n{reply}");
        if text.contains("phone_scan_qr") {
            device.number =
                u16::try_from(reply["device"].as_u64().expect("a number")).expect("small");
            rig.online(SHOP, &device).await;
        }
        let id = reply["msg"].as_str().unwrap_or_default().to_owned();
        if text.contains("\"contact_send\"") && msg.is_empty() {
            msg = id;
        } else if text.contains("\"phone_send\"") {
            sent = id;
        } else if let Some(address) = reply["channel"].as_str() {
            channel = address.to_owned();
        } else if let Some(id) = reply["call"].as_str() {
            call = id.to_owned();
        } else if let Some(address) = reply["group"].as_str() {
            group = address.to_owned();
        }
    }
    assert!(
        by_code.is_some() && by_passkey.is_some(),
        "linking by code and with a passkey have examples"
    );
}

#[test]
fn every_command_has_an_example() {
    // The list of commands as the code knows it: serde names them all when it
    // meets one that does not exist.
    let unknown = serde_json::from_str::<frontdesk_sim::Cmd>(r#"{"cmd":"no such command"}"#)
        .expect_err("there is no such command")
        .to_string();
    let known: BTreeSet<&str> = unknown.split('`').skip(3).step_by(2).collect();
    assert!(known.len() > 40, "the commands are named in {unknown}");
    for command in known {
        assert!(
            README.contains(&format!("\"cmd\":\"{command}\"")),
            "README.md has no example of {command}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_control_door_takes_commands_and_streams_events_but_lets_no_browser_in() {
    let mut sim = Sim::start(SimConfig::default()).expect("a network");
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    let door = sim.open_control(any).await.expect("a door");
    let body = r#"{"cmd":"create_phone","number":"15550001111","name":"Shop"}"#;
    let post = |origin: &str| {
        format!(
            "POST /ctl HTTP/1.1\r\nHost: sim\r\n{origin}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
    };
    let ask = |request: String| async move {
        let mut stream = TcpStream::connect(door).await.expect("open");
        stream.write_all(request.as_bytes()).await.expect("asked");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.expect("answered");
        String::from_utf8_lossy(&answer).into_owned()
    };
    let refused = ask(post("Origin: https://example.org\r\n")).await;
    assert!(refused.starts_with("HTTP/1.1 403"), "{refused}");
    let answer = ask(post("")).await;
    assert!(answer.contains("\"ok\":true"), "{answer}");
    let twice = ask(post("")).await;
    assert!(twice.starts_with("HTTP/1.1 400"), "{twice}");
    assert!(twice.contains("number_taken"), "{twice}");

    let mut stream = TcpStream::connect(door).await.expect("open");
    stream
        .write_all(b"GET /events?since=0 HTTP/1.1\r\nHost: sim\r\n\r\n")
        .await
        .expect("asked");
    let mut lines = BufReader::new(stream).lines();
    let (_, receiver) =
        wa_rs::wacore::net::TransportFactory::create_transport(&sim.handle().in_process())
            .await
            .expect("let in");
    drop(receiver);
    let event = loop {
        let line = lines.next_line().await.expect("a stream").expect("open");
        if line.starts_with('{') {
            break line;
        }
    };
    let event: serde_json::Value = serde_json::from_str(&event).expect("JSON");
    assert_eq!(event["seq"], 1);
    assert_eq!(event["event"], "connected");
}
