//! The messages of `mou remind --eml`.

use std::collections::BTreeMap;
use std::fs;

use crate::sandbox::{Sandbox, is_temporary};
#[cfg(unix)]
use crate::strace::{self, traced};

/// Four agreements: two of Mei, who has an address, one of Jun, who has none, and one of nobody.
const REGISTRY: &str = r#"{
  "format": "mou-registry",
  "version": 1,
  "uid": "0192f3c4",
  "owner": "University of Tartu",
  "agreements": [
    {
      "id": "kyoto-2024",
      "title": "Joint research & teaching <phase \"2\">",
      "kind": "MoU",
      "parties": [{"name": "University of Tartu"}, {"name": "Kyoto University"}],
      "signed": "2024-05-01",
      "term": "P3Y",
      "renewal": {"every": "P1Y"},
      "notice": "P3M",
      "contact": "Mei Tan <mei@example.org>",
      "activities": [
        {"n": 1, "title": "Report of 2026", "due": "2026-10-31", "status": "planned"}
      ]
    },
    {
      "id": "lyon-2024",
      "title": "Exchange of students",
      "kind": "MoU",
      "parties": [{"name": "University of Tartu"}, {"name": "Lyon"}],
      "signed": "2024-03-01",
      "term": "P3Y",
      "contact": "Jun"
    },
    {
      "id": "porto-2024",
      "title": "Summer school",
      "kind": "MoU",
      "parties": [{"name": "University of Tartu"}, {"name": "Porto"}],
      "signed": "2024-04-01",
      "term": "P3Y"
    }
  ]
}
"#;

/// The paths of the messages about it.
#[cfg(unix)]
const PATHS: &str = "out/2026-11-22-jun-a88cd1b1.eml\nout/2026-11-22-mei-tan-63bffd29.eml\n\
    out/2026-11-22-no-contact-dd8cca54.eml\n";
#[cfg(windows)]
const PATHS: &str = "out\\2026-11-22-jun-a88cd1b1.eml\nout\\2026-11-22-mei-tan-63bffd29.eml\n\
    out\\2026-11-22-no-contact-dd8cca54.eml\n";

/// The text of the message to Mei.
const MEI_TEXT: &str = r#"2 reminders for Mei Tan on 2026-11-22

overdue since 2026-10-31 (22 days ago): Report of 2026
  with Kyoto University
  It is an obligation under `Joint research & teaching <phase "2">`, and
  not recorded as done.
  mou activity done kyoto-2024/1

act by 2027-02-01 (in 2 months): Joint research & teaching <phase "2">
  with Kyoto University
  Without notice by then, it renews automatically after 2027-05-01 for 1
  year.
  mou notice kyoto-2024 --by NAME
  or mou decide kyoto-2024 renew --by NAME

From the registry of agreements of University of Tartu. mou gives each
reminder once.
"#;

