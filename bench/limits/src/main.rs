//! What the store costs beside bare loops over the same rows. Each command
//! measures in pairs, in one process, and prints one line of JSON for
//! `cargo xtask bench`.
//!
//! Nothing of the product links this.
#![expect(clippy::print_stdout, reason = "its result is what it prints")]

mod bare;
mod clock;
mod failure;
mod history;
mod open_chat;
mod party;
mod receive;
mod rows;
mod tax;

use std::{path::PathBuf, process::ExitCode};

use failure::{Failure, Result};

const USAGE: &str = "\
frontdesk-limits open-chat FOLDER MESSAGES PAIRS   a chat of a large store, against plain SQLite
frontdesk-limits tax FOLDER MESSAGES PAIRS         the same statements with and without encryption
frontdesk-limits history FOLDER MESSAGES PAIRS     taking a past in, against a bare loop
frontdesk-limits receive FOLDER MESSAGES,PEOPLE,GROUP ROUNDS
                                                   decrypting and storing, in a bare loop";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(result) => {
            println!("{result}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            println!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<serde_json::Value> {
    let [what, folder, messages, pairs] = arguments else {
        return Err(Failure::Wrong(USAGE.to_owned()));
    };
    let numbers = |text: &str| {
        text.split(',')
            .map(|number| number.parse::<usize>().ok())
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| Failure::Wrong(format!("{text} is not a number")))
    };
    let folder = PathBuf::from(folder);
    let (sizes, pairs) = (numbers(messages)?, numbers(pairs)?);
    let (&[messages, ..], &[pairs]) = (sizes.as_slice(), pairs.as_slice()) else {
        return Err(Failure::Wrong(USAGE.to_owned()));
    };
    match what.as_str() {
        "open-chat" => open_chat::measure(&folder, messages, pairs),
        "tax" => tax::measure(&folder, messages, pairs),
        "history" => history::measure(&folder, messages, pairs),
        "receive" => match *sizes.as_slice() {
            [messages, people, group] => {
                receive::measure(&folder, (messages, people, group), pairs)
            }
            _ => Err(Failure::Wrong(USAGE.to_owned())),
        },
        _ => Err(Failure::Wrong(USAGE.to_owned())),
    }
}
