//! A registry, the same data for other programs, and the commands to compare.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use mou::domain::Date;

use crate::registry;
use crate::turns::Row;

const MOU: &str = env!("CARGO_BIN_EXE_mou");

/// The greatest number of agreements for taskwarrior, which needs an hour for more.
const MAX_TASKS: usize = 100_000;

/// A folder with a registry and the same data for the other programs.
pub(crate) struct Workspace {
    folder: PathBuf,
    pub(crate) count: usize,
    has_tasks: bool,
}

/// Commands of several programs with the same result.
pub(crate) struct Comparison {
    pub(crate) title: &'static str,
    /// The commands of `mou`, each compared with all of the others.
    pub(crate) own: Vec<Row>,
    pub(crate) others: Vec<Row>,
}

impl Workspace {
    /// Creates a registry and the same data for the other programs.
    pub(crate) fn new(folder: &Path, count: usize) -> Self {
        let folder = folder.join(count.to_string());
        std::fs::create_dir(&folder).expect("a folder can be created");
        registry::write(&folder.join("r.json"), count).expect("a registry can be written");
        let mut workspace = Self { folder, count, has_tasks: false };
        let facts = workspace.mou("list -o csv --columns id,title,signed,ends").join(" ");
        let columns = "title,kind,parties,signed,effective,term,end,areas,contact,notes";
        let rows = workspace.mou(&format!("list -o csv --columns {columns}")).join(" ");
        workspace.shell(&format!("{facts} > facts.csv; {rows} > rows.csv; cp r.json w.json"));
        for database in ["r.db", "w.db"] {
            workspace.shell(&format!(
                "sqlite3 {database} 'CREATE TABLE a(id TEXT PRIMARY KEY, title, signed, ends)' \
                 '.import --csv --skip 1 facts.csv a' 'CREATE INDEX by_end ON a(ends)'"
            ));
        }
        workspace.has_tasks = count <= MAX_TASKS && workspace.import_tasks();
        workspace
    }

    /// Imports a task for each agreement into taskwarrior, due on its last day. Returns true if that succeeded;
    /// otherwise the times of taskwarrior would be meaningless.
    fn import_tasks(&self) -> bool {
        let settings = "data.location=tasks\nconfirmation=off\nverbose=nothing\ngc=off\nhooks=off\n\
                        color=off\ndateformat=Y-M-D\nlimit=0\n";
        let mut facts =
            csv::Reader::from_path(self.folder.join("facts.csv")).expect("the shell wrote it");
        let tasks = facts.records().filter_map(Result::ok).enumerate().map(|(n, row)| {
            let mut task = serde_json::json!({
                "description": &row[1],
                "uuid": format!("{n:08x}-0000-4000-8000-000000000000"),
                "status": "pending",
                "entry": "20080101T000000Z",
            });
            if row[3].parse().is_ok_and(Date::is_certain_day) {
                task["due"] = format!("{}T120000Z", row[3].replace('-', "")).into();
            }
            task
        });
        let tasks = tasks.collect::<serde_json::Value>().to_string();
        for (name, text) in [("taskrc", settings), ("tasks.json", &tasks)] {
            let file = File::create_new(self.folder.join(name));
            let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
            written.expect("the folder is writable");
        }
        self.shell("mkdir tasks; TASKRC=taskrc task import tasks.json")
    }

    /// Runs a shell command in the folder, and returns true if it succeeded. If not, its rows are skipped.
    fn shell(&self, line: &str) -> bool {
        let mut command = Command::new("sh");
        command.args(["-c", line]).current_dir(&self.folder);
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    }

