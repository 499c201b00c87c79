//! The commands of this repository: set up, run, check, package, measure.
//!
//! Everything a person or the continuous integration does with Frontdesk goes
//! through here, so that there is one way to do it. What the application does at
//! run time does not belong here, and nothing here is linked into it.
#![expect(clippy::print_stdout, reason = "a command line tool speaks on stdout")]

mod arguments;
mod bench;
mod checks;
mod clock;
mod failure;
mod generate;
mod launch;
mod package;
mod place;
mod process;
mod redated;
mod session;
mod setup;
mod stamp;
mod table;
mod tidy;
mod torture;

use std::process::ExitCode;

use arguments::Command;
use failure::Result;
use place::Place;

fn main() -> ExitCode {
    match arguments::parse(std::env::args_os().skip(1)).and_then(run) {
        Ok(code) => code,
        Err(failure) => {
            // Not stderr: the reason must stand below the output of the step it explains.
            println!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    if command == Command::Help {
        print!("{}", arguments::help());
        return Ok(ExitCode::SUCCESS);
    }
    let place = Place::find()?;
    match command {
        Command::Help => {}
        Command::Setup => setup::prepare(&place, setup::Purpose::Test)?,
        Command::Demo { screenshots: None } => launch::demo(&place)?,
        Command::Demo {
            screenshots: Some(folder),
        } => launch::screenshots(&place, &folder)?,
        Command::Run => launch::run(&place)?,
        Command::Test(choice) => return checks::run(&place, &choice),
        Command::Tidy => return tidy::run(&place),
        Command::Package => package::run(&place)?,
        Command::Bindings => generate::bindings(&place)?,
        Command::Schema => generate::schema(&place)?,
        Command::Icons => generate::icons(&place)?,
        Command::Licences => generate::licences(&place)?,
        Command::Bench(choice) => return bench::run(&place, &choice),
        Command::Torture(choice) => return torture::run(&place, &choice),
    }
    Ok(ExitCode::SUCCESS)
}