/// The page of the message to Mei, with line breaks before elements that have blocks of their own.
const MEI_PAGE: &str = r#"<!DOCTYPE html><html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>2 MoU reminders, the first: overdue since 2026-10-31, Report of 2026</title>
<style>:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .alarm { color: #ffa198 !important; }
  .alarm-bar { border-color: #ffa198 !important; }
  .soon-bar { border-color: #d9a648 !important; }
}</style></head>
<body style="margin: 0 auto; padding: 16px; max-width: 40em; font: 16px/1.45 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; overflow-wrap: break-word; word-wrap: break-word;">
<h1 style="margin: 0 0 16px; font-size: 20px; line-height: 1.3;">2 reminders for Mei Tan on <span style="white-space: nowrap;">2026-11-22</span></h1>
<ol style="margin: 0; padding: 0; list-style: none;">
<li class="alarm-bar" style="margin: 0 0 20px; padding: 2px 0 2px 12px; border-left: 4px solid #b3261e;">
<p class="alarm" style="margin: 0; font-weight: bold; color: #b3261e;">Overdue since <span style="white-space: nowrap;">2026-10-31</span> (22 days ago)</p>
<h2 style="margin: 4px 0 0; font-size: 18px; line-height: 1.3;"><bdi>Report of 2026</bdi></h2>
<p style="margin: 4px 0 0;">with <bdi>Kyoto University</bdi></p>
<p style="margin: 4px 0 0;">It is an obligation under “<bdi>Joint research &amp; teaching &lt;phase &quot;2&quot;&gt;</bdi>”, and not recorded as done.</p>
<p style="margin: 4px 0 0;"><code style="font-size: 14px;">mou activity done kyoto-2024/1</code></p>
</li>
<li class="soon-bar" style="margin: 0 0 20px; padding: 2px 0 2px 12px; border-left: 4px solid #9a6700;">
<p style="margin: 0; font-weight: bold;">Act by <span style="white-space: nowrap;">2027-02-01</span> (in 2 months)</p>
<h2 style="margin: 4px 0 0; font-size: 18px; line-height: 1.3;"><bdi>Joint research &amp; teaching &lt;phase &quot;2&quot;&gt;</bdi></h2>
<p style="margin: 4px 0 0;">with <bdi>Kyoto University</bdi></p>
<p style="margin: 4px 0 0;">Without notice by then, it renews automatically after <span style="white-space: nowrap;">2027-05-01</span> for 1 year.</p>
<p style="margin: 4px 0 0;"><code style="font-size: 14px;">mou notice kyoto-2024 <span style="white-space: nowrap;">--by</span> NAME</code></p>
<p style="margin: 4px 0 0;">or <code style="font-size: 14px;">mou decide kyoto-2024 renew <span style="white-space: nowrap;">--by</span> NAME</code></p>
</li>
</ol>
<p style="margin: 24px 0 0; font-size: 14px; opacity: 0.75;">From the registry of agreements of University of Tartu. mou gives each reminder once.</p>
</body>
</html>
"#;

/// A message, split at its boundary.
struct Message {
    headers: BTreeMap<String, String>,
    /// The header lines as they are.
    head: String,
    text: String,
    html: String,
}

impl Message {
    fn read(sandbox: &Sandbox, path: &str) -> Self {
        let message = sandbox.read(path);
        for line in message.split("\r\n") {
            assert!(line.len() <= 78 && line.is_ascii() && !line.contains('\n'), "{line}");
        }
        let message = message.replace("\r\n", "\n");
        let (head, body) = message.split_once("\n\n").unwrap();
        let headers: BTreeMap<String, String> = head
            .replace("\n ", " ")
            .lines()
            .map(|line| line.split_once(": ").unwrap())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let boundary = headers["Content-Type"].split('"').nth(1).unwrap();
        let parts: Vec<&str> = body.split(&format!("--{boundary}")).collect();
        assert_eq!((parts.len(), parts[0], parts[3]), (4, "", "--\n"));
        Self {
            text: content(parts[1], "text/plain"),
            html: content(parts[2], "text/html"),
            head: head.to_owned(),
            headers,
        }
    }

    fn subject(&self) -> String {
        let words = self.headers["Subject"].split(' ');
        let decoded = words.map(|word| match word.strip_prefix("=?utf-8?Q?") {
            Some(word) => from_quoted(&word.trim_end_matches("?=").replace('_', " ")),
            None => format!("{word} "),
        });
        decoded.collect::<String>().trim_end().to_owned()
    }
}

/// Returns the decoded content of a part of this type.
fn content(part: &str, kind: &str) -> String {
    let (head, body) = part.trim_start().split_once("\n\n").unwrap();
    let body = body.strip_suffix('\n').unwrap();
    let expected = |encoding: &str| {
        format!("Content-Type: {kind}; charset=\"utf-8\"\nContent-Transfer-Encoding: {encoding}")
    };
    if head == expected("7bit") {
        return body.to_owned();
    }
    assert_eq!(head, expected("quoted-printable"));
    from_quoted(&body.replace("=\n", ""))
}

fn from_quoted(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'=' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
        } else {
            byte
        });
    }
    String::from_utf8(bytes).unwrap()
}

