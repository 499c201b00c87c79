//! The program's entry point.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use frontdesk_shell::host::arguments::Arguments;

#[expect(
    clippy::print_stderr,
    reason = "there is no window yet to show the error in"
)]
fn main() -> ExitCode {
    let arguments = match Arguments::parse(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(unknown) => {
            eprintln!("{unknown}");
            return ExitCode::from(2);
        }
    };
    match frontdesk_shell::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Frontdesk could not start: {error}");
            ExitCode::FAILURE
        }
    }
}
