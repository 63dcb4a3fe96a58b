//! Which addresses may become links.

/// The schemes that a link may have.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// Returns whether `address` may become a link: it begins with `http:`, `https:` or `mailto:`.
///
/// Anything else (`javascript:`, `data:`, `file:`, a path) is shown as text. A scheme is taken
/// only where it stands at the very beginning, since readers of HTML pass over blanks and control
/// characters there.
///
/// ```
/// use mou::render::link::is_link;
///
/// assert!(is_link("https://www.gov.uk/"));
/// assert!(!is_link("javascript:alert(1)"));
/// ```
#[must_use]
pub fn is_link(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once(':') else { return false };
    let scheme = scheme.to_ascii_lowercase();
    let rest = if scheme == "mailto" { Some(rest) } else { rest.strip_prefix("//") };
    SCHEMES.contains(&scheme.as_str()) && rest.is_some_and(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_and_mail_are_linked_to() {
        let cases = [
            ("https://example.org/a?b=c", true),
            ("HTTP://example.org", true),
            ("mailto:mei@example.org", true),
            ("https:example.org", false),
            ("https://", false),
            ("mailto:", false),
            ("javascript:alert(1)", false),
            ("java\nscript://x", false),
            (" https://example.org", false),
            ("\u{1}javascript://x", false),
            ("data:text/html,x", false),
            ("file:///etc/passwd", false),
            ("//example.org", false),
            ("../secret", false),
            ("", false),
        ];
        for (address, linked) in cases {
            assert_eq!(is_link(address), linked, "{address:?}");
        }
    }
}
