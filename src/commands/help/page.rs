//! The help of a command, made from what clap knows of it: its own flags first, in the order of use, then fields,
//! filters and output, and the flags of every command last.

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command};

use crate::render::width::{width, wrap};

/// The width of all help.
pub(super) const HELP_COLUMNS: usize = 80;

/// A flag that is wider than this has its help on the next line.
const MAX_LABEL_COLUMNS: usize = 28;

/// The indentation of the help if all flags are wider.
const MIN_INDENT_COLUMNS: usize = 8;

/// The heading of the flags that every command has.
pub(crate) const GLOBAL_HEADING: &str = "Everywhere";

/// The headings in their order, after the flags without one. An unknown heading precedes [`GLOBAL_HEADING`].
const HEADINGS_IN_ORDER: [&str; 4] = ["Fields", "Lists", "Filters", "Output"];

/// The short help of a command has no more lines than this.
const MAX_SHORT_LINES: usize = 40;

/// The short help has the first examples only.
const MAX_SHORT_EXAMPLES: usize = 2;

/// The sections of which the short help has only names if it would be too long otherwise, the first one first.
const NAMED_IN_ORDER: [&str; 5] = ["Lists", "Parties", "Output", "Fields", "Filters"];

/// How much of the help is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HelpLength {
    /// `-h`: the common flags; those of every command only by name.
    Short,
    /// `--help` and `mou help COMMAND`: everything.
    Long,
}

/// Returns the help for arguments with `-h` or `--help`; `None` if they name no command. All commands of `cli` must
/// be built.
pub(crate) fn for_arguments(args: &[OsString], cli: &Command) -> Option<String> {
    let mut command = cli;
    let mut is_value = false;
    for arg in args.iter().filter_map(|arg| arg.to_str()) {
        if std::mem::take(&mut is_value) {
            continue;
        }
        if let Some(inner) = command.find_subcommand(arg) {
            command = inner;
        } else {
            is_value = takes_value(command, arg);
        }
    }
    let is_long = args.iter().any(|arg| arg == "--help");
    let length = if is_long { HelpLength::Long } else { HelpLength::Short };
    (!std::ptr::eq(command, cli)).then(|| text(command, length))
}

/// Returns true if the argument is a flag whose value is the next argument.
fn takes_value(command: &Command, arg: &str) -> bool {
    let flag = command.get_arguments().find(|flag| {
        let long = flag.get_long().and_then(|long| arg.strip_prefix("--").map(|arg| arg == long));
        let short = flag.get_short().and_then(|short| {
            arg.strip_prefix('-').map(|arg| arg.chars().eq(std::iter::once(short)))
        });
        long == Some(true) || short == Some(true)
    });
    flag.is_some_and(|flag| has_value(flag) && !flag.is_require_equals_set())
}

fn has_value(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Set | ArgAction::Append)
}

/// Returns the help of a command. If the short help is too long, sections have only the names of their flags.
pub(crate) fn text(command: &Command, length: HelpLength) -> String {
    let mut named = vec![GLOBAL_HEADING];
    if length == HelpLength::Long {
        return page(command, length, &[]);
    }
    let mut shortened = NAMED_IN_ORDER.into_iter();
    loop {
        let page = page(command, length, &named);
        if page.lines().count() <= MAX_SHORT_LINES {
            return page;
        }
        match shortened.next() {
            Some(heading) => named.push(heading),
            None => return page,
        }
    }
}

/// Returns the help of a command; the flags under the headings `named` are only named.
fn page(command: &Command, length: HelpLength, named: &[&str]) -> String {
    let about = match length {
        HelpLength::Long => command.get_long_about().or(command.get_about()),
        HelpLength::Short => command.get_about(),
    };
    let about = about.map(ToString::to_string).unwrap_or_default();
    let mut blocks: Vec<String> = about.split("\n\n").map(paragraph).collect();
    blocks.push(command.clone().render_usage().to_string());
    blocks.extend(commands(command));
    let is_shown = |arg: &&Arg| match length {
        HelpLength::Long => !arg.is_hide_set(),
        HelpLength::Short => !arg.is_hide_set() && !arg.is_hide_short_help_set(),
    };
    let arguments: Vec<&Arg> = command.get_positionals().filter(is_shown).collect();
    blocks.extend(section("Arguments", &arguments, length));
    let all: Vec<&Arg> = command.get_arguments().filter(|arg| !arg.is_positional()).collect();
    for heading in headings(&all) {
        let own = all.iter().copied().filter(|arg| heading_of(arg) == heading && is_shown(arg));
        let own: Vec<&Arg> = own.collect();
        if named.contains(&heading) && !own.is_empty() {
            let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
            let more = format!("; `{name} --help` explains all");
            let end = if heading == GLOBAL_HEADING { more.as_str() } else { "" };
            blocks.push(names(heading, &own, end));
        } else {
            blocks.extend(section(heading, &own, length));
        }
    }
    if let Some(examples) = command.get_after_help() {
        let examples = examples.to_string();
        blocks.push(match length {
            HelpLength::Long => examples,
            HelpLength::Short => first_examples(&examples),
        });
    }
    blocks.join("\n\n") + "\n"
}

