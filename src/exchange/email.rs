//! Messages (RFC 5322) with a plain and an HTML part (MIME), ready for `sendmail -t`.
//!
//! The same message has the same bytes: its id and the boundary between its parts are hashes, and the time
//! is a parameter. All header lines are ASCII. Lines end with CRLF and have at most 78 characters.

use std::fmt::Write as _;

use chrono::DateTime;
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::date::Date as SentDate;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::MimePart;
use sha2::{Digest as _, Sha256};

use crate::domain::search::fold;
use crate::domain::{DeadlineKind, Mailbox, ReminderKey, ReminderLead};
use crate::error::{Error, Result};

/// The right side of message ids: `.invalid` is never the domain of anybody (RFC 2606).
const MESSAGE_ID_DOMAIN: &str = "mou.invalid";

/// The bytes of a hash that are used: as many as a UUID has.
const HASH_BYTES: usize = 16;

/// The hexadecimal digits of the message id that are in the name of a file.
const NAME_HASH_DIGITS: usize = 8;

/// The most characters of a contact that are in the name of a file.
const MAX_CONTACT_LETTERS: usize = 40;

/// A message to be written to a file.
#[derive(Debug)]
pub struct Email<'a> {
    /// The sender.
    pub from: &'a Mailbox,
    /// The recipients. If there are none, the message has no `To:`.
    pub to: &'a [Mailbox],
    /// When it is written.
    pub sent: SentTime,
    /// Its id.
    pub id: &'a MessageId,
    /// The subject.
    pub subject: &'a str,
    /// The plain text.
    pub text: &'a str,
    /// The same as an HTML page.
    pub html: &'a str,
}

impl Email<'_> {
    /// Returns the bytes of the message.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // What is encoded never contains a `=` before a `_`, and no text can contain its own hash.
        let boundary = format!("=_{}", hash([&*self.id.hash, self.text, self.html]));
        let part = |kind, text| MimePart::new(kind, with_line_ends(text));
        let parts = vec![part("text/plain", self.text), part("text/html", self.html)];
        let body = MimePart::new(
            ContentType::new("multipart/alternative").attribute("boundary", boundary),
            parts,
        );
        let mut message = MessageBuilder::new().from(address_of(self.from));
        if !self.to.is_empty() {
            message = message.to(Address::new_list(self.to.iter().map(address_of).collect()));
        }
        let message = message
            .subject(header_text(self.subject))
            .date(SentDate::new(self.sent.0))
            .message_id(format!("{}@{MESSAGE_ID_DOMAIN}", self.id.hash))
            // So that no answering machine answers (RFC 3834).
            .header("Auto-Submitted", Raw::new("auto-generated"))
            .body(body);
        let mut bytes = Vec::new();
        message.serialize(&mut bytes);
        bytes
    }
}

fn address_of(mailbox: &Mailbox) -> Address<'_> {
    let name = Some(mailbox.name.as_str()).filter(|name| !name.is_empty());
    Address::new_address(name, &*mailbox.address)
}

/// Returns the text with CRLF at the end of each line, as the lines of a message end, encoded or not.
fn with_line_ends(text: &str) -> String {
    text.lines().flat_map(|line| [line, "\r\n"]).collect()
}

/// Returns the text on one line, without what a reader would take for an encoded word.
fn header_text(text: &str) -> String {
    let line = text.replace(|letter: char| letter.is_control(), " ").replace("=?", "= ?");
    line.trim().to_owned()
}

/// The time in the `Date:` of a message, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentTime(i64);

impl SentTime {
    /// Parses a time such as `2022-07-04T12:00:00Z`. Fails for any other text.
    pub fn parse(text: &str) -> Result<Self> {
        let parsed = DateTime::parse_from_rfc3339(text.trim());
        parsed.map(|time| Self(time.timestamp())).map_err(|_| {
            Error::bad_value(format!(
                "`MOU_NOW`: `{text}` is not a time; write one such as 2022-07-04T12:00:00Z"
            ))
        })
    }
}

/// The id of a message, which depends on what it is about only: a message that is written again, after a
/// crash or because it was asked for, has the same id, by which programs recognise it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageId {
    hash: String,
}

impl MessageId {
    /// Returns the id of a message about these reminders, in any order, of the registry with this `uid`.
    #[must_use]
    pub fn new(uid: &str, reminders: impl IntoIterator<Item = ReminderKey>) -> Self {
        let mut texts: Vec<String> = reminders.into_iter().map(|key| key_text(&key)).collect();
        texts.sort_unstable();
        let parts = std::iter::once(uid).chain(texts.iter().map(String::as_str));
        Self { hash: hash(parts) }
    }