    fn file(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    /// Returns a command of `mou` on the registry.
    pub(crate) fn mou(&self, line: &str) -> Vec<String> {
        let head = format!("{MOU} --file {} --as-of {}", self.file("r.json"), registry::TODAY);
        words(&format!("{head} {line}"))
    }

    /// Returns a shell command in the folder.
    fn line(&self, line: &str) -> Vec<String> {
        let line = format!("cd {} && {line}", self.folder.display());
        vec!["sh".to_owned(), "-c".to_owned(), line]
    }

    fn sqlite(&self, query: &str) -> Row {
        let mut all = words(&format!("sqlite3 -readonly {}", self.file("r.db")));
        all.push(query.to_owned());
        ("sqlite3", all)
    }

    fn jq(&self, program: &'static str, filter: &str) -> Row {
        let query = format!(".agreements[]|select({filter})|\"\\(.id)\t\\(.end)\t\\(.title)\"");
        (program, vec![program.to_owned(), "-r".to_owned(), query, self.file("r.json")])
    }

    /// Returns the commands of the programs that read all records.
    fn readers(&self, sql: &str, filter: &str, due: &str) -> Vec<Row> {
        let (jaq, jq) = (self.jq("jaq", filter), self.jq("jq", filter));
        let mut rows = vec![self.limit(), self.sqlite(sql), self.typed(), jaq, jq];
        if self.has_tasks {
            let line = format!("TASKRC=taskrc task status:pending {due} export");
            rows.push(("task", self.line(&line)));
        }
        rows
    }

    /// Reads every byte once.
    fn limit(&self) -> Row {
        ("wc", words(&format!("wc -l {}", self.file("r.json"))))
    }

    fn typed(&self) -> Row {
        let own = std::env::current_exe().expect("the path of this program is known");
        ("typed", vec![own.display().to_string(), "typed".to_owned(), self.file("r.json")])
    }

    /// Returns all comparisons.
    pub(crate) fn comparisons(&self) -> Vec<Comparison> {
        vec![self.active(), self.expiring(), self.one(), self.addition(), self.rows(), self.all()]
    }

    fn active(&self) -> Comparison {
        let filter = ".signed<=\"2026-06-01\" and (.end//\"9999\")>=\"2026-06-01\"";
        let sql =
            "SELECT id, ends, title FROM a WHERE signed <= '2026-06-01' AND ends >= '2026-06-01'";
        Comparison {
            title: "active on a day",
            own: vec![("list --active", self.mou("list --active -o tsv --columns id,ends,title"))],
            others: self.readers(sql, filter, "due.after:2026-05-31"),
        }
    }

    fn expiring(&self) -> Comparison {
        let filter = ".end!=null and .end>=\"2026-06-01\" and .end<=\"2026-12-01\"";
        let sql = "SELECT id, ends, title FROM a WHERE ends BETWEEN '2026-06-01' AND '2026-12-01'";
        let own = self.mou("expiring --within 6m -o tsv --columns id,ends,title");
        Comparison {
            title: "needing action within six months",
            own: vec![("expiring --within 6m", own)],
            others: self.readers(sql, filter, "due.after:2026-05-31 due.before:2026-12-02"),
        }
    }

    fn one(&self) -> Comparison {
        let id = registry::id(self.count / 2);
        let filter = format!(".id==\"{id}\"");
        Comparison {
            title: "one by its id",
            own: vec![
                ("show ID", self.mou(&format!("show {id}"))),
                ("show ID --no-lineage", self.mou(&format!("show {id} --no-lineage -o json"))),
            ],
            others: vec![
                self.limit(),
                self.sqlite(&format!("SELECT * FROM a WHERE id='{id}'")),
                self.jq("jaq", &filter),
                self.jq("jq", &filter),
            ],
        }
    }

    fn addition(&self) -> Comparison {
        let add = format!(
            "{MOU} --file w.json add Kyoto-Tartu --party Kyoto --party Tartu --signed 2026-06-01"
        );
        let insert = "sqlite3 w.db \"PRAGMA synchronous=FULL; \
                      INSERT INTO a VALUES(hex(randomblob(8)), 'Kyoto-Tartu', '2026-06-01', '')\"";
        let durably = "sync c.tmp && mv c.tmp c.json";
        Comparison {
            title: "add one, durably",
            own: vec![("add", self.line(&add))],
            others: vec![
                ("cp", self.line(&format!("cp r.json c.tmp && {durably}"))),
                ("sqlite3", self.line(insert)),
                (
                    "jq",
                    self.line(&format!(
                        "jq '.agreements+=[{{\"id\":\"zz\"}}]' r.json > c.tmp && {durably}"
                    )),
                ),
            ],
        }
    }

    fn rows(&self) -> Comparison {
        let import = format!(
            "rm -f i.json i.log.jsonl && {MOU} --file i.json import rows.csv --allow-duplicates"
        );
        Comparison {
            title: "import of CSV",
            own: vec![("import of as many rows", self.line(&import))],
            others: vec![(
                "sqlite3",
                self.line("rm -f i.db && sqlite3 i.db '.import --csv rows.csv t'"),
            )],
        }
    }

    fn all(&self) -> Comparison {
        // Findings change the exit code, but are no failure here.
        let check = self.mou("check -o ids").join(" ") + " || true";
        Comparison {
            title: "every record in full",
            own: vec![
                ("export csv", self.mou("export csv")),
                ("check", self.line(&check)),
                ("activity list", self.mou("activity list -o tsv")),
            ],
            others: vec![self.limit(), self.typed()],
        }
    }
}

/// Splits a command without quotes into words.
pub(crate) fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}
