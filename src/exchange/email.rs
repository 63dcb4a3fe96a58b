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
use crate::domain::{DeadlineKind, ReminderKey, ReminderLead};
use crate::error::{Error, Result};

/// The right side of message ids: `.invalid` is never the domain of anybody (RFC 2606).
const MESSAGE_ID_DOMAIN: &str = "mou.invalid";

/// The bytes of a hash that are used: as many as a UUID has.
const HASH_BYTES: usize = 16;

/// The hexadecimal digits of the message id that are in the name of a file.
const NAME_HASH_DIGITS: usize = 8;

/// The most characters of a contact that are in the name of a file.
const MAX_CONTACT_LETTERS: usize = 40;

/// The longest part of an address before the `@` (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL_BYTES: usize = 64;

/// The longest domain (RFC 5321, 4.5.3.1.2).
const MAX_DOMAIN_BYTES: usize = 255;

/// The longest part of a domain between two dots (RFC 1035, 2.3.4).
const MAX_LABEL_BYTES: usize = 63;

/// An address, and the name of its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The name; empty if there is none.
    pub name: String,
    /// The address: `mei@example.org`.
    pub address: String,
}

impl Mailbox {
    /// Returns the addresses in a text such as a contact, each once: `Mei <mei@example.org>`,
    /// `Mei Tan, mei@example.org, +65 6000 0000`, `mei@example.org; jun@example.org`.
    ///
    /// An address in angle brackets has the text before it as its name. An address with other letters than
    /// ASCII is left out: a message of RFC 5322 has no place for it.
    ///
    /// ```
    /// use mou::exchange::email::Mailbox;
    ///
    /// let found = Mailbox::all_in("Mei Tan <mei@example.org>, jun@example.org");
    /// let addresses: Vec<_> = found.iter().map(|mailbox| mailbox.address.as_str()).collect();
    /// assert_eq!(addresses, ["mei@example.org", "jun@example.org"]);
    /// assert_eq!(found[0].name, "Mei Tan");
    /// assert!(Mailbox::all_in("+65 6000 0000").is_empty());
    /// ```
    #[must_use]
    pub fn all_in(text: &str) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        // Where the name of the next address may begin.
        let mut unused = text;
        for word in text.split(is_separator) {
            for address in addresses_in(word) {
                let Some((before, after)) = unused.split_once(address) else { continue };
                unused = after;
                let name = before.trim_end().strip_suffix('<').map(name_in).unwrap_or_default();
                let is_known = |mailbox: &Self| mailbox.address.eq_ignore_ascii_case(address);
                if !found.iter().any(is_known) {
                    found.push(Self { name, address: address.to_owned() });
                }
            }
        }
        found
    }

    fn to_address(&self) -> Address<'_> {
        Address::new_address(
            Some(self.name.as_str()).filter(|name| !name.is_empty()),
            &*self.address,
        )
    }
}

/// Returns true for a character that ends an address: a space, and punctuation that addresses do not have, in
/// the writings of contacts. Any other character may belong to an address that is not ASCII.
fn is_separator(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || r#"<>()[],;:"\"#.contains(letter)
        || matches!(letter,
            '\u{ab}' | '\u{b7}' | '\u{bb}' | '\u{60c}' | '\u{61b}' | '\u{61f}'
            | '\u{2013}'..='\u{2022}' | '\u{2039}' | '\u{203a}' | '\u{3001}'..='\u{3003}'
            | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{30fb}' | '\u{ff08}' | '\u{ff09}'
            | '\u{ff0c}' | '\u{ff0f}' | '\u{ff1a}'..='\u{ff1e}' | '\u{ff3b}' | '\u{ff3d}')
}

/// Returns true for a mark that cannot be seen, such as those around an address in right-to-left text.
fn is_hidden_mark(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Returns the addresses in a word: one, or several with `/`, `|` or `&` between them.
fn addresses_in(word: &str) -> impl Iterator<Item = &str> {
    let is_one = word.matches('@').count() == 1;
    word.split(move |letter| !is_one && matches!(letter, '/' | '|' | '&'))
        .map(|part| {
            let part = part.trim_matches(is_hidden_mark);
            let quoted = |quote| part.strip_prefix(quote)?.strip_suffix(quote);
            let part = quoted('\'').or_else(|| quoted('*')).unwrap_or(part);
            // The fields of `mailto:mei@example.org?subject=…`.
            let end = part.find('@').and_then(|at| Some(at + part.get(at..)?.find('?')?));
            part.get(..end.unwrap_or(part.len()))
                .unwrap_or_default()
                .trim_end_matches(['.', '!', '/'])
        })
        .filter(|part| is_address(part))
}

/// Returns true if the text is an address of ASCII letters, without quotes: `mei.tan@example.org`.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let is_atom = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte))
    };
    let is_label = |label: &str| {
        (1..=MAX_LABEL_BYTES).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    local.len() <= MAX_LOCAL_BYTES
        && domain.len() <= MAX_DOMAIN_BYTES
        && local.split('.').all(is_atom)
        && domain.split('.').all(is_label)
}