    /// Returns the name of a file for the message: `2026-11-22-mei-tan-1f3a9c0d.eml`. It has the name of the contact,
    /// otherwise the address, and only lower-case letters, digits and hyphens.
    #[must_use]
    pub fn file_name(&self, day: &str, contact: Option<&str>, to: &[Mailbox]) -> String {
        let first = to.first().map(|first| [&*first.name, &*first.address]);
        let names = first.into_iter().flatten().chain([contact.unwrap_or("no contact")]);
        let short = names.map(short_name).find(|name| !name.is_empty()).unwrap_or_default();
        let digits = self.hash.get(..NAME_HASH_DIGITS).unwrap_or_default();
        format!("{day}{short}-{digits}.eml")
    }
}

/// Returns the words of a name in ASCII, each after a hyphen: `-mei-tan`; empty if there are none.
fn short_name(name: &str) -> String {
    let mut short = String::new();
    for word in fold(name).split(|letter: char| !letter.is_ascii_alphanumeric()) {
        if !word.is_empty() && short.len() < MAX_CONTACT_LETTERS {
            let _ = write!(short, "-{word}");
        }
    }
    short.truncate(MAX_CONTACT_LETTERS);
    short.truncate(short.trim_end_matches('-').len());
    short
}

/// Returns a text that only reminders with the same key have. A year and twelve months are the same lead.
fn key_text(key: &ReminderKey) -> String {
    let kind = match key.kind {
        DeadlineKind::ActBy => "act-by",
        DeadlineKind::Review => "review",
        DeadlineKind::Obligation => "obligation",
        DeadlineKind::End => "end",
    };
    let lead = match key.lead {
        ReminderLead::Before(lead) => format!("{} {}", lead.months(), lead.days()),
        ReminderLead::Passed => "passed".to_owned(),
    };
    format!("{} {kind} {} {lead}", key.id, key.deadline)
}

