//! The examples that send reminders: two scripts, a crontab, and the units of systemd. A script takes the place
//! of sendmail, and a socket on the loopback address that of the chat.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::JoinHandle;

use crate::sandbox::{CommandOutput, Sandbox, TODAY};

/// Stores what it gets in `sent`; refuses everything if there is a file `refuse`.
const SENDMAIL: &str = r#"#!/bin/sh
if [ -e refuse ]; then
    cat > /dev/null
    echo 'sendmail: the queue is full' >&2
    exit 75
fi
mkdir -p sent
{
    echo "sendmail $*"
    cat
} > "sent/$(ls sent | wc -l)"
"#;

/// Returns the path of a file in `examples`.
fn example_path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)
}

/// Returns a registry with these agreements, each with an id, a title and a contact. All have a reminder on
/// [`TODAY`].
fn registry(agreements: &[(String, &str, Option<&str>)]) -> String {
    let agreements: Vec<serde_json::Value> = agreements
        .iter()
        .map(|(id, title, contact)| {
            serde_json::json!({
                "id": id,
                "title": title,
                "kind": "MoU",
                "parties": [{"name": "Tartu"}, {"name": "Kyoto"}],
                "signed": "2024-03-01",
                "term": "P3Y",
                "contact": contact,
            })
        })
        .collect();
    let registry = serde_json::json!({
        "format": "mou-registry", "version": 1, "uid": "0192f3c4", "owner": "Tartu", "agreements": agreements,
    });
    serde_json::to_string_pretty(&registry).unwrap()
}

/// Returns a sandbox with a stand-in for sendmail, the scripts on its `PATH`, and one reminder for Mei, who has
/// an address, one for Jun, who has none, and one for nobody.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::with_registry(&registry(&[
        (
            "a".to_owned(),
            "Research \"A\" $(touch evil) `touch evil`",
            Some("Mei <mei@example.org>"),
        ),
        ("b".to_owned(), "研究 & 'teaching' \\ 100%", Some("Jun")),
        ("c".to_owned(), "School", None),
    ]));
    let bin = sandbox.path("home/.local/bin");
    fs::create_dir_all(&bin).unwrap();
    for name in ["mail-reminders.sh", "post-reminders.sh"] {
        fs::copy(example_path(name), bin.join(name)).unwrap();
    }
    write_program(&bin.join("sendmail"), SENDMAIL);
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_mou"), bin.join("mou")).unwrap();
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", bin.display());
    sandbox.with_variable("PATH", &path)
}

fn write_program(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;

    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Returns what sendmail got: its arguments and the subject of each message.
fn sent(sandbox: &Sandbox) -> Vec<String> {
    let Ok(entries) = fs::read_dir(sandbox.path("sent")) else { return Vec::new() };
    let mut sent: Vec<String> = entries
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .map(|text| {
            let field = |name: &str| text.lines().find(|line| line.starts_with(name)).unwrap();
            format!("{} | {}", field("sendmail "), field("Subject: ").trim_end())
        })
        .collect();
    sent.sort();
    sent
}

/// Returns the names that wait in a folder below `~/.local/state/mou`.
fn waiting(sandbox: &Sandbox, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(sandbox.path("home/.local/state/mou").join(folder)).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name != ".lock");
    names.sort();
    names
}

/// Returns how many reminders are remembered as given.
fn remembered(sandbox: &Sandbox) -> usize {
    let memory = fs::read_to_string(sandbox.path("registry.reminders.jsonl"));
    memory.map(|memory| memory.lines().count()).unwrap_or_default()
}

const TO_MEI: &str = "sendmail -i -t | Subject: MoU reminder: act by 2027-03-01, \
                      Research \"A\" $(touch evil) `touch";

/// What sendmail gets in the sandbox, if messages without an address go to the office.
fn all_sent() -> Vec<String> {
    vec![
        "sendmail -i -- office@example.org | Subject: =?utf-8?Q?For_Jun:_MoU_reminder:_act_by_2027-03-01,_=E7=A0=94?=".to_owned(),
        "sendmail -i -- office@example.org | Subject: No contact recorded: MoU reminder: act by 2027-03-01, School".to_owned(),
        TO_MEI.to_owned(),
    ]
}

