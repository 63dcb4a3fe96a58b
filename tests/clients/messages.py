"""Checks messages that `mou remind --eml` wrote, with the parsers of Python.

    messages.py FOLDER REMINDERS    FOLDER has the messages, REMINDERS is what `mou remind -o json` printed
"""

import email
import html.parser
import json
import pathlib
import re
import sys
from email import policy

VOID = {"meta", "br", "hr", "img", "link", "input"}


class Page(html.parser.HTMLParser):
    """Collects the text of a page, and fails if an element is not closed in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.names, self.text, self.declared = [], [], "", ""
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_decl(self, decl):
        self.declared = decl

    def handle_starttag(self, tag, attributes):
        self.names.append(tag)
        for name, value in attributes:
            assert name not in ("src", "href") and not name.startswith("on"), (name, value)
            assert "url(" not in (value or ""), value
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def handle_data(self, data):
        self.text += data


def one_space(text):
    return " ".join(text.split())


def check(path):
    """Checks a message and returns its id, its text and the text of its page."""
    data = path.read_bytes()
    assert data.isascii() and b"\n" not in data.replace(b"\r\n", b""), path
    assert max(map(len, data.split(b"\r\n"))) <= 78, path
    message = email.message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        assert not part.defects, (path, part.defects)
    for name in message.keys():
        assert not message[name].defects, (path, name, message[name].defects)
    assert message["From"].addresses[0].addr_spec == "office@example.org"
    if message["To"] is None:
        assert "For " in message["Subject"] or "No contact" in message["Subject"]
    else:
        assert all("@" in address.addr_spec for address in message["To"].addresses)
    assert message["Date"].datetime.isoformat() == "2026-11-22T09:30:00+00:00"
    assert re.fullmatch(r"<[0-9a-f]{32}@mou\.invalid>", message["Message-ID"])
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in message.iter_parts()]
    assert kinds == ["text/plain", "text/html"], kinds
    texts = {}
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        assert part.get_content_charset() == "utf-8"
        texts[kind] = part.get_content()
    page = Page(texts["html"])
    assert page.declared == "DOCTYPE html" and page.names.count("h1") == 1
    assert "http" not in texts["html"]
    return message["Message-ID"], one_space(texts["plain"]), one_space(page.text), page.names


def main(folder, reminders):
    reminders = json.load(open(reminders, encoding="utf-8"))
    paths = sorted(pathlib.Path(folder).glob("*.eml"))
    assert len(paths) == len({reminder.get("contact") for reminder in reminders}), paths
    messages = [check(path) for path in paths]
    assert len({message[0] for message in messages}) == len(messages)
    items = sum(names.count("li") for *_, names in messages)
    assert items == len(reminders), (items, len(reminders))
    for reminder in reminders:
        for value in [reminder["title"], reminder["deadline"], *reminder["partners"]]:
            value = one_space(value)
            assert any(value in text and value in page for _, text, page, _ in messages), value
    print(f"{len(messages)} messages with {items} reminders")


if __name__ == "__main__":
    main(*sys.argv[1:])