/// Returns the registry with another contact of Mei's agreement.
fn with_contact(contact: &str) -> String {
    let contact = format!("\"contact\": {}", serde_json::to_string(contact).unwrap());
    REGISTRY.replace(r#""contact": "Mei Tan <mei@example.org>""#, &contact)
}

fn remembered(sandbox: &Sandbox) -> usize {
    let memory = fs::read_to_string(sandbox.path("registry.reminders.jsonl"));
    memory.map(|memory| memory.lines().count()).unwrap_or_default()
}

/// Returns the names in a folder, sorted.
fn names_in(sandbox: &Sandbox, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(sandbox.path(folder)).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn each_contact_gets_one_message_with_all_of_its_reminders() {
    let sandbox = Sandbox::with_registry(REGISTRY).with_variable("EMAIL", "office@example.org");
    let output = sandbox.mou(&["remind", "--eml", "out"]);
    assert_eq!(
        output.to_text(),
        format!(
            "{PATHS}--- stderr\n`registry.reminders.jsonl` does not exist yet, so all reminders \
             that have come due are given.\n"
        )
    );
    assert_eq!(remembered(&sandbox), 4);
    let message = Message::read(&sandbox, PATHS.lines().nth(1).unwrap());
    let boundary = message.head.split('"').nth_back(1).unwrap();
    let expected = format!(
        "From: <office@example.org>
To: \"Mei Tan\" <mei@example.org>
Subject: 2 MoU reminders, the first: overdue since 2026-10-31, Report of 2026
Date: Sun, 22 Nov 2026 09:30:00 +0000
Message-ID: <63bffd29a826223ddaa21ee496868148@mou.invalid>
Auto-Submitted: auto-generated
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary=\"{boundary}\""
    );
    assert_eq!(message.head, expected);
    assert_eq!(message.text, MEI_TEXT);
    let blocks =
        regex::Regex::new("\n(<(/?(ol|li)|/body|/html|head|meta|title|style|body|h1|h2|p)\\b)")
            .unwrap();
    assert_eq!(message.html, blocks.replace_all(MEI_PAGE, "$1"));

    let message = Message::read(&sandbox, PATHS.lines().next().unwrap());
    assert_eq!(message.subject(), "For Jun: MoU reminder: act by 2027-03-01, Exchange of students");
    assert!(!message.headers.contains_key("To"));
    let message = Message::read(&sandbox, PATHS.lines().nth(2).unwrap());
    assert_eq!(
        message.subject(),
        "No contact recorded: MoU reminder: act by 2027-04-01, Summer school"
    );
    assert!(!message.headers.contains_key("To"));

    // All are given, so that there is no message without content.
    let output = sandbox.mou(&["remind", "--eml", "out", "--as-of", "2026-11-23"]);
    assert_eq!(output.to_text(), "");
    assert_eq!(names_in(&sandbox, "out").len(), 3);
}

#[test]
fn recipients_are_the_addresses_in_the_contact() {
    for (contact, to) in [
        ("mei@example.org", Some("<mei@example.org>")),
        ("Mei Tan, +65 6000 0000, mei@example.org", Some("<mei@example.org>")),
        (
            "Tan, Mei <mei@example.org>; Jun <jun@example.org>",
            Some("\"Tan, Mei\" <mei@example.org>, \"Jun\" <jun@example.org>"),
        ),
        ("東京 <mei@example.org>", Some("=?utf-8?B?5p2x5Lqs?= <mei@example.org>")),
        // A header cannot hold it, so that the subject names it.
        ("méi@example.org", None),
        ("mei", None),
    ] {
        let sandbox = Sandbox::with_registry(&with_contact(contact));
        let args = ["remind", "--eml", "out", "--contact", contact];
        let path = sandbox.mou(&args).success();
        let message = Message::read(&sandbox, path.trim());
        assert_eq!(message.headers.get("To").map(String::as_str), to, "{contact}");
        assert_eq!(message.headers["From"], "<mou@localhost>");
        let names_contact = message.subject().starts_with(&format!("For {contact}: "));
        assert_eq!(names_contact, to.is_none(), "{}", message.subject());
    }
}

#[test]
fn texts_of_the_registry_add_no_header_and_no_element() {
    let evil =
        "x\r\nBcc: evil@example.com\r\n\r\n<script>alert(1)</script>\u{1b}[2J\u{202e}=?utf-8?Q?y?=";
    let json = serde_json::to_string(evil).unwrap();
    let registry = with_contact(&format!("Mei {evil} <mei@example.org>"))
        .replace(r#""Report of 2026""#, &json)
        .replace("\"Kyoto University\"", &json)
        .replace("\"Exchange of students\"", &json)
        .replace("\"Jun\"", &json);
    let sandbox = Sandbox::with_registry(&registry);
    let paths = sandbox.mou(&["remind", "--eml", "out"]).success();
    assert_eq!(paths.lines().count(), 3);
    for path in paths.lines() {
        let message = Message::read(&sandbox, path);
        let names: Vec<&str> = message.headers.keys().map(String::as_str).collect();
        let expected = [
            "Auto-Submitted",
            "Content-Type",
            "Date",
            "From",
            "MIME-Version",
            "Message-ID",
            "Subject",
        ];
        let names: Vec<&str> = names.into_iter().filter(|name| *name != "To").collect();
        assert_eq!(names, expected, "{}", message.head);
        let hidden = |letter: char| letter.is_control() && letter != '\n' || letter == '\u{202e}';
        assert!(!message.text.contains(hidden) && !message.html.contains(hidden));
        assert!(!message.html.contains("<script") && !message.subject().contains(hidden));
    }
}

#[cfg(unix)] // links
#[test]
fn existing_file_is_not_replaced() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    fs::create_dir(sandbox.path("out")).unwrap();
    let names: Vec<&str> = PATHS.lines().collect();
    sandbox.write(names[0], "mine");
    fs::create_dir(sandbox.path(names[1])).unwrap();
    let second = |name: &str| name.replace(".eml", "-2.eml");
    std::os::unix::fs::symlink("nowhere", sandbox.path(&second(names[1]))).unwrap();
    let third = names[1].replace(".eml", "-3.eml");
    let expected = format!("{}\n{third}\n{}\n", second(names[0]), names[2]);
    let output = sandbox.mou(&["remind", "--eml", "out", "--dry-run"]).success();
    assert_eq!(output, expected);
    let output = sandbox.mou(&["remind", "--eml", "out"]).success();
    assert_eq!(output, expected);
    assert_eq!(sandbox.read(names[0]), "mine");
    // All given again get the same ids, and so the same names.
    let ids: Vec<String> = [&second(names[0]), &third, names[2]]
        .map(|path| Message::read(&sandbox, path).headers["Message-ID"].clone())
        .into();
    let again = sandbox.mou(&["remind", "--again", "--eml", "again"]).success();
    let again: Vec<String> = again
        .lines()
        .map(|path| Message::read(&sandbox, path).headers["Message-ID"].clone())
        .collect();
    assert_eq!(again, ids);
}

#[test]
fn same_message_has_the_same_bytes_and_a_later_one_the_same_id() {
    let message = |now: &str, today: &str| {
        let sandbox = Sandbox::with_registry(REGISTRY).with_variable("MOU_NOW", now);
        let args = ["remind", "--eml", "out", "--as-of", today, "--contact", "mei"];
        let path = sandbox.mou(&args).success();
        (sandbox.read(path.trim()), Message::read(&sandbox, path.trim()))
    };
    let (one, _) = message("2026-11-22T09:30:00Z", "2026-11-22");
    let (same, first) = message("2026-11-22T10:30:00+01:00", "2026-11-22");
    assert_eq!(one, same);
    let (_, later) = message("2026-11-25T09:30:00Z", "2026-11-25");
    assert_eq!(later.headers["Message-ID"], first.headers["Message-ID"]);
    assert_ne!(later.headers["Date"], first.headers["Date"]);
    let (_, other) = message("2027-01-02T09:30:00Z", "2027-01-02");
    assert_ne!(other.headers["Message-ID"], first.headers["Message-ID"]);
}

#[test]
fn dry_run_prints_the_paths_and_writes_nothing() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    let files = sandbox.files();
    for flags in [&["--dry-run"][..], &["--exit-code", "-q"]] {
        let output = sandbox.mou(&[&["remind", "--eml", "out"], flags].concat());
        assert_eq!(output.stdout, if flags.len() == 1 { PATHS } else { "" });
        assert_eq!(sandbox.files(), files);
    }
}

#[test]
fn json_names_the_file_of_each_reminder() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    let args = ["remind", "--eml", "out", "-o", "jsonl"];
    let output = sandbox.mou(&args).success();
    let files: Vec<String> = output
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|object| ["id", "file"].map(|name| object[name].as_str().unwrap()).join(" "))
        .collect();
    let paths: Vec<&str> = PATHS.lines().collect();
    assert_eq!(
        files,
        [
            format!("lyon-2024 {}", paths[0]),
            format!("kyoto-2024/1 {}", paths[1]),
            format!("kyoto-2024 {}", paths[1]),
            format!("porto-2024 {}", paths[2]),
        ]
    );
    assert_eq!(names_in(&sandbox, "out").len(), 3);
    let output = sandbox.mou(&["remind", "--eml", "out", "-o", "json"]).success();
    assert_eq!(output, "[]\n");
}