#[test]
fn each_message_is_mailed_and_removed_once_it_is_accepted() {
    let sandbox = sandbox();
    let output = sandbox.shell("mail-reminders.sh office@example.org");
    assert_eq!((output.stdout.as_str(), output.code), ("", 0), "{}", output.to_text());
    assert_eq!(sent(&sandbox), all_sent());
    assert_eq!((waiting(&sandbox, "outbox"), remembered(&sandbox)), (Vec::new(), 3));
    assert!(!sandbox.path("evil").exists());
    // Nothing more is due.
    assert_eq!(sandbox.shell("mail-reminders.sh office@example.org").to_text(), "");
    assert_eq!(sent(&sandbox).len(), 3);
}

#[test]
fn message_that_sendmail_refuses_waits_for_the_next_run() {
    let sandbox = sandbox();
    sandbox.write("refuse", "");
    let output = sandbox.shell("mail-reminders.sh office@example.org");
    assert_eq!((sent(&sandbox).len(), output.code), (0, 1), "{}", output.to_text());
    assert!(output.stderr.contains("sendmail: the queue is full\n"), "{}", output.stderr);
    assert_eq!(output.stderr.matches("was not sent; the next run tries again\n").count(), 3);
    assert_eq!((waiting(&sandbox, "outbox").len(), remembered(&sandbox)), (3, 3));

    fs::remove_file(sandbox.path("refuse")).unwrap();
    assert_eq!(sandbox.shell("mail-reminders.sh office@example.org").to_text(), "");
    assert_eq!((sent(&sandbox), waiting(&sandbox, "outbox")), (all_sent(), Vec::new()));
}

#[test]
fn message_without_an_address_waits_if_there_is_no_other_recipient() {
    let sandbox = sandbox();
    let output = sandbox.shell("mail-reminders.sh");
    assert_eq!((sent(&sandbox), output.code), (vec![TO_MEI.to_owned()], 1));
    let reason = "is to a contact without an address; give an ADDRESS for it\n";
    assert_eq!(output.stderr.matches(reason).count(), 2, "{}", output.stderr);
    assert_eq!(waiting(&sandbox, "outbox").len(), 2);
    assert_eq!(sandbox.shell("mail-reminders.sh office@example.org").to_text(), "");
    assert_eq!(sent(&sandbox), all_sent());
}

#[test]
fn waiting_message_is_mailed_even_if_the_registry_is_damaged() {
    let sandbox = sandbox();
    let _ = sandbox.shell("mail-reminders.sh");
    sandbox.write("registry.json", "{");
    let output = sandbox.shell("mail-reminders.sh office@example.org");
    assert_eq!((sent(&sandbox), output.code), (all_sent(), 1));
    assert!(output.stderr.starts_with("error: "), "{}", output.stderr);
}

/// Answers one request after the other with these statuses, and returns their bodies.
struct Chat {
    url: String,
    thread: JoinHandle<Vec<String>>,
}

impl Chat {
    fn answering(statuses: &'static [u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hooks/secret", listener.local_addr().unwrap());
        let thread = std::thread::spawn(move || {
            statuses.iter().map(|status| answer(&listener, *status)).collect()
        });
        Self { url, thread }
    }

    /// Returns the texts that were posted.
    fn texts(self) -> Vec<String> {
        let bodies = self.thread.join().unwrap();
        bodies
            .iter()
            .map(|body| serde_json::from_str::<serde_json::Value>(body).unwrap())
            .map(|body| body["text"].as_str().unwrap().to_owned())
            .collect()
    }
}

fn answer(listener: &TcpListener, status: u16) -> String {
    let (mut stream, _) = listener.accept().unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut length = 0;
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
        lines.push(line);
    }
    assert!(lines[0].starts_with("POST /hooks/secret "), "{lines:?}");
    assert!(lines.iter().any(|line| line.trim() == "Content-Type: application/json"), "{lines:?}");
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let _ = write!(stream, "HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    String::from_utf8(body).unwrap()
}

