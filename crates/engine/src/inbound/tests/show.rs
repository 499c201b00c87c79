//! News as text.

use std::fmt::Write as _;

use frontdesk_domain::{
    address::Address,
    network::{Arrival, Content, Inbound, Key, MediaFacts, WireChat},
};

pub(super) fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}

/// One line per piece of news; nothing is a dash.
pub(super) fn news(news: &[Inbound]) -> String {
    if news.is_empty() {
        return "-".to_owned();
    }
    let lines: Vec<String> = news.iter().map(piece).collect();
    lines.join("\n")
}

fn piece(piece: &Inbound) -> String {
    match piece {
        Inbound::Arrived(arrival) => arrived(arrival),
        Inbound::Changed {
            target,
            by,
            at,
            change,
        } => {
            let change = format!("{change:?}");
            let change = change.split(", payload").next().unwrap();
            format!("{} by {} at {}: {change}", key(target), key(by), at.0)
        }
        Inbound::Nothing(of) => format!("{}: nothing", key(of)),
        Inbound::Receipt(receipt) => format!(
            "{:?} by {} in {} at {}: {:?}",
            receipt.kind,
            person(&receipt.who),
            chat(&receipt.chat),
            receipt.at.0,
            receipt.ids
        ),
        Inbound::SamePerson(who) => format!("one person: {}", person(who)),
        Inbound::NumberChanged { from, to } => {
            format!("moved from {} to {}", person(from), person(to))
        }
        Inbound::Named { who, name, saved } => {
            format!("{} is called {name:?}, saved: {saved}", person(who))
        }
        Inbound::Group { group, change } => format!("group {group}: {change:?}"),
        Inbound::Chat {
            chat: of,
            change,
            at,
        } => {
            format!("chat {} at {}: {change:?}", chat(of), at.0)
        }
        Inbound::Past {
            chat: of,
            asked,
            complete,
        } => format!(
            "past of {}, asked for: {asked}, complete: {complete}",
            chat(of)
        ),
        Inbound::Blocked(people) => {
            let people: Vec<String> = people.iter().map(person).collect();
            format!("blocked: {}", people.join(", "))
        }
        Inbound::Acknowledged { .. }
        | Inbound::History { .. }
        | Inbound::HistoryAnnounced { .. } => format!("{piece:?}"),
    }
}

fn arrived(arrival: &Arrival) -> String {
    let mut line = format!("{}: {}", key(&arrival.key), content(&arrival.content));
    let mut add = |text: &str| line.write_str(text).unwrap();
    if let Some(quoted) = &arrival.quoted {
        let author = quoted.sender.as_ref().map_or("me".to_owned(), person);
        add(&format!(
            " | quotes {} of {author}: {:?}",
            quoted.id.0, quoted.preview
        ));
    }
    if !arrival.mentions.is_empty() {
        let people: Vec<String> = arrival.mentions.iter().map(person).collect();
        add(&format!(" | mentions {}", people.join(", ")));
    }
    for (is, what) in [
        (arrival.forwarded, " | forwarded"),
        (arrival.view_once, " | once"),
        (arrival.read, " | read"),
        (arrival.payload.is_empty(), " | no payload"),
    ] {
        if is {
            add(what);
        }
    }
    if let Some(seconds) = arrival.disappears_after {
        add(&format!(" | for {seconds} s"));
    }
    if let Some(name) = &arrival.sender_name {
        add(&format!(" | from {name:?}"));
    }
    if let Some(delivery) = arrival.delivery {
        add(&format!(" | {delivery:?}"));
    }
    line
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the others are short enough as they are"
)]
fn content(content: &Content) -> String {
    match content {
        Content::Media {
            kind,
            caption,
            facts,
        } => {
            let MediaFacts {
                mime,
                size,
                file_name,
                width,
                height,
                seconds,
                waveform,
                thumbnail,
                source,
            } = &**facts;
            format!(
                "{kind:?} {caption:?} {mime} {size} B {file_name:?} {width}x{height} {seconds} s \
                 {waveform:?} {thumbnail:?} at {}{} key {:?} digests {:?} {:?}",
                source.path, source.url, source.key, source.digest, source.encrypted_digest
            )
        }
        Content::Poll {
            question,
            options,
            choices,
        } => {
            let options: Vec<String> = options
                .iter()
                .map(|option| format!("{} {:02x?}", option.name, &option.digest[..4]))
                .collect();
            format!("Poll {question:?} {options:?}, choose {choices}")
        }
        other => format!("{other:?}"),
    }
}

pub(super) fn key(key: &Key) -> String {
    let sender = key.sender.as_ref().map_or("me".to_owned(), person);
    format!("{} of {sender} in {}", key.id.0, chat(&key.chat))
}

fn chat(chat: &WireChat) -> String {
    match chat {
        WireChat::Person(address) => person(address),
        WireChat::Group(group) => group.clone(),
    }
}

fn person(address: &Address) -> String {
    let phone = address.phone.as_ref().map(ToString::to_string);
    let lid = address.lid.as_ref().map(|lid| format!("lid {}", lid.0));
    let parts: Vec<String> = phone.into_iter().chain(lid).collect();
    parts.join("/")
}