#[cfg(unix)] // modes
#[test]
fn folder_is_created_for_its_owner_even_if_nothing_is_due() {
    use std::os::unix::fs::PermissionsExt;

    let sandbox = Sandbox::with_registry(REGISTRY);
    let output = sandbox.mou(&["remind", "--eml", "a/b", "--as-of", "2024-05-02"]);
    assert_eq!(output.to_text(), "");
    let mode = fs::metadata(sandbox.path("a/b")).unwrap().permissions().mode();
    assert_eq!((mode & 0o777, names_in(&sandbox, "a/b")), (0o700, Vec::new()));
}

#[cfg(unix)] // /proc
#[test]
fn nothing_is_remembered_if_a_message_cannot_be_written() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    sandbox.write("file", "");
    let address = "is not an address; write one such as office@example.org";
    let time = "is not a time; write one such as 2022-07-04T12:00:00Z";
    for (folder, variable, message) in [
        ("file", None, "`file` is not a folder\n--- exit 1".to_owned()),
        ("file/sub", None, "cannot read `file/sub`: not a directory".to_owned()),
        ("/proc", None, "cannot write `/proc/2026-11-22-jun-".to_owned()),
        ("/proc/new", None, "cannot create the folder `/proc/new`: ".to_owned()),
        ("", None, "`--eml` is empty; write a value\n--- exit 2".to_owned()),
        ("out", Some(("EMAIL", "root")), format!("`EMAIL`: `root` {address}\n--- exit 2")),
        ("out", Some(("MOU_NOW", "now")), format!("`MOU_NOW`: `now` {time}\n--- exit 2")),
    ] {
        let mut command = sandbox.command(&["remind", "--eml", folder]);
        command.envs(variable);
        let output = crate::sandbox::CommandOutput::new(command.output().unwrap(), &sandbox);
        assert!(output.to_text().contains(&message), "{folder}: {}", output.to_text());
        assert_eq!((output.stdout.as_str(), remembered(&sandbox)), ("", 0), "{folder}");
    }
    // The same if nothing is due, so that it is noticed in time.
    let output = sandbox.mou(&["remind", "--eml", "file", "--as-of", "2024-05-02"]);
    assert_eq!(output.code, 1, "{}", output.to_text());
}