fn post(sandbox: &Sandbox, url: &str) -> CommandOutput {
    sandbox.shell(&format!("WEBHOOK={url} post-reminders.sh"))
}

const POSTED: &str = "act-by 2027-03-01: 研究 & 'teaching' \\ 100% (Kyoto), Jun, mou show b\n\
     act-by 2027-03-01: Research \"A\" $(touch evil) `touch evil` (Kyoto), Mei <mei@example.org>, mou show a\n\
     act-by 2027-03-01: School (Kyoto), no contact recorded, mou show c";

#[test]
fn reminders_are_posted_and_removed_once_they_are_accepted() {
    let sandbox = sandbox();
    let chat = Chat::answering(&[200]);
    let output = post(&sandbox, &chat.url);
    assert_eq!((output.stdout.as_str(), output.code), ("", 0), "{}", output.to_text());
    // Nothing more is due, so that nothing is posted.
    assert_eq!(post(&sandbox, &chat.url).to_text(), "");
    assert_eq!(chat.texts(), [POSTED]);
    assert_eq!((waiting(&sandbox, "spool"), remembered(&sandbox)), (Vec::new(), 3));
    assert!(!sandbox.path("evil").exists());
}

#[test]
fn reminders_that_the_chat_refuses_wait_for_the_next_run() {
    let sandbox = sandbox();
    let nobody = "http://127.0.0.1:1/hooks/secret";
    let chat = Chat::answering(&[500, 200]);
    for url in [nobody, &chat.url] {
        let output = post(&sandbox, url);
        assert_eq!((output.stdout.as_str(), output.code), ("", 1), "{}", output.to_text());
        assert!(output.stderr.contains("was not posted; the next run tries again\n"));
        assert!(!output.stderr.contains("secret"), "{}", output.stderr);
        assert_eq!((waiting(&sandbox, "spool").len(), remembered(&sandbox)), (1, 3));
    }
    assert_eq!(post(&sandbox, &chat.url).to_text(), "");
    assert_eq!(chat.texts(), [POSTED, POSTED]);
    assert_eq!(waiting(&sandbox, "spool"), Vec::<String>::new());
}

#[test]
fn many_reminders_are_posted_in_several_messages() {
    let sandbox = sandbox();
    let many: Vec<(String, &str, Option<&str>)> =
        (0..85).map(|number| (format!("a{number}"), "Title", Some("Mei"))).collect();
    sandbox.write("registry.json", registry(&many));
    // A run that was killed may leave half a line.
    fs::create_dir_all(sandbox.path("home/.local/state/mou/spool")).unwrap();
    sandbox.write("home/.local/state/mou/spool/1.jsonl", "{\"id\":\"x\",\"kind\":\"ac");
    let chat = Chat::answering(&[200, 500, 200, 200]);
    assert_eq!(post(&sandbox, &chat.url).code, 1);
    assert_eq!(post(&sandbox, &chat.url).to_text(), "");
    let texts = chat.texts();
    let counts: Vec<usize> = texts.iter().map(|text| text.lines().count()).collect();
    // The second message was refused and posted again.
    assert_eq!((counts, &texts[1]), (vec![40, 40, 40, 5], &texts[2]));
    assert_eq!(waiting(&sandbox, "spool"), Vec::<String>::new());
}

#[test]
fn nothing_is_given_without_a_chat_or_with_a_damaged_registry() {
    let sandbox = sandbox();
    let output = sandbox.shell("post-reminders.sh");
    assert!(output.stderr.contains("WEBHOOK: is not set"), "{}", output.to_text());
    assert_ne!(output.code, 0);
    sandbox.write("registry.json", "{");
    let output = post(&sandbox, "http://127.0.0.1:1/hooks/secret");
    assert!(output.stderr.contains("\"damaged\"") && output.code == 1, "{}", output.to_text());
    assert_eq!((waiting(&sandbox, "spool"), remembered(&sandbox)), (Vec::new(), 0));
}

