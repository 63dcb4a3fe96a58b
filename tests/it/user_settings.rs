//! `mou config --user`: the settings of a user, and what they change.

use crate::sandbox::{Sandbox, example};
#[cfg(unix)]
use crate::terminal::on_terminal;

/// The settings in the sandbox.
const FILE: &str = "home/.config/mou/config.json";

fn sandbox() -> Sandbox {
    Sandbox::with_registry(&example("registry.json"))
}

#[test]
fn settings_are_shown_set_and_unset() {
    let sandbox = sandbox();
    let mou = |args: &[&str]| sandbox.mou(&[&["config", "--user"], args].concat()).to_text();
    assert_eq!(
        mou(&[]),
        "\
columns.list      (not set)
columns.expiring  (not set)
sort.list         (not set)
within            (not set)
pager             (not set)
color             (not set)
"
    );
    assert_eq!(mou(&["within"]), "--- stderr\nNo within is set.\n");
    assert_eq!(mou(&["path"]), "$SANDBOX/home/.config/mou/config.json\n");
    assert_eq!(
        mou(&["columns.list", "id, ends", "-n"]),
        "columns.list: (none) → id,ends\n--- stderr\nDry run, nothing was written.\n"
    );
    assert!(!sandbox.path(FILE).exists());
    assert_eq!(
        mou(&["columns.list", "id", "partners", "ends"]),
        "--- stderr\nChanged columns.list: it is id,partners,ends now.\n"
    );
    assert_eq!(sandbox.read(FILE), "{\n  \"columns.list\": \"id,partners,ends\"\n}\n");
    assert_eq!(mou(&["columns.list", "id,partners,ends"]), "--- stderr\nNothing to change.\n");
    for (key, value) in [
        ("columns.expiring", "id,act_by"),
        ("sort.list", "ends:desc"),
        ("within", "90d"),
        ("pager", "less -FRX"),
        ("color", "never"),
    ] {
        assert_eq!(mou(&[key, value]), format!("--- stderr\nChanged {key}: it is {value} now.\n"));
        assert_eq!(mou(&[key]), format!("{value}\n"));
    }
    assert_eq!(
        mou(&["-o", "jsonl"]),
        "{\"columns.list\":\"id,partners,ends\",\"columns.expiring\":\"id,act_by\",\
         \"sort.list\":\"ends:desc\",\"within\":\"90d\",\"pager\":\"less -FRX\",\"color\":\"never\"}\n"
    );
    assert_eq!(mou(&["pager", "--unset"]), "--- stderr\nUnset pager.\n");
    assert_eq!(mou(&["pager", "--unset"]), "--- stderr\nNothing to change.\n");
    assert!(!sandbox.read(FILE).contains("pager"));
    let answer =
        "{\"command\":\"config\",\"dry_run\":false,\"ids\":[],\"records\":[],\"warnings\":[]}\n";
    let set = mou(&["within", "1y", "-o", "jsonl"]);
    assert!(set.starts_with(answer), "{set}");
    // Neither the registry nor its log has a part in it.
    assert_eq!(sandbox.registry(), example("registry.json"));
    assert_eq!(sandbox.files(), ["registry.json"]);
}