/// Returns the beginning of the SHA-256 of these texts, in hexadecimal.
fn hash<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        // The length keeps `a` and `bc` apart from `ab` and `c`.
        hash.update(text.len().to_be_bytes());
        hash.update(text);
    }
    hex::encode(hash.finalize().get(..HASH_BYTES).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(id: &str, lead: &str) -> ReminderKey {
        ReminderKey {
            id: id.to_owned(),
            kind: DeadlineKind::ActBy,
            deadline: "2027-05-01".parse().unwrap(),
            lead: lead.parse().unwrap(),
        }
    }

    fn message(from: &str, to: &str, subject: &str, text: &str) -> String {
        let (from, to) = (Mailbox::all_in(from), Mailbox::all_in(to));
        let id = MessageId::new("uid", [key("x", "P6M")]);
        let sent = SentTime::parse("2026-11-22T10:30:00+01:00").unwrap();
        let html = &format!("<p>{}</p>\n", text.trim());
        let email = Email { from: &from[0], to: &to, sent, id: &id, subject, text, html };
        String::from_utf8(email.to_bytes()).unwrap()
    }

    #[test]
    fn message_has_its_headers_and_two_parts() {
        let written = message(
            "office@example.org",
            "Mei <mei@example.org>, jun@example.org",
            "2 reminders",
            "One\n\nÜber is a long enough word\n",
        );
        let expected = "From: <office@example.org>
To: \"Mei\" <mei@example.org>, <jun@example.org>
Subject: 2 reminders
Date: Sun, 22 Nov 2026 09:30:00 +0000
Message-ID: <c224db1dfd205403d97af053de8f9302@mou.invalid>
Auto-Submitted: auto-generated
MIME-Version: 1.0
Content-Type: multipart/alternative;
\x20boundary=\"BOUNDARY\"

--BOUNDARY
Content-Type: text/plain; charset=\"utf-8\"
Content-Transfer-Encoding: quoted-printable

One

=C3=9Cber is a long enough word

--BOUNDARY
Content-Type: text/html; charset=\"utf-8\"
Content-Transfer-Encoding: quoted-printable

<p>One

=C3=9Cber is a long enough word</p>

--BOUNDARY--
";
        let boundary = written.split("boundary=\"").nth(1).unwrap();
        let (boundary, _) = boundary.split_once('"').unwrap();
        let expected = expected.replace("BOUNDARY", boundary).replace('\n', "\r\n");
        assert_eq!(written, expected);
    }

    #[test]
    fn message_without_an_address_has_no_recipient() {
        let written = message("office@example.org", "Mei", "For Mei", "One\n");
        assert!(!written.contains("To:"), "{written}");
    }

    #[test]
    fn id_depends_on_the_registry_and_the_reminders_in_any_order() {
        let [six, one, other] = [key("x", "P6M"), key("x", "P1M"), key("y", "P6M")];
        let id =
            |uid: &str, keys: &[&ReminderKey]| MessageId::new(uid, keys.iter().copied().cloned());
        assert_eq!(id("a", &[&six, &one]), id("a", &[&one, &six]));
        assert_eq!(id("a", &[&key("x", "P1Y")]), id("a", &[&key("x", "P12M")]));
        let review = ReminderKey { kind: DeadlineKind::Review, ..six.clone() };
        let later = ReminderKey { deadline: "2027-05-02".parse().unwrap(), ..six.clone() };
        let all = [
            id("a", &[&six, &one]),
            id("b", &[&six, &one]),
            id("a", &[&six]),
            id("a", &[&one]),
            id("a", &[&other]),
            id("a", &[&review]),
            id("a", &[&later]),
            id("a", &[&key("x", "passed")]),
            id("a", &[]),
        ];
        for (index, one) in all.iter().enumerate() {
            assert!(!all[index + 1..].contains(one), "{index}");
        }
    }

    #[test]
    fn file_name_is_short_and_of_plain_letters() {
        let id = MessageId::new("uid", []);
        let digits = &id.hash[..8];
        let name = |contact: Option<&str>| {
            id.file_name("2026-11-22", contact, &Mailbox::all_in(contact.unwrap_or_default()))
        };
        for (contact, expected) in [
            (Some("Mei Tan <mei@Example.org>"), "2026-11-22-mei-tan"),
            (Some("Tel. 65, mei@Example.org"), "2026-11-22-mei-example-org"),
            (Some("Carlos Ibáñez"), "2026-11-22-carlos-ibanez"),
            (Some("../../etc/passwd\0\n$(x)"), "2026-11-22-etc-passwd-x"),
            (Some("佐藤 <sato@example.org>"), "2026-11-22-sato-example-org"),
            (Some("佐藤"), "2026-11-22"),
            (None, "2026-11-22-no-contact"),
        ] {
            assert_eq!(name(contact), format!("{expected}-{digits}.eml"));
        }
        let long = name(Some(&"x y".repeat(1000)));
        assert!(long.len() <= 64 && !long.contains("--"), "{long}");
    }

    #[test]
    fn time_is_a_date_with_a_time_and_a_zone() {
        assert_eq!(SentTime::parse("1970-01-02T00:00:01Z").unwrap(), SentTime(86_401));
        for text in ["", "2026-11-22", "now", "2026-11-22T10:00:00", "2026-13-22T10:00:00Z"] {
            let error = SentTime::parse(text).unwrap_err().to_string();
            let why = "is not a time; write one such as 2022-07-04T12:00:00Z";
            assert_eq!(error, format!("`MOU_NOW`: `{text}` {why}"));
        }
    }

    proptest! {
        #[test]
        fn no_text_adds_a_header_or_a_part_and_no_line_is_too_long(
            name in any::<String>(),
            subject in "(\\PC|[\r\n\t\u{0}=?_:<>@ ]|Bcc: x@y.org){0,200}",
            text in "(\\PC|[\r\n\t=._-]|--|東|\n\\.\n){0,300}",
        ) {
            let to = format!("{name} <mei@example.org>");
            let written = message("office@example.org", &to, &subject, &text);
            let (head, body) = written.split_once("\r\n\r\n").unwrap();
            prop_assert!(head.is_ascii());
            let names: Vec<&str> = head
                .split("\r\n")
                .filter(|line| !line.starts_with([' ', '\t']))
                .map(|line| line.split(':').next().unwrap())
                .collect();
            prop_assert_eq!(names, [
                "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version",
                "Content-Type",
            ]);
            for line in written.split("\r\n") {
                prop_assert!(line.len() <= 78 && !line.contains('\n'), "{line}");
            }
            prop_assert!(body.is_ascii());
            let boundary = head.split("boundary=\"").nth(1).unwrap().trim_end_matches('"');
            prop_assert_eq!(body.matches(boundary).count(), 3);
        }
    }
}