#[test]
fn lines_of_the_crontab_run() {
    let crontab = fs::read_to_string(example_path("remind.crontab")).unwrap();
    let is_entry = regex::Regex::new(r"^#?([0-9*,/-]+ ){5}(.*[^ ])$").unwrap();
    let is_setting = regex::Regex::new(r#"^[A-Z_]+=("[^"]+"|[^" ]+)$"#).unwrap();
    let mut commands = Vec::new();
    let mut settings = Vec::new();
    for line in crontab.lines() {
        if let Some(entry) = is_entry.captures(line) {
            // cron takes `%` for the end of the line.
            assert!(!line.contains('%'), "{line}");
            commands.push((entry[2].to_owned(), line.starts_with('#')));
        } else if is_setting.is_match(line) {
            settings.push(line.split_once('=').unwrap());
        } else {
            assert!(line.is_empty() || line == "#" || line.starts_with("# "), "{line}");
        }
    }
    let ways: Vec<bool> = commands.iter().map(|(_, is_comment)| *is_comment).collect();
    assert_eq!(ways, [false, true, true], "one way is chosen");
    let names: Vec<&str> = settings.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["PATH", "MAILTO", "CONTENT_TYPE", "MOU_FILE", "EMAIL"]);
    for (index, (line, _)) in commands.iter().enumerate() {
        let sandbox = sandbox();
        let chat = Chat::answering(if index == 2 { &[200] } else { &[] });
        let line = line.replace("https://chat.example.org/hooks/SECRET", &chat.url);
        let output = sandbox.shell(&line);
        assert_eq!(output.code, 0, "{line}: {}", output.to_text());
        match index {
            0 => assert!(output.stdout.starts_with("3 reminders on 2026-11-22\n")),
            1 => assert_eq!(sent(&sandbox), all_sent()),
            _ => assert_eq!(chat.texts(), [POSTED]),
        }
        assert_eq!(remembered(&sandbox), 3, "{line}");
        // cron mails every output.
        let output = sandbox.shell(&line);
        assert!(output.to_text().is_empty() || index == 2, "{line}: {}", output.to_text());
    }
}

#[test]
fn service_of_systemd_runs() {
    let sandbox = sandbox();
    let home = sandbox.path("home");
    let agreements = home.join("agreements");
    fs::create_dir(&agreements).unwrap();
    fs::copy(sandbox.path("registry.json"), agreements.join("registry.json")).unwrap();
    let unit = fs::read_to_string(example_path("mou-remind.service")).unwrap();
    let unit = unit.replace("%h", home.to_str().unwrap());
    let values = |key: &str| -> Vec<String> {
        unit.lines().filter_map(|line| Some(line.strip_prefix(key)?.to_owned())).collect()
    };
    let [line] = &values("ExecStart=")[..] else { panic!("one command") };
    let mut words = line.split(' ');
    let mut command = Command::new(words.next().unwrap());
    command.args(words).current_dir(sandbox.path("")).env_clear();
    command.env("HOME", &home).env("MOU_TODAY", TODAY);
    for setting in values("Environment=") {
        let (name, value) = setting.split_once('=').unwrap();
        command.env(name, value);
    }
    let output = CommandOutput::new(command.output().unwrap(), &sandbox);
    assert_eq!(output.code, 0, "{}", output.to_text());
    assert_eq!((sent(&sandbox), waiting(&sandbox, "outbox")), (all_sent(), Vec::new()));

    let mut verify = Command::new("systemd-analyze");
    verify.args(["--user", "verify"]);
    verify.args(["mou-remind.service", "mou-remind.timer"].map(example_path));
    verify.env("HOME", &home).env("XDG_RUNTIME_DIR", &home);
    match verify.output() {
        Ok(output) => assert!(
            output.status.success() && output.stderr.is_empty(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        ),
        Err(_) => eprintln!("SKIPPED: systemd-analyze is missing"),
    }
}
