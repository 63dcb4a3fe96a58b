//! The manual pages. That `mandoc` and `groff` accept them is checked with these programs.

use crate::sandbox::Sandbox;

/// The names of the commands, those of groups too, as `mou schema commands` prints them.
fn commands(sandbox: &Sandbox) -> Vec<String> {
    let text = sandbox.mou(&["schema", "commands"]).success();
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    let commands = schema["commands"].as_array().unwrap().iter();
    commands.map(|command| command["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn there_is_a_page_for_each_command() {
    let sandbox = Sandbox::new();
    assert_eq!(
        sandbox.mou(&["man", "share/man1"]).to_text(),
        format!("--- stderr\nwrote {} pages to share/man1\n", commands(&sandbox).len())
    );
    for command in commands(&sandbox) {
        let name = ["mou", &command.replace(' ', "-")].join("-");
        let page = sandbox.read(&format!("share/man1/{}.1", name.trim_end_matches('-')));
        assert!(page.is_ascii(), "{page}");
        for heading in ["NAME", "SYNOPSIS", "EXIT STATUS", "ENVIRONMENT", "FILES", "SEE ALSO"] {
            let heading = format!("\n.SH \"{heading}\"\n")
                .replace('"', if heading.contains(' ') { "\"" } else { "" });
            assert!(page.contains(&heading), "{command}: {heading} is missing in\n{page}");
        }
        let long = page.lines().find(|line| line.len() > 80 && !line.starts_with(['.', ' ']));
        assert_eq!(long.filter(|_| !page.contains(".nf")), None);
    }
}

#[test]
fn every_flag_and_operand_is_explained() {
    let sandbox = Sandbox::new();
    sandbox.mou(&["-q", "man", "pages"]).success();
    for command in commands(&sandbox) {
        let name = ["mou", &command.replace(' ', "-")].join("-");
        let page = sandbox.read(&format!("pages/{}.1", name.trim_end_matches('-')));
        let headings: Vec<&str> =
            page.lines().filter_map(|line| line.strip_prefix(".SH ")).collect();
        let place = |heading: &str| headings.iter().position(|other| *other == heading);
        // Operands come first, and what every command has comes last.
        assert!(
            place("ARGUMENTS").is_none_or(|at| Some(at + 1) == place("OPTIONS")),
            "{headings:?}"
        );
        assert!(place("OPTIONS") < place("EVERYWHERE"), "{headings:?}");
        assert!(place("FIELDS").is_none_or(|at| Some(at) < place("EVERYWHERE")), "{headings:?}");
        let lines: Vec<&str> = page.lines().collect();
        for pair in lines.windows(3).filter(|pair| pair[0] == ".TP") {
            assert!(!pair[2].starts_with(['.', '<']), "{command}: {} is not explained", pair[1]);
        }
        let description = page.split(".SH DESCRIPTION\n").nth(1).unwrap();
        assert!(!description.contains("\n.PP\n."), "{command}: an empty paragraph");
        let first = description.split("\n.").next().unwrap();
        assert!(first.ends_with(['.', ':']), "{command}: {first}");
    }
    let page = sandbox.read("pages/mou-add.1");
    assert!(page.contains("\\fB\\-\\-kind\\fR \\fI<KIND>\\fR\nKind: MoU"), "{page}");
    let page = sandbox.read("pages/mou.1");
    assert!(page.find("\\-\\-all") < page.find(".SH EVERYWHERE"), "{page}");
}

#[test]
fn a_page_is_the_same_on_every_day() {
    let sandbox = Sandbox::new();
    sandbox.mou(&["-q", "man", "one"]).success();
    sandbox.mou(&["-q", "--as-of=2031-05-06", "man", "two"]).success();
    for name in ["mou.1", "mou-add.1", "mou-activity-done.1"] {
        assert_eq!(sandbox.read(&format!("one/{name}")), sandbox.read(&format!("two/{name}")));
    }
}

#[test]
fn only_manual_pages_are_replaced() {
    let sandbox = Sandbox::new();
    sandbox.mou(&["-q", "man", "pages"]).success();
    sandbox.mou(&["-q", "man", "pages"]).success();
    sandbox.write("pages/mou.1", "my notes\n");
    assert_eq!(
        sandbox.mou(&["man", "pages"]).to_text().replace('\\', "/"),
        "--- stderr\n\
         error: `pages/mou.1` is no manual page, so it is not replaced\n\
         hint: name another folder\n\
         --- exit 1\n"
    );
    assert_eq!(sandbox.read("pages/mou.1"), "my notes\n");
    sandbox.write("file", "text");
    assert_eq!(
        sandbox.mou(&["man", "file"]).to_text(),
        "--- stderr\nerror: `file` is not a folder\n--- exit 1\n"
    );
}
