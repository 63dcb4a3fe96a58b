//! Rules, arrows and other signs of our own in ASCII, by flag and by locale.

use crate::help;
use crate::sandbox::Sandbox;

/// A registry whose data is ASCII and whose screens have arrows, rules, cuts and section signs.
fn registry() -> Sandbox {
    let sandbox = Sandbox::new();
    for line in [
        "mou init --owner Tartu",
        "mou add 'Exchange of students and teachers in all faculties of both universities' --id long-2020 \
         --party Tartu --party 'The Academy of Sciences, Letters and Fine Arts' --signed 2020-01-31 \
         --term 1y --basis including --renewal 1y --notice 3m",
        "mou add Second --id second-2021 --party Tartu --party Riga --signed 2021 --term 3y",
        "mou amend long-2020 --on 2024-01-01 --notice 6m",
        "mou renew second-2021 --term 3y --on 2023-12-01",
        "mou activity add long-2020 Visit --on 2024-05-01",
        "mou edit second-2021 --contact Mei",
    ] {
        assert_eq!(sandbox.shell(line).code, 0, "{line}");
    }
    sandbox
}

const COMMANDS: [&str; 20] = [
    "mou",
    "mou list",
    "mou --width 80 list",
    "mou --width 40 list",
    "mou expiring",
    "mou remind -n",
    "mou show long-2020 second-2021",
    "mou why long-2020 second-2021",
    "mou chain long-2020",
    "mou check",
    "mou activity list",
    "mou activity show long-2020/1",
    "mou log",
    "mou edit second-2021 --title Other -n",
    "mou renew second-2021 --term 5y -n",
    "mou amend long-2020 --on 2026-01-01 --notice 1y -n",
    "mou undo -n",
    "mou config",
    "mou list --party Trtu",
    "mou nonsense",
];

/// The help of every command, and every topic: it is our own text.
fn help_commands(sandbox: &Sandbox) -> Vec<String> {
    let commands = help::COMMANDS.iter().chain(&["schema"]);
    let pages = commands.flat_map(|command| {
        ["mou {} --help", "mou {} -h", "mou help {}"].map(|page| page.replace("{}", command))
    });
    let topics = help::TOPICS.iter().map(|topic| format!("mou help {topic}"));
    let all: Vec<String> = pages.chain(topics).collect();
    assert!(all.iter().all(|command| sandbox.shell(command).code == 0));
    all
}

#[test]
#[cfg_attr(windows, ignore = "many runs, which are slow under Wine")]
fn everything_but_data_is_ascii_without_utf_8() {
    let sandbox = registry();
    let commands = COMMANDS.map(str::to_owned).into_iter().chain(help_commands(&sandbox));
    let mut with_signs = 0;
    for command in commands {
        let with_utf8 = sandbox.shell(&command);
        with_signs += usize::from(!with_utf8.stdout.is_ascii());
        // The headings of sheets in other languages are data.
        let is_data = command == "mou help columns";
        for locale in [
            "LC_ALL=C",
            "LC_ALL= LC_CTYPE=POSIX LANG=C.UTF-8",
            "LC_ALL= LANG=de_DE.ISO-8859-15@euro",
            "LC_ALL=",
        ] {
            let output = sandbox.shell(&format!("{locale} {command}"));
            assert!(
                is_data || output.stdout.is_ascii() && output.stderr.is_ascii(),
                "{locale} {command}: {output:?}"
            );
            assert_eq!(output.code, with_utf8.code, "{locale} {command}");
        }
        let output = sandbox.shell(&command.replacen("mou", "mou --ascii", 1));
        assert!(
            is_data || output.stdout.is_ascii() && output.stderr.is_ascii(),
            "--ascii {command}: {output:?}"
        );
    }
    assert!(with_signs > 6, "{with_signs}");
}

#[test]
fn data_keeps_its_letters_in_ascii() {
    let sandbox = Sandbox::new();
    let _ =
        sandbox.mou(&["add", "Ärzte → Übersee – § 7", "--id", "x", "--party", "京都"]).success();
    for command in ["list", "show x"] {
        let output = sandbox.shell(&format!("LC_ALL=C mou {command}")).success();
        assert!(output.contains("Ärzte → Übersee – § 7") && output.contains("京都"), "{output}");
    }
}
