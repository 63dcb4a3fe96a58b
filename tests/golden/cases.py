"""The commands whose results are compared.

A case is one or more command lines, run one after the other in their own folder. The names in braces
are the keys of `registries.ROLES`.
"""

import shlex
from dataclasses import dataclass, field

from registries import ROLES

UID = "11111111-2222-4333-8444-555555555555"
LIST_FORMATS = ("table", "json", "jsonl", "csv", "tsv", "markdown", "ids")
WIDTHS = (40, 80, 120)


@dataclass
class Case:
    """Command lines to run on one registry."""

    name: str
    steps: list
    registry: str = "real"
    stdin: str = ""
    files: dict = field(default_factory=dict)
    env: dict = field(default_factory=dict)
    terminal: bool = False
    locked: bool = False

    def commands(self):
        """Returns the arguments of each step."""
        return [shlex.split(step.format(**ROLES[self.registry])) for step in self.steps]


FILTERS = {
    "active": "--active",
    "words": "{word}",
    "party-country": "--party {party} --country {country}",
    "status": "--status draft --status terminated --status succeeded",
    "dates": "--signed-since 2020 --signed-before 2024-06 --ends-before 2026-01-01",
    "missing": "--missing contact --missing end --columns id,title,contact,end,flags",
    "flag-dormant": "--flag end-unknown --dormant=18m",
    "tag-kind-text": "--tag eu --tag priority --kind mou --text a",
    "sorted": "--sort ends:desc --limit 7 --columns id,ends,act_by,status,flags,signed",
    "contact-area": "--contact mei --contact tanaka --area quantum --area photonics -z",
    "own-field": "--field rating=A --exit-code",
}

# Every command that changes the registry. Each case runs twice: as it is, and with `--dry-run` on its
# last step.
CHANGES = {
    "init": f"--file new.json init --uid {UID} --owner 'Kyoto University (KU) [JP]'",
    "add": "add 'Joint research – 共同' --party 'Kyoto [JP]' --party 'Graz (GZ) [AT]' "
    "--signed '4 July 2024' --term 3y --notice 90d --area labs --tag eu --contact Mei "
    "--signatory 'A B (Rector) [GZ]' --reference 'Copy | https://example.org | 2024-07' "
    "--document 'Signed | papers/copy.txt' --field k=v --lead 2m --notes @papers/copy.txt",
    "add-automatic": "add Exchange --party Kyoto --party Lima --signed 2024-01-31 --term 1m "
    "--renewal 1m --renewal-max 30 --basis including --succeeds {free} --under {fixed}",
    "renew": "renew {fixed} --term 3y --on 2025-03-01 --note 'as agreed'",
    "renew-new": "renew {fixed} --new --signed 2025-03-10 --term 3y --title Successor",
    "edit": "edit {fixed} --place 'São Paulo' --clear areas --add-tag new --party-role "
    "'{party}=depositary' --end 2030-01-01",
    "edit-several": "edit {fixed} {other} {second} --contact 'Mei <mei@example.org>'",
    "edit-id": "edit {linked} --id another-name",
    "edit-stdin": "edit - --tag checked",
    "amend": "amend {fixed} --on 2025-02-01 --title 'New title' --notice 6m --note letters",
    "amend-later": "amend {fixed} --on 2025-09-01 --end 2029-12-31",
    "notice": "notice {fixed} --by Kyoto --on 2025-03-01",
    "notice-term": "notice {other} --on 2025-03-01 --term 2m --note early",
    "suspend": "suspend {other} {fixed} --on 2025-01-31 --note 'for a review'",
    "resume": ["suspend {other} --on 2024-12-01", "resume {other} --on 2025-02"],
    "terminate": "terminate {fixed} --by Kyoto --on 2025-03-10 --note 'by mutual consent'",
    "decide": "decide {fixed} lapse --by 'Legal office' --on 2025-03-01",
    "remove": "remove {free} --yes",
    "activity-add": "activity add {fixed} 'Study visit 訪問' --kind visit --from 2025-03-01 "
    "--until 2025-03-04 --participant Mei --area labs --outcome 'a | b'",
    "activity-due": "activity add {other} 'Yearly report' --due +6m --contact mei --field k=v",
    "activity-edit": "activity edit {activity} --status ongoing --add-area data --clear outcome",
    "activity-move": "activity edit {activity} --to {other}",
    "activity-done": "activity done {activity}",
    "activity-remove": "activity remove {activity} --yes",
    "check-fix": "check --fix",
    "config": "config within 90d",
    "config-lead": "config lead 6m,1m",
    "config-unset": "config owner --unset",
    "import-csv": "import sheet.csv --party 'Kyoto [JP]' --date-order dmy",
    "import-rejects": "import faulty.csv --party 'Kyoto [JP]' --rejects rejects.csv",
    "import-tsv": "import sheet.tsv --map 'Seal=fields.seal' --map 'No=-' --key Title",
    "import-json": "import document.json --records releases.0.contracts --map label=title "
    "--map with=partner --map period=fields.period",
    "import-jsonl": "import -",
}