#[cfg(unix)] // strace
#[test]
fn messages_are_written_all_or_none_and_before_they_are_remembered() {
    if !strace::is_available() {
        return;
    }
    let args = ["remind", "--eml", "out"];
    let sandbox = || {
        let sandbox = Sandbox::with_registry(REGISTRY);
        fs::create_dir(sandbox.path("out")).unwrap();
        sandbox
    };
    let calls = strace::calls(&sandbox(), &args);
    let is_second = |call: &strace::Call| {
        call.is_one_of(strace::RENAME_CALLS) && call.line.contains("out/2026-11-22-mei")
    };
    let second = calls.iter().position(is_second).unwrap();
    let sandbox = sandbox();
    for name in ["write", "fsync", "rename"] {
        // The second message cannot be written.
        let is_this =
            |call: &&strace::Call| call.name == name || name == "rename" && is_second(call);
        let failing = calls[..=second].iter().rev().find(is_this).unwrap();
        let inject = format!("inject={}:error=EIO:when={}", failing.name, failing.nth);
        let options = ["-o", "/dev/null", "-e", &inject];
        let output = traced(&sandbox, &options, &args).output().unwrap();
        let output = crate::sandbox::CommandOutput::new(output, &sandbox);
        let expected = "error: cannot write `out/2026-11-22-mei-tan-63bffd29.eml`: ";
        assert!(output.stderr.starts_with(expected), "{inject}: {}", output.to_text());
        assert_eq!((output.stdout.as_str(), output.code, remembered(&sandbox)), ("", 1, 0));
        assert_eq!(names_in(&sandbox, "out"), Vec::<String>::new(), "{inject}");
    }
    let calls = strace::calls(&sandbox, &args);
    let position = |name: &str, words: &[&str]| {
        calls
            .iter()
            .position(|call| call.name == name && words.iter().all(|word| call.line.contains(word)))
            .unwrap_or_else(|| panic!("no {name} with {words:?}"))
    };
    let printed = position("write", &["(1, \"out/"]);
    for path in PATHS.lines() {
        let renamed = calls
            .iter()
            .position(|call| call.is_one_of(strace::RENAME_CALLS) && call.line.contains(path));
        assert!(renamed.is_some_and(|renamed| renamed < printed), "{path}");
    }
    assert!(printed < position("write", &["\\\"given\\\""]));
    assert!(!names_in(&sandbox, "out").iter().any(|name| is_temporary(name)));
}

#[cfg(unix)] // strace
#[test]
fn file_that_is_printed_to_is_synced_before_the_reminders_are_remembered() {
    if !strace::is_available() {
        return;
    }
    let sandbox = Sandbox::with_registry(REGISTRY);
    let trace = strace::trace_file(&sandbox);
    let options = ["-o", trace.to_str().unwrap(), "-s", "4096"];
    let mut command = traced(&sandbox, &options, &["remind", "-o", "jsonl"]);
    command.stdout(fs::File::create(sandbox.path("spool")).unwrap());
    assert!(command.output().unwrap().status.success());
    let calls = strace::calls_in(&trace);
    let printed = calls.iter().position(|call| call.line.starts_with("write(1, ")).unwrap();
    let after = calls[printed..].iter();
    let names: Vec<&str> = after
        .take_while(|call| !call.line.contains("\\\"given\\\""))
        .map(|call| call.name.as_str())
        .collect();
    assert!(names.contains(&"fsync") && names.len() < calls.len() - printed, "{names:?}");
}