#[test]
fn bad_settings_are_refused_and_nothing_is_written() {
    let sandbox = sandbox();
    let error = |args: &[&str]| {
        let output = sandbox.mou(&[&["config", "--user"], args].concat());
        assert_eq!((output.stdout.as_str(), output.code), ("", 2), "{args:?}");
        output.stderr
    };
    let keys = "the user settings are columns.list, columns.expiring, sort.list, within, pager, \
                color and path";
    assert_eq!(
        error(&["column.list", "id"]),
        format!(
            "error: there is no user setting `column.list`\nhint: did you mean `columns.list`? {keys}\n"
        )
    );
    assert_eq!(error(&["--unset"]), format!("error: `--unset` needs a key\nhint: {keys}\n"));
    let columns = error(&["columns.list", "id,titel"]);
    assert!(columns.starts_with(
        "error: `columns.list`: there is no column `titel`; the columns are id, title, "
    ));
    assert!(columns.ends_with("\nhint: did you mean `title`?\n"), "{columns}");
    assert!(error(&["sort.list", "nope"]).contains("`sort.list`: there is no column `nope`"));
    assert_eq!(
        error(&["sort.list", "ends:down"]),
        "error: `sort.list`: `ends:down` is not accepted; write a column, alone or with :desc\n"
    );
    assert!(
        error(&["within", "soon"]).starts_with("error: `within`: `soon` is not a duration; write ")
    );
    assert_eq!(
        error(&["pager", " "]),
        "error: `pager` is empty; write a command such as `less -FRX`\n"
    );
    assert_eq!(
        error(&["color", "red"]),
        "error: `color`: `red` is not accepted; use auto, always or never\n"
    );
    assert_eq!(
        error(&["color", "never", "always"]),
        "error: `color` takes one value, and `always` is there\n"
    );
    assert_eq!(error(&["color", "never", "--unset"]), "error: `--unset` takes no value\n");
    assert!(error(&["path", "x"]).starts_with("error: `path` is not set: XDG_CONFIG_HOME or HOME"));
    assert!(!sandbox.path("home/.config").exists());
}

#[cfg(unix)] // a terminal
#[test]
fn damaged_settings_are_named_and_prevent_no_other_command() {
    for (text, why) in [
        ("{ \"within\": ", "it is cut off"),
        ("[]", "it is not a JSON object"),
        ("{ \"color\": \"never\", \"color\": \"auto\" }", "color"),
        ("{ \"color\": 1 }", "the value of `color` is not a text"),
    ] {
        let sandbox = sandbox();
        std::fs::create_dir_all(sandbox.path("home/.config/mou")).unwrap();
        sandbox.write(FILE, text);
        let shown = sandbox.mou(&["config", "--user"]);
        assert_eq!(shown.code, 6, "{}", shown.to_text());
        assert!(
            shown.stderr.starts_with("error: `$SANDBOX/home/.config/mou/config.json` is damaged: "),
            "{}",
            shown.to_text()
        );
        assert!(shown.stderr.contains(why), "{}", shown.to_text());
        assert!(shown.stderr.contains("\nhint: "), "{}", shown.to_text());
        // A pipe does not even read it.
        assert_eq!(sandbox.mou(&["list", "-o", "ids"]).stderr, "");
        let seen = on_terminal(&sandbox, 100, &["list", "--limit", "1"]);
        let message = "warning: `";
        assert_eq!(seen.matches(message).count(), 1, "{seen}");
        assert!(
            seen.contains("is damaged: ") && seen.contains("; user settings are ignored\n"),
            "{seen}"
        );
        assert!(seen.contains("partners"), "{seen}");
        if text.starts_with("{ \"color\": 1") {
            sandbox.mou(&["config", "--user", "color", "never"]).success();
            assert_eq!(sandbox.read(FILE), "{\n  \"color\": \"never\"\n}\n");
        } else {
            assert_eq!(sandbox.mou(&["config", "--user", "color", "never"]).code, 6);
            assert_eq!(sandbox.read(FILE), text);
        }
    }
}

#[cfg(unix)] // a terminal
#[test]
fn value_that_is_not_accepted_is_ignored_with_a_warning_and_unknown_keys_stay() {
    let sandbox = sandbox();
    std::fs::create_dir_all(sandbox.path("home/.config/mou")).unwrap();
    sandbox
        .write(FILE, "{ \"x-later\": [1.10], \"color\": \"red\", \"columns.list\": \"id,ends\" }");
    let seen = on_terminal(&sandbox, 100, &["list", "--limit", "1"]);
    assert!(
        seen.contains("config.json`: `color`: `red` is not accepted; use auto, always or never\n"),
        "{seen}"
    );
    assert!(!seen.contains("act_by") && seen.contains("ends"), "{seen}");
    sandbox.mou(&["config", "--user", "color", "auto"]).success();
    assert_eq!(
        sandbox.read(FILE),
        "{\n  \"x-later\": [\n    1.10\n  ],\n  \"color\": \"auto\",\n  \"columns.list\": \"id,ends\"\n}\n"
    );
}

