//! `mou man`: the manual pages, made from the commands.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::commands::Context;
use crate::commands::help::{EXIT_CODES, topics};
use crate::env::ENVIRONMENT_VARIABLES;
use crate::error::{Error, Result};
use crate::render::words;

/// Write the manual pages into a folder: mou(1) and one for each command
///
/// Older pages are replaced. `man -M DIR` reads them if DIR/man1 has them.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou man man/man1\n  mou man ~/.local/share/man/man1")]
pub(crate) struct Args {
    /// Folder, which is created if it does not exist
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// The day of the pages: that of the version, not of the clock, so that the pages of a version are always the same.
const PAGE_DATE: &str = "2026-11-30";

/// How every page begins that was made here.
const PAGE_START: &str = ".ie \\n(.g";

/// Writes the pages: `cli` returns all commands.
pub(crate) fn run(
    args: &Args,
    cli: impl FnOnce() -> Command,
    context: &mut Context<'_>,
) -> Result<()> {
    let mut cli = cli();
    cli.build();
    let pages = pages(&cli).map_err(|cause| Error::output(&cause))?;
    context.store.make_shared_folder(&args.folder)?;
    let count = words::count(pages.len(), "page", "pages");
    for (name, page) in pages {
        let path = args.folder.join(name);
        let ((), warnings) = context.store.export(&path, |older, out| {
            if older.is_some_and(|older| !older.starts_with(PAGE_START.as_bytes())) {
                let shown = path.display();
                return Err(Error::failed(format!(
                    "`{shown}` is no manual page, so it is not replaced"
                ))
                .with_hint("name another folder"));
            }
            out.write_all(page.as_bytes()).map_err(|cause| Error::output(&cause))
        })?;
        context.warn_all(&warnings);
    }
    context.say(&format!("wrote {count} to {}", args.folder.display()));
    Ok(())
}

/// Returns the pages with their file names, those of commands below others too. All commands must be built.
fn pages(cli: &Command) -> std::io::Result<Vec<(String, String)>> {
    let mut pages = vec![page(cli, &[])?];
    add_pages(cli, &[], &mut pages)?;
    Ok(pages)
}

fn add_pages(
    parent: &Command,
    path: &[&str],
    pages: &mut Vec<(String, String)>,
) -> std::io::Result<()> {
    for below in parent.get_subcommands().filter(|below| !below.is_hide_set()) {
        let path = [path, &[below.get_name()]].concat();
        pages.push(page(below, &path)?);
        add_pages(below, &path, pages)?;
    }
    Ok(())
}

/// Returns the page of the command that is called by the words of `path`.
fn page(command: &Command, path: &[&str]) -> std::io::Result<(String, String)> {
    let words = [&["mou"], path].concat();
    let name = words.join("-");
    let version = concat!("mou ", env!("CARGO_PKG_VERSION"));
    let man = Man::new(for_reading(command))
        .title(name.to_uppercase())
        .date(PAGE_DATE)
        .source(version)
        .manual("User Commands");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    synopsis_section(command).to_writer(&mut page)?;
    man.render_description_section(&mut page)?;
    let mut options = Vec::new();
    man.render_options_section(&mut options)?;
    page.extend_from_slice(in_reading_order(&String::from_utf8_lossy(&options)).as_bytes());
    if command.has_subcommands() {
        commands_section(command, &words).to_writer(&mut page)?;
    }
    if path.is_empty() {
        topics_section().to_writer(&mut page)?;
    }
    if let Some(examples) = command.get_after_help() {
        examples_section(&examples.to_string()).to_writer(&mut page)?;
    }
    exit_section().to_writer(&mut page)?;
    environment_section().to_writer(&mut page)?;
    files_section().to_writer(&mut page)?;
    see_also_section(command, path).to_writer(&mut page)?;
    Ok((format!("{name}.1"), tidy(&String::from_utf8_lossy(&page))))
}

/// The heading of the flags that every command has.
const GLOBAL_HEADING: &str = "Everywhere";

/// Returns a command with what a page has and the short help has not: the help of all flags, and a whole sentence.
fn for_reading(command: &Command) -> Command {
    let about = command.get_long_about().or(command.get_about()).map(ToString::to_string);
    let about = about.unwrap_or_default();
    let (first, rest) = about.split_once("\n\n").unwrap_or((&about, ""));
    let end = if first.ends_with(['.', ':']) { "" } else { "." };
    let sentences = format!("{first}{end}\n\n{rest}");
    let command = command.clone().long_about(sentences.trim_end().to_owned());
    command.mut_args(|arg| {
        let is_own = !arg.is_global_set() && arg.get_help_heading() == Some(GLOBAL_HEADING);
        let arg = arg.hide_short_help(false);
        if is_own { arg.help_heading(None) } else { arg }
    })
}

/// Returns the source of the sections about flags in the order of the help: the operands, which `clap_mangen` has last
/// among the options, and at the end the flags that every command has.
fn in_reading_order(source: &str) -> String {
    let mut operands = String::new();
    let mut sections: Vec<String> = Vec::new();
    for section in source.split(".SH ").filter(|section| !section.trim().is_empty()) {
        let (heading, items) = section.split_once('\n').unwrap_or((section, ""));
        // Before the first section is what every page begins with.
        if !heading.starts_with(|first: char| first.is_ascii_uppercase()) {
            continue;
        }
        let mut kept = format!(".SH {heading}\n");
        for item in items.split(".TP\n").filter(|item| !item.trim().is_empty()) {
            let is_operand = item.starts_with(['<', '[']);
            let list = if is_operand { &mut operands } else { &mut kept };
            list.push_str(".TP\n");
            list.push_str(item);
        }
        sections.push(kept);
    }
    let is_global = |section: &String| {
        section.get(4..).is_some_and(|rest| rest.starts_with(&GLOBAL_HEADING.to_uppercase()))
    };
    let (global, own): (Vec<_>, Vec<_>) = sections.into_iter().partition(is_global);
    let operands = Some(operands).filter(|operands| !operands.is_empty());
    let operands = operands.map(|operands| format!(".SH ARGUMENTS\n{operands}"));
    operands.into_iter().chain(own).chain(global).collect()
}

/// Lines of the source of a page are no longer than this, as mandoc recommends.
const MAX_SOURCE_COLUMNS: usize = 80;

/// Returns the source of a page as both groff and mandoc accept it without a warning: ASCII, short lines, the
/// preamble once, and no break beside a vertical space.
fn tidy(page: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut is_filled = true;
    for line in page.lines().map(str::trim_end) {
        let is_preamble = line.starts_with(".ie ") || line.starts_with(".el ");
        if is_preamble && lines.iter().any(|earlier| earlier == line) {
            continue;
        }
        match line {
            ".nf" => is_filled = false,
            ".fi" => is_filled = true,
            _ => {}
        }
        let is_after_gap = lines.last().is_some_and(|last| last == ".sp" || last == ".br");
        if line.is_empty() || (line == ".br" && is_after_gap) {
            continue;
        }
        if line == ".sp" && lines.last().is_some_and(|last| last == ".br") {
            lines.pop();
        }
        let line = in_ascii(line);
        if is_filled && !line.starts_with('.') {
            add_wrapped(&line, &mut lines);
        } else {
            lines.push(line);
        }
    }
    lines.join("\n") + "\n"
}

/// Returns a line with the characters beyond ASCII as groff spells them.
fn in_ascii(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    for letter in line.chars() {
        if letter.is_ascii() {
            text.push(letter);
        } else {
            let _ = write!(text, "\\[u{:04X}]", u32::from(letter));
        }
    }
    text
}

/// Adds a text in lines that are short enough. None but the first begins with a character that makes it a request.
fn add_wrapped(text: &str, lines: &mut Vec<String>) {
    let mut line = String::new();
    for word in text.split(' ') {
        let is_full = line.len() + 1 + word.len() > MAX_SOURCE_COLUMNS;
        if is_full && !line.is_empty() && !word.starts_with(['.', '\'']) {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
}

/// Returns how the command is called.
fn synopsis_section(command: &Command) -> Roff {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage);
    let mut roff = section("SYNOPSIS");
    roff.text([roman(usage.trim())]);
    roff
}

/// Returns the topics that the program explains itself.
fn topics_section() -> Roff {
    let mut roff = section("TOPICS");
    let topics: Vec<&str> = topics().collect();
    roff.text([bold("mou help TOPIC"), roman(format!(" explains {}.", words::list_and(&topics)))]);
    roff
}

/// Returns the commands below a command, each with its first sentence.
fn commands_section(command: &Command, words: &[&str]) -> Roff {
    let mut roff = section("COMMANDS");
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        let about = below.get_about().map(ToString::to_string).unwrap_or_default();
        roff.control("TP", []);
        roff.text([bold(format!("{}-{}(1)", words.join("-"), below.get_name()))]);
        roff.text([roman(about)]);
    }
    roff
}

/// Returns the examples: the lines after the heading, as they are.
fn examples_section(examples: &str) -> Roff {
    let mut roff = section("EXAMPLES");
    roff.control("nf", []);
    for line in examples.lines().skip(1).filter(|line| !line.is_empty()) {
        roff.text([roman(line.strip_prefix("  ").unwrap_or(line))]);
    }
    roff.control("fi", []);
    roff
}

/// Returns the exit codes.
fn exit_section() -> Roff {
    let mut roff = section("EXIT STATUS");
    add_terms(&mut roff, exit_codes());
    roff
}

/// Returns the exit codes of the topic, each with its meaning.
fn exit_codes() -> Vec<(String, String)> {
    let mut codes: Vec<(String, String)> = Vec::new();
    for line in EXIT_CODES.lines().skip(1).map(str::trim).filter(|line| !line.is_empty()) {
        match line.split_once("  ") {
            Some((code, meaning)) if code.bytes().all(|byte| byte.is_ascii_digit()) => {
                codes.push((code.to_owned(), meaning.to_owned()));
            }
            _ => {
                if let Some((_, meaning)) = codes.last_mut() {
                    meaning.push(' ');
                    meaning.push_str(line);
                }
            }
        }
    }
    codes
}

/// Returns the variables that the program reads.
fn environment_section() -> Roff {
    let mut roff = section("ENVIRONMENT");
    let variables = ENVIRONMENT_VARIABLES.iter();
    add_terms(
        &mut roff,
        variables.map(|(name, effect)| ((*name).to_owned(), (*effect).to_owned())),
    );
    roff
}

/// The files that the program reads and writes, each with what it has.
const FILES_OF_MOU: [(&str, &str); 5] = [
    (
        "$XDG_DATA_HOME/mou/registry.json",
        "the registry, if neither --file nor MOU_FILE names another",
    ),
    ("$XDG_CONFIG_HOME/mou/config.json", "the settings of the user (mou config --user)"),
    ("registry.log.jsonl", "beside the registry: who changed what, for mou log and mou undo"),
    ("registry.reminders.jsonl", "beside the registry: the reminders that were given"),
    ("registry.imports.json", "beside the registry: the sheets that were imported"),
];

fn files_section() -> Roff {
    let mut roff = section("FILES");
    let files = FILES_OF_MOU.iter();
    add_terms(&mut roff, files.map(|(file, what)| ((*file).to_owned(), (*what).to_owned())));
    roff
}

/// Returns the page of the command above, and those of the commands below.
fn see_also_section(command: &Command, path: &[&str]) -> Roff {
    let words = [&["mou"], path].concat();
    let mut pages: Vec<String> = (1..words.len()).map(|count| words[..count].join("-")).collect();
    if path.is_empty() {
        let below = command.get_subcommands().filter(|below| !below.is_hide_set());
        pages.extend(below.map(|below| format!("mou-{}", below.get_name())));
    }
    let mut roff = section("SEE ALSO");
    let pages: Vec<String> = pages.iter().map(|page| format!("{page}(1)")).collect();
    roff.text([roman(pages.join(", "))]);
    roff
}

fn section(heading: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [heading]);
    roff
}

/// Adds terms, each with its explanation.
fn add_terms(roff: &mut Roff, terms: impl IntoIterator<Item = (String, String)>) {
    for (term, explanation) in terms {
        roff.control("TP", []);
        roff.text([bold(term)]);
        roff.text([roman(explanation)]);
    }
}