/// Returns the name before an address: without quotes, line breaks and what separates it from another address.
fn name_in(text: &str) -> String {
    let is_between = |letter: char| {
        letter.is_whitespace() || letter.is_control() || ">,;:/|&\"'".contains(letter)
    };
    let name = text.trim_matches(is_between).replace(|letter: char| letter.is_control(), " ");
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

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
        let mut message = MessageBuilder::new().from(self.from.to_address());
        if !self.to.is_empty() {
            message =
                message.to(Address::new_list(self.to.iter().map(Mailbox::to_address).collect()));
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

    fn shown(text: &str) -> Vec<String> {
        let found = Mailbox::all_in(text);
        found.iter().map(|mailbox| format!("{}|{}", mailbox.name, mailbox.address)).collect()
    }

    #[test]
    fn addresses_are_found_in_the_usual_forms_of_a_contact() {
        for (contact, expected) in [
            ("mei@example.org", &["|mei@example.org"][..]),
            ("Mei <mei@example.org>", &["Mei|mei@example.org"]),
            ("\"Tan, Mei\" <mei.tan@example.org>", &["Tan, Mei|mei.tan@example.org"]),
            ("Tan, Mei <mei@example.org>", &["Tan, Mei|mei@example.org"]),
            ("Mei Tan (mei@example.org)", &["|mei@example.org"]),
            ("Mei Tan, mei@example.org, +65 6000 0000", &["|mei@example.org"]),
            ("Mei Tan: mailto:mei@example.org?subject=MoU", &["|mei@example.org"]),
            ("write to mei@example.org.", &["|mei@example.org"]),
            ("'mei@example.org'", &["|mei@example.org"]),
            ("o'brien@example.org", &["|o'brien@example.org"]),
            ("mei+mou@sub.example-1.org", &["|mei+mou@sub.example-1.org"]),
            ("root@localhost", &["|root@localhost"]),
            ("佐藤 <sato@example.ac.jp>", &["佐藤|sato@example.ac.jp"]),
            ("連絡先：sato@example.ac.jp、電話 03", &["|sato@example.ac.jp"]),
            ("\u{200f}مي <mei@example.org>\u{200f}", &["\u{200f}مي|mei@example.org"]),
            ("\u{202a}mei@example.org\u{202c}", &["|mei@example.org"]),
            // Several, each once.
            (
                "Mei <mei@example.org>; Tan, Jun <jun@example.org>",
                &["Mei|mei@example.org", "Tan, Jun|jun@example.org"],
            ),
            ("mei@example.org, Jun <jun@x.org>", &["|mei@example.org", "Jun|jun@x.org"]),
            ("mei@example.org / jun@example.org", &["|mei@example.org", "|jun@example.org"]),
            ("mei@example.org/jun@example.org", &["|mei@example.org", "|jun@example.org"]),
            ("mei@example.org\njun@example.org", &["|mei@example.org", "|jun@example.org"]),
            ("mei@example.org (MEI@example.org)", &["|mei@example.org"]),
            // No address, or none that a header may have.
            ("", &[]),
            ("Mei Tan", &[]),
            ("+65 6000 0000", &[]),
            ("@mei", &[]),
            ("mei@", &[]),
            ("mei@@example.org", &[]),
            ("mei@example..org", &[]),
            (".mei@example.org", &[]),
            ("mei@-example.org", &[]),
            ("méi@example.org", &[]),
            ("me\u{301}i@example.org", &[]),
            ("mei@münchen.example", &[]),
            ("mei\u{200b}tan@example.org", &[]),
            ("担当mei@example.org", &[]),
        ] {
            assert_eq!(shown(contact), expected, "{contact}");
        }
        for (local, domain) in [(65, 3), (1, 64)] {
            let address = format!("{}@{}.org", "a".repeat(local), "b".repeat(domain));
            assert!(Mailbox::all_in(&address).is_empty(), "{address}");
        }
    }

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