SHEET = '''S. No.,Partner institution,Country,Title of MoU,Date signed,Duration,Seal,Remarks
1,University of Tartu,Estonia,Exchange of students,04/07/2022,3 years,red,"two
lines"
2,Università di Bologna,Italy,Joint degree,31.12.2023,5 years (auto-renewable),,NA
3,Example Foundation,Kenya,"Research, ""open""",2024-05,indefinite,blue,=1+1
'''
FILES = {
    "papers/copy.txt": "A paper.\nIt has two lines, und Umlaute: äöü.\n",
    "sheet.csv": SHEET,
    "sheet.tsv": "No\tTitle\tPartners\tSigning date\tExpiry date\tSeal\n"
    "1\tSheet one\tUniversity of Graz; City of Graz\t2020-07-28\t28-Jul-2030\tgreen\n"
    "2\tSheet two\tPorto\t2021\t\t\n",
    "faulty.csv": "Title,Partner,Date signed,Term\nGood,Tartu,2024-01-01,3y\nBad,Porto,soon,3y\n"
    "Also bad,Lima,2024-02-30,many years\nNo partner,,2024-03-01,\n",
    "document.json": '{"releases": [{"contracts": [{"label": "From a document", "with": "Porto", '
    '"period": {"startDate": "2024-01-01T00:00:00Z"}}, {"label": "Second", "with": "Lima"}]}]}',
    "editor": "#!/bin/sh\nsed -i -e 's/\"kind\": \"MoU\"/\"kind\": \"treaty\"/' \"$1\"\n",
    "damaged.json": '{\n  "format": "mou-registry",\n  "version": 1,\n  "agreements": [\n'
    '    {"id": }',
    "newer.json": '{"format": "mou-registry", "version": 2, "agreements": []}\n',
    "other.json": '{"name": "something else"}\n',
    "undated.json": '{"format":"mou-registry","version":1,"agreements":[{"id":"a","title":"A",'
    '"parties":[{"name":"B"}],"signed":"2024-02-30"}]}\n',
}  # fmt: skip
STDIN = {
    "edit-stdin": "{fixed}\n{other}\n",
    "import-jsonl": '{"title": "Line one", "parties": [{"name": "Lima"}], "signed": "2024-01-02"}\n'
    '{"id": "{fixed}", "title": "Another title", "parties": [{"name": "Kyoto"}], "x": 1.0}\n',
}

READS = {
    "overview": [""],
    "overview-json": ["-o json"],
    "overview-as-of": ["--as-of 2026-12-31 --width 60"],
    "list-as-of": ["list --as-of 2023-06-30 -o csv"],
    "list-quiet": ["-q list --ascii"],
    "list-color": ["list --color always --width 100"],
    "expiring": ["expiring"],
    "expiring-lapsed": ["expiring --within 2y --lapsed=3y --exit-code"],
    "expiring-json": ["expiring --within 1y --lapsed -o json"],
    "expiring-csv": ["expiring --within 18m --active -o csv --columns id,act_by,ends,act_in_days"],
    "expiring-since": ["expiring --within 6m --since -7d"],
    "show": ["show {fixed}"],
    "show-json": ["show {fixed} {linked} {other} -o json"],
    "show-jsonl": ["show {linked} -o jsonl --no-lineage"],
    "show-narrow": ["show {linked} {other} --width 50"],
    "show-alone": ["show {linked} --no-lineage --color always"],
    "why": ["why {fixed}"],
    "why-json": ["why {other} -o json --as-of 2028-02-29"],
    "why-linked": ["why {linked}", "why {second} --width 60", "why {free} --ascii"],
    "chain": ["chain {fixed}"],
    "chain-json": ["chain {linked} -o json"],
    "check": ["check --width 100"],
    "check-json": ["check -o json"],
    "check-strict": ["check --strict -o tsv --sort message --limit 50"],
    "activity-list": ["activity list"],
    "activity-json": ["activity list -o json"],
    "activity-filters": [
        "activity --width 60",
        "activity list --overdue -o csv",
        "activity list {linked} -o markdown",
        "activity list --kind workshop --since 2023 --until 2024-12 -o jsonl",
        "activity list --status planned --sort title --party kyoto --columns id,title,due",
        "activity show {activity}",
        "activity show {activity} -o json",
    ],
    "log-empty": ["log", "log -o json"],
    "config-show": ["config", "config path", "config within", "config uid"],
}  # fmt: skip

