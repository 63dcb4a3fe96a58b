"""Checks sheets that `mou export` wrote, with other programs.

    sheets.py alike CSV TSV        both have the same cells, with the values of registry.json
    sheets.py workbook CSV XLSX    the workbook has the same cells, with dates as dates
    sheets.py opened CSV OPENED    OPENED was saved by another program and has the same cells
    sheets.py duckdb CSV           DuckDB reads the same cells
    sheets.py csvkit CSV JSON      JSON was written by csvkit and has the same cells
"""

import csv
import datetime
import json
import re
import sys

csv.field_size_limit(10_000_000)


def rows(path, **options):
    with open(path, encoding="utf-8-sig", newline="") as file:
        head, *body = csv.reader(file, **options)
    return [dict(zip(head, row, strict=True)) for row in body]


def unescaped(cell):
    """Removes the `'` that escapes a formula."""
    return cell[1:] if re.match(r"'+[=+\-@＝＋－＠\t\r\n]", cell) else cell


def without_escapes(rows):
    return [{name: unescaped(cell) for name, cell in row.items()} for row in rows]


def compare(found, expected):
    assert len(found) == len(expected) > 5, (len(found), len(expected))
    for one, other in zip(found, expected):
        assert set(one) == set(other), set(one) ^ set(other)
        for name in other:
            assert one[name] == other[name], (name, one[name], other[name])
    print(f"{len(found)} rows of {len(expected[0])} cells")


def check_alike(comma, tab):
    data = open(comma, "rb").read()
    assert data.startswith(b"\xef\xbb\xbfid,title,") and data.endswith(b"\r\n")
    unescape = {"t": "\t", "r": "\r", "n": "\n", "\\": "\\"}
    tabbed = [
        {name: re.sub(r"\\(.)", lambda found: unescape[found[1]], cell) for name, cell in row.items()}
        for row in rows(tab, delimiter="\t", quoting=csv.QUOTE_NONE)
    ]
    compare(tabbed, rows(comma))
    records = json.load(open("registry.json", encoding="utf-8"))["agreements"]
    for row, record in zip(without_escapes(rows(comma)), records, strict=True):
        for name in ("id", "title", "signed", "end", "term", "notes", "contact"):
            assert row[name] == record.get(name, ""), (name, row[name])
        for name in ("events", "activities", "references", "fields"):
            assert json.loads(row[name] or "null") == record.get(name), name
    assert any(row["title"].startswith("'=") for row in rows(comma))


def check_workbook(comma, path):
    import openpyxl

    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Agreements", "Parties", "Events", "Activities"]
    for sheet in book:
        assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref, sheet.title
    head, *body = book["Agreements"].iter_rows()
    names = [cell.value for cell in head]

    def text(cell):
        value = cell.value
        assert cell.data_type != "f", cell
        if isinstance(value, datetime.datetime):
            assert cell.number_format == "yyyy-mm-dd"
            return value.date().isoformat()
        return "" if value is None else str(value)

    found = [dict(zip(names, map(text, row))) for row in body]
    compare(found, without_escapes(rows(comma)))
    dates = [cell for row in body for cell in row if cell.is_date]
    assert len(dates) > 5 and all(isinstance(cell.value, datetime.datetime) for cell in dates)
    print(f"{len(dates)} dates")


def check_opened(comma, path):
    compare(without_escapes(rows(path)), without_escapes(rows(comma)))


def check_duckdb(comma):
    import duckdb

    found = duckdb.sql(f"select * from read_csv('{comma}', all_varchar = true)")
    names = found.columns
    cells = [dict(zip(names, (cell or "" for cell in row))) for row in found.fetchall()]
    compare(cells, rows(comma))
    soon = duckdb.sql(f"select count(*) from read_csv('{comma}') where status = 'active'")
    assert soon.fetchall()[0][0] == sum(row["status"] == "active" for row in rows(comma))


def check_csvkit(comma, path):
    found = json.load(open(path, encoding="utf-8"))
    compare([{name: cell or "" for name, cell in row.items()} for row in found], rows(comma))


CHECKS = {
    "alike": check_alike,
    "workbook": check_workbook,
    "opened": check_opened,
    "duckdb": check_duckdb,
    "csvkit": check_csvkit,
}

if __name__ == "__main__":
    CHECKS[sys.argv[1]](*sys.argv[2:])
