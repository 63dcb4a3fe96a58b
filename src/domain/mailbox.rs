//! The addresses of e-mail in a text such as a contact.

/// The longest part of an address before the `@` (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL_BYTES: usize = 64;

/// The longest domain (RFC 5321, 4.5.3.1.2).
const MAX_DOMAIN_BYTES: usize = 255;

/// The longest part of a domain between two dots (RFC 1035, 2.3.4).
const MAX_LABEL_BYTES: usize = 63;

/// An address, and the name of its owner.
///
/// The address is one that a message of RFC 5322 can have: ASCII, and not too long.
///
/// ```
/// use mou::domain::Mailbox;
///
/// let mailbox = Mailbox::parse("Mei Tan <mei@example.org>").unwrap();
/// assert_eq!((mailbox.name.as_str(), mailbox.address.as_str()), ("Mei Tan", "mei@example.org"));
/// assert_eq!(Mailbox::parse("Mei Tan, mei@example.org"), None);
/// ```
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
    /// use mou::domain::Mailbox;
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

    /// Returns the address that is the whole of a text, with its name: `mei@example.org`, `Mei <mei@example.org>`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let [mailbox] = <[Self; 1]>::try_from(Self::all_in(text)).ok()?;
        let (before, after) = text.split_once(&mailbox.address)?;
        let is_bare = before.trim().is_empty() && after.trim().is_empty();
        let is_bracketed = before.trim_end().ends_with('<') && after.trim() == ">";
        (is_bare || is_bracketed).then_some(mailbox)
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

#[cfg(test)]
mod tests {
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

    #[test]
    fn address_that_is_the_whole_of_a_text_has_its_name() {
        let parsed = |text: &str| Mailbox::parse(text).map(|found| (found.name, found.address));
        let mei = |name: &str| Some((name.to_owned(), "mei@example.org".to_owned()));
        assert_eq!(parsed(" mei@example.org "), mei(""));
        assert_eq!(parsed("<mei@example.org>"), mei(""));
        assert_eq!(parsed("Mei  Tan <mei@example.org>"), mei("Mei Tan"));
        for text in
            ["", "Mei", "Mei mei@example.org", "Mei <mei@example.org> (home)", "a@b.c <d@e.f>"]
        {
            assert_eq!(parsed(text), None, "{text}");
        }
    }
}