/// Returns the headings of the flags in their order.
fn headings<'a>(args: &[&'a Arg]) -> Vec<&'a str> {
    let place = |heading: &str| match heading {
        OWN_HEADING => 0,
        GLOBAL_HEADING => usize::MAX,
        _ => {
            let known = HEADINGS_IN_ORDER.iter().position(|known| *known == heading);
            known.map_or(HEADINGS_IN_ORDER.len() + 1, |place| place + 1)
        }
    };
    let mut headings: Vec<&str> = Vec::new();
    for arg in args {
        if !headings.contains(&heading_of(arg)) {
            headings.push(heading_of(arg));
        }
    }
    headings.sort_by_key(|heading| place(heading));
    headings
}

/// The heading of the flags of the command itself.
const OWN_HEADING: &str = "Options";

fn heading_of(arg: &Arg) -> &str {
    let is_help = matches!(
        arg.get_action(),
        ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong | ArgAction::Version
    );
    if is_help { GLOBAL_HEADING } else { arg.get_help_heading().unwrap_or(OWN_HEADING) }
}

/// Returns the commands below a command, with the first sentence of their help.
fn commands(command: &Command) -> Option<String> {
    let inner = command.get_subcommands().filter(|inner| !inner.is_hide_set());
    let rows = inner.map(|inner| {
        let about = inner.get_about().map(ToString::to_string).unwrap_or_default();
        (format!("  {}", inner.get_name()), about)
    });
    let rows: Vec<(String, String)> = rows.collect();
    (!rows.is_empty()).then(|| format!("Commands:\n{}", table(&rows)))
}

fn section(heading: &str, args: &[&Arg], length: HelpLength) -> Option<String> {
    let rows: Vec<(String, String)> =
        args.iter().map(|arg| (label(arg), explanation(arg, length))).collect();
    (!rows.is_empty()).then(|| format!("{heading}:\n{}", table(&rows)))
}

/// Returns the heading and the first two examples.
fn first_examples(examples: &str) -> String {
    let mut count = 0;
    let mut is_continued = false;
    let lines = examples.lines().take_while(|line| {
        count += usize::from(line.starts_with("  ") && !is_continued);
        is_continued = line.ends_with('\\');
        count <= MAX_SHORT_EXAMPLES
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns the flags of a section by their names only, followed by `end`.
fn names(heading: &str, args: &[&Arg], end: &str) -> String {
    let names: Vec<String> = args
        .iter()
        .map(|arg| {
            let long = arg.to_string().replace(['<', '>'], "");
            let name = match (arg.get_short(), long.split_once(' ')) {
                (None, _) => long,
                (Some(short), None) => format!("-{short}"),
                (Some(short), Some((_, value))) => format!("-{short} {value}"),
            };
            name.replace(' ', NO_BREAK)
        })
        .collect();
    let text = format!("{heading}: {}{end}", names.join(", "));
    paragraph(&text).replace(NO_BREAK, " ")
}

/// Keeps a flag and its value on the same line.
const NO_BREAK: &str = "\u{a0}";

/// Returns the flag with its value, as it is typed.
fn label(arg: &Arg) -> String {
    match arg.get_short() {
        _ if arg.is_positional() => format!("  {arg}"),
        Some(short) => format!("  -{short}, {arg}"),
        None => format!("      {arg}"),
    }
}

/// Returns the help of a flag, with the values and the default that it does not name itself.
fn explanation(arg: &Arg, length: HelpLength) -> String {
    let help = match length {
        HelpLength::Long => arg.get_long_help().or(arg.get_help()),
        HelpLength::Short => arg.get_help(),
    };
    let mut text = help.map(ToString::to_string).unwrap_or_default();
    if length == HelpLength::Short {
        text = text.replace(" (can be repeated)", "");
    }
    let values = arg.get_possible_values();
    let names: Vec<&str> = values.iter().map(clap::builder::PossibleValue::get_name).collect();
    if has_value(arg) && !names.iter().all(|name| text.contains(name)) {
        text = format!("{text}: {}", names.join(", "));
    }
    let defaults: Vec<_> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if has_value(arg) && !defaults.is_empty() && !text.contains("default") {
        text = format!("{text} (default: {})", defaults.join(", "));
    }
    text
}

/// Returns the rows with their texts aligned and wrapped.
fn table(rows: &[(String, String)]) -> String {
    let labels = rows.iter().map(|(label, _)| width(label));
    let widest = labels.filter(|label| *label <= MAX_LABEL_COLUMNS).max();
    let widest = widest.unwrap_or(MIN_INDENT_COLUMNS);
    let indent = widest + 2;
    let mut lines = Vec::new();
    for (label, text) in rows {
        let is_wide = width(label) > widest;
        let mut before = if is_wide {
            lines.push(label.clone());
            " ".repeat(indent)
        } else {
            format!("{label}{}", " ".repeat(indent - width(label)))
        };
        let room = HELP_COLUMNS - indent;
        for line in text.split('\n').flat_map(|line| wrap(line, room, room)) {
            lines.push(format!("{before}{}", line.trim_end()).trim_end().to_owned());
            before = " ".repeat(indent);
        }
    }
    lines.join("\n")
}

/// Returns a paragraph with its lines wrapped.
fn paragraph(text: &str) -> String {
    let text = text.replace('\n', " ");
    let lines = wrap(&text, HELP_COLUMNS, HELP_COLUMNS);
    lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}