# What does not depend on the registry.
ALONE = {
    "topics": [f"help {topic}" for topic in (
        "dates", "columns", "format", "scripting", "exit-codes", "environment", "add",
    )],
    "schemas": [f"schema {name}".strip() for name in (
        "", "registry", "record", "list", "show", "why", "chain", "activity", "check", "log",
        "overview",
    )],
}  # fmt: skip

EXPORTS = {
    "csv": ["export mous.csv"],
    "tsv": ["export tsv --no-bom --active"],
    "json": ["export mous.json --status active --status expired"],
    "jsonl": ["export jsonl"],
    "ics": ["export ends.ics", "edit {fixed} --title Renamed", "export ends.ics"],
    # The archive may differ from one program to the other; what it holds may not.
    "xlsx": [
        "export mous.xlsx",
        f"--file read.json init --uid {UID}",
        "--file read.json import mous.xlsx --rejects rejects.csv",
        "--file read.json list -o json",
        "import mous.xlsx",
    ],
}

HISTORY = {
    "undo": [
        "edit {fixed} --contact One", "terminate {other} --on 2025-03-01", "remove {free} -y",
        "undo --dry-run", "undo", "undo 2", "log", "redo --dry-run", "redo", "redo 2",
        "log -o json", "log {fixed}", "log {free} -o jsonl", "log --limit 2",
    ],
    "undo-activities": [
        "activity add {fixed} Visit --on 2025-01-01", "activity edit {activity} --to {other}",
        "undo 2 --dry-run", "undo", "undo", "redo", "config dormant 2y", "redo", "undo", "log",
    ],
    "log-rotated": [
        "config log 500", "edit {fixed} --contact One", "edit {fixed} --contact Two",
        "edit {other} --tag a --tag b", "log", "log {fixed} -o json", "undo 2", "redo",
    ],
    "undo-import": ["import sheet.csv --date-order dmy --party Kyoto", "undo", "redo", "check"],
    "amended": [
        "amend {fixed} --on 2025-02-01 --end 2031-01-01", "show {fixed} --as-of 2025-01-31",
        "show {fixed}", "why {fixed}", "edit {fixed} --remove-event 1", "show {fixed}",
    ],
    "suspended": [
        "suspend {fixed} --on 2024-06-01", "show {fixed}", "resume {fixed} --on 2025-01-01",
        "why {fixed}", "decide {fixed} renew --by Mei", "expiring --within 10y",
    ],
    "empty": [
        f"--file new.json init --uid {UID}", "--file new.json", "--file new.json list",
        "--file new.json check", "--file new.json list -o json", "--file new.json list -o csv",
    ],
    "no-registry": ["--file none/new.json list", "--file new.json add A --party B --dry-run",
                    "--file made.json add A --party B", "--file made.json undo"],
    "link": ["--file link.json edit {fixed} --contact Mei", "--file link.json log"],
    "edit-in-editor": ["edit {fixed}", "log"],
}  # fmt: skip