#[cfg(unix)] // a terminal
#[test]
fn columns_and_order_of_a_table_on_a_terminal_are_those_of_the_user_unless_typed() {
    let sandbox = sandbox();
    let header = |args: &[&str]| {
        let seen = on_terminal(&sandbox, 100, args);
        seen.lines()
            .find(|line| line.contains("id"))
            .unwrap_or_default()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let usual = header(&["list"]);
    assert!(usual.starts_with("id") && usual.contains("act_by"), "{usual}");
    let piped: Vec<_> = [&["list"][..], &["list", "-o", "json"], &["expiring", "--within", "30y"]]
        .map(|args| sandbox.mou(args))
        .into();
    for (key, value) in [
        ("columns.list", "status,id"),
        ("columns.expiring", "id,act_by"),
        ("sort.list", "ends:desc"),
        ("within", "30y"),
        ("color", "always"),
    ] {
        sandbox.mou(&["config", "--user", key, value]).success();
    }
    assert_eq!(header(&["list"]), "status id");
    assert_eq!(header(&["expiring"]), "id act_by");
    assert_eq!(header(&["list", "--columns", "id,kind"]), "id kind");
    let order = |args: &[&str]| {
        let seen = on_terminal(&sandbox, 100, &[&["list", "--columns", "id,ends"], args].concat());
        seen.lines().filter(|line| line.contains("-20")).map(str::to_owned).collect::<Vec<_>>()
    };
    let (by_user, by_flag) = (order(&[]), order(&["--sort", "id"]));
    assert_ne!(by_user, by_flag);
    assert!(by_flag.is_sorted(), "{by_flag:?}");
    // On a pipe, and in formats for machines, nothing changes.
    let now: Vec<_> = [&["list"][..], &["list", "-o", "json"], &["expiring", "--within", "30y"]]
        .map(|args| sandbox.mou(args))
        .into();
    assert_eq!(now, piped);
    for format in ["json", "jsonl", "csv", "tsv", "ids"] {
        let args = ["list", "-o", format];
        let seen = on_terminal(&sandbox, 100, &args);
        assert_eq!(seen, sandbox.mou(&args).success(), "{format}");
    }
}

#[cfg(unix)] // a terminal
#[test]
fn window_of_expiring_is_typed_or_that_of_the_user_or_that_of_the_registry() {
    let text = "{ \"format\": \"mou-registry\", \"version\": 1, \"settings\": { \"within\": \"P1M\" }, \
                \"agreements\": [ \
                { \"id\": \"near\", \"title\": \"Near\", \"parties\": [ { \"name\": \"A\" } ], \"signed\": \"2020-01-01\", \"end\": \"2026-12-01\" }, \
                { \"id\": \"far\", \"title\": \"Far\", \"parties\": [ { \"name\": \"A\" } ], \"signed\": \"2020-01-01\", \"end\": \"2028-01-01\" } ] }";
    let sandbox = Sandbox::with_registry(text);
    let listed = |args: &[&str]| {
        let seen =
            on_terminal(&sandbox, 100, &[&["expiring", "--columns", "id,flags"], args].concat());
        ["near", "far"].map(|id| seen.contains(id))
    };
    assert_eq!(listed(&[]), [true, false]);
    sandbox.mou(&["config", "--user", "within", "3y"]).success();
    assert_eq!(listed(&[]), [true, true]);
    assert_eq!(listed(&["--within", "1d"]), [false, false]);
    let far = on_terminal(&sandbox, 100, &["list", "far", "--columns", "id,flags"]);
    assert!(!far.contains("expiring"), "the flag is by the window of the registry: {far}");
    assert!(!sandbox.mou(&["expiring"]).success().contains("far"), "a pipe ignores the setting");
    assert_eq!(
        on_terminal(&sandbox, 100, &["config"]).lines().map(str::trim_end).collect::<Vec<_>>(),
        [
            "key      value    from",
            "───────────────────────────────────────────",
            "owner    (none)",
            "within   3y       user settings, before P1M",
            "dormant  P1Y      default",
            "lead     P6M,P1M  default",
            "log      4194304  default",
            "uid      (none)",
        ]
    );
}

#[cfg(unix)] // a terminal
#[test]
fn colour_is_by_flag_then_environment_then_user() {
    let sandbox = sandbox();
    let is_coloured = |environment: &[(&str, &str)], args: &[&str]| {
        let (terminal, written) = crate::terminal::terminal();
        let mut command = sandbox.command(&[&["list", "--limit", "3"], args].concat());
        command.env("COLUMNS", "100").envs(environment.iter().copied());
        let mut child =
            command.stdout(written).stderr(std::process::Stdio::null()).spawn().unwrap();
        drop(command);
        let seen = crate::terminal::output_on(terminal);
        assert!(child.wait().unwrap().success());
        seen.contains('\u{1b}')
    };
    assert!(is_coloured(&[], &[]));
    sandbox.mou(&["config", "--user", "color", "never"]).success();
    assert!(!is_coloured(&[], &[]));
    assert!(is_coloured(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(is_coloured(&[], &["--color", "always"]));
    assert!(is_coloured(&[], &["--color", "auto"]));
    sandbox.mou(&["config", "--user", "color", "always"]).success();
    assert!(is_coloured(&[], &[]));
    assert!(!is_coloured(&[("NO_COLOR", "1")], &[]));
    assert!(!is_coloured(&[], &["--color", "never"]));
    assert!(!sandbox.mou(&["list"]).success().contains('\u{1b}'), "a pipe ignores the setting");
}

#[test]
fn settings_are_in_the_config_folder_that_the_environment_names() {
    let path = |sandbox: &Sandbox| sandbox.mou(&["config", "--user", "path"]).success();
    let config = Sandbox::new();
    let folder = config.path("elsewhere").display().to_string();
    let config = config.with_variable("XDG_CONFIG_HOME", &folder);
    assert_eq!(path(&config), "$SANDBOX/elsewhere/mou/config.json\n");
    config.mou(&["config", "--user", "color", "never"]).success();
    assert!(config.path("elsewhere/mou/config.json").exists());
    // Windows has another folder then, which is part of the account.
    for relative in if cfg!(unix) { &["rel", ""][..] } else { &[] } {
        let sandbox = Sandbox::new().with_variable("XDG_CONFIG_HOME", relative);
        assert_eq!(path(&sandbox), "$SANDBOX/home/.config/mou/config.json\n");
    }
}

#[test]
fn owner_that_no_agreement_names_is_stored_with_a_warning() {
    let sandbox = Sandbox::with_example();
    assert_eq!(
        sandbox.mou(&["config", "owner", "GovTec"]).to_text(),
        "--- stderr\nwarning: no agreement names a party `GovTec`; did you mean `GovTech`?\n\
         Changed owner: it is GovTec now.\n"
    );
    for known in ["govtech", "Government Digital Service"] {
        let output = sandbox.mou(&["config", "owner", known]);
        assert_eq!(output.stderr, format!("Changed owner: it is {known} now.\n"));
    }
    let new = Sandbox::new();
    new.mou(&["init"]).success();
    assert_eq!(new.mou(&["config", "owner", "X"]).stderr, "Changed owner: it is X now.\n");
}