ERRORS = {
    "no-command": "lst",
    "no-flag": "list --activ",
    "no-id": "show",
    "unknown-id": "show no-such-agreement",
    "ambiguous-id": "why {prefix}",
    "bad-date": "edit {fixed} --signed 2022-02-30",
    "two-dates": "edit {fixed} --signed 04/07/2022",
    "bad-duration": "edit {fixed} --term 3h",
    "bad-status": "list --status foo",
    "bad-column": "list --columns id,nothing",
    "end-first": "edit {fixed} --end 1990-01-01",
    "id-taken": "add A --party B --id {fixed}",
    "bad-id": "add A --party B --id 'Not an id'",
    "bad-country": "add A --party 'B [JPN]'",
    "no-end": "renew {fixed}",
    "earlier-end": "renew {fixed} --end 2024-01-01",
    "still-linked": "remove {target} --yes",
    "no-yes": "remove {free}",
    "no-activity": "activity done {fixed}/99",
    "date-order": "import sheet.csv",
    "bad-rows": "import faulty.csv",
    "no-columns": "import papers/copy.txt",
    "no-file": "import missing.xlsx",
    "nothing-to-undo": "undo",
    "too-many-undone": ["edit {fixed} --contact Mei", "undo 99"],
    "bad-cell": "import document.json --records releases.0.contracts --map with=partner",
    "bad-setting": "config colour blue",
    "fixed-setting": f"config uid {UID}",
    "bad-export": "export mous.docx",
    "damaged": "--file damaged.json list",
    "damaged-write": "--file damaged.json add A --party B",
    "newer": "--file newer.json list",
    "not-a-registry": "--file other.json show a",
    "bad-record": "--file undated.json list",
    "locked": "edit {fixed} --contact Mei --lock-timeout 1s",
    "no-editor": "edit {fixed} --dry-run",
}

TERMINAL = {
    "overview": ([""], ""),
    "lists": (["list", "expiring --within 3y", "check", "activity list"], ""),
    "cards": (["show {fixed}", "why {fixed}", "chain {linked}", "-o json"], ""),
    "help": (["", "list -h", "add --help", "help dates"], ""),
    "remove": (["remove {free}"], "y\n"),
    "change": (["edit {fixed} --contact Mei", "undo"], ""),
}

COMMANDS = (
    "list", "show", "expiring", "why", "chain", "activity", "activity add", "activity list",
    "activity show", "activity edit", "activity done", "activity remove", "check", "log", "import",
    "export", "add", "renew", "edit", "amend", "notice", "suspend", "resume", "terminate", "decide",
    "init", "remove", "undo", "redo", "config", "schema", "help",
)  # fmt: skip


def cases_of(registry):
    """Yields the cases that run on one registry."""

    def case(name, steps, **options):
        return Case(f"{registry}/{name}", steps, registry, files=FILES, **options)

    for name, steps in READS.items():
        yield case(name, steps)
    for kind in LIST_FORMATS:
        yield case(f"list-{kind}", [f"list -o {kind}"])
    for width in WIDTHS:
        yield case(f"list-width-{width}", [f"list --width {width}"])
    for name, flags in FILTERS.items():
        yield case(f"list-{name}", [f"list {flags}"])
    for name, steps in CHANGES.items():
        *before, step = [steps] if isinstance(steps, str) else steps
        stdin = STDIN.get(name, "")
        for role, record in ROLES[registry].items():
            stdin = stdin.replace("{" + role + "}", record)
        yield case(name, [*before, step], stdin=stdin)
        yield case(f"{name}-dry", [*before, f"{step} --dry-run"], stdin=stdin)
    for name, steps in EXPORTS.items():
        yield case(f"export-{name}", steps)
    for name, steps in HISTORY.items():
        env = {"EDITOR": "./editor"} if name == "edit-in-editor" else {}
        yield case(name, steps, env=env)
    yield case("import-own-json", ["export own.json", "import own.json", "edit {fixed} --title Two",
                                   "import own.json --dry-run", "import own.json"])  # fmt: skip
    # Errors do not depend on the size of the registry.
    for name, steps in ERRORS.items() if registry != "generated" else ():
        steps = [steps] if isinstance(steps, str) else steps
        yield case(f"error-{name}", steps, locked=name == "locked")
    yield case("locale", ["list", "expiring", "why {fixed}"], env={"LC_ALL": "C"})
    for name, (steps, stdin) in TERMINAL.items():
        env = {"COLUMNS": "60" if name == "lists" else "90"}
        yield case(f"terminal-{name}", steps, stdin=stdin, env=env, terminal=True)


def all_cases():
    """Returns every case, by registry, and then the help of every command."""
    made = [case for registry in ROLES for case in cases_of(registry)]
    made.append(Case("help/mou", ["-h", "--help", "--version", "help"]))
    made.extend(Case(f"help/{name}", steps) for name, steps in ALONE.items())
    for command in COMMANDS:
        name = command.replace(" ", "-")
        made.append(Case(f"help/{name}", [f"{command} -h", f"{command} --help"]))
    return made
