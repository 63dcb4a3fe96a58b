//! The status in a sheet, and whether the dates contradict it.

use std::sync::LazyLock;

use super::phrases::{PhraseBook, comparable};
use crate::domain::Status;

/// The words of the ten languages by what they mean.
static STATUS_PHRASES: LazyLock<PhraseBook<StatusWord>> =
    LazyLock::new(|| PhraseBook::new(include_str!("status_words.txt"), StatusWord::with_name));

/// What a word in a status column certainly means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetStatus {
    /// In force, such as `Active`, `Vigente`.
    Active,
    /// Signed, whatever happened since.
    Signed,
    /// Over since its end, such as `Expired`, `Vencido`.
    Expired,
    /// Ended by somebody, such as `Terminated`, `Cancelled`.
    Terminated,
    /// Not signed yet, such as `Draft`, `Under negotiation`.
    Draft,
}

/// What a phrase in a status cell means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StatusWord {
    Meaning(SheetStatus),
    /// A word that says nothing of its own.
    Filler,
    /// A word before a date.
    On,
}

impl StatusWord {
    fn with_name(name: &str) -> Option<Self> {
        Some(match name {
            "active" => Self::Meaning(SheetStatus::Active),
            "signed" => Self::Meaning(SheetStatus::Signed),
            "expired" => Self::Meaning(SheetStatus::Expired),
            "terminated" => Self::Meaning(SheetStatus::Terminated),
            "draft" => Self::Meaning(SheetStatus::Draft),
            "filler" => Self::Filler,
            "on" => Self::On,
            _ => return None,
        })
    }
}

impl SheetStatus {
    /// Returns true if the agreement must have been signed.
    #[must_use]
    pub fn implies_signing(self) -> bool {
        self != Self::Draft
    }

    /// Returns true if the derived status contradicts the word.
    #[must_use]
    pub fn contradicts(self, derived: Status) -> bool {
        let fits = match self {
            Self::Active => derived.is_in_force(),
            Self::Signed => derived != Status::Draft,
            Self::Expired => {
                matches!(derived, Status::Expired | Status::Terminated | Status::Succeeded)
            }
            Self::Terminated => matches!(derived, Status::Terminated | Status::Succeeded),
            Self::Draft => matches!(derived, Status::Draft | Status::Upcoming),
        };
        !fits
    }

    /// Returns true if the word still holds long after the sheet was written. Words for active go stale.
    #[must_use]
    pub fn is_lasting(self) -> bool {
        matches!(self, Self::Expired | Self::Terminated | Self::Draft)
    }
}

/// Returns what the text of a status cell means; `None` if that is not certain, such as if a part is not
/// known. What is over may have a date: `Expired on 30/06/2021`.
///
/// ```
/// use mou::exchange::import::status::{SheetStatus, status_meaning};
///
/// assert_eq!(status_meaning("Résilié"), Some(SheetStatus::Terminated));
/// assert_eq!(status_meaning("Terminated (2021)"), Some(SheetStatus::Terminated));
/// assert_eq!(status_meaning("Not terminated"), None);
/// ```
#[must_use]
pub fn status_meaning(text: &str) -> Option<SheetStatus> {
    let text = comparable(text);
    let mut rest = text.as_str();
    let mut found: Option<SheetStatus> = None;
    while let Some(letter) = rest.chars().next() {
        if let Some((meanings, behind)) = STATUS_PHRASES.strip(rest) {
            rest = behind;
            for word in meanings {
                match (word, found) {
                    (StatusWord::Meaning(one), Some(other)) if *one != other => return None,
                    (StatusWord::Meaning(one), _) => found = Some(*one),
                    (StatusWord::Filler | StatusWord::On, _) => {}
                }
            }
            continue;
        }
        let is_over = matches!(found, Some(SheetStatus::Expired | SheetStatus::Terminated));
        if letter.is_alphabetic() || letter == '?' || (letter.is_numeric() && !is_over) {
            return None;
        }
        rest = &rest[letter.len_utf8()..];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_ten_languages_are_understood() {
        let words = [
            (
                SheetStatus::Active,
                "Active, In force, Vigente, En vigueur, In Kraft, Em vigor, Berlaku, سارية, 有效, 有効, 유효",
            ),
            (SheetStatus::Signed, "Signed, Firmado, Signée, Unterzeichnet, Assinado, 已签署, 체결"),
            (
                SheetStatus::Terminated,
                "Terminated, TERMINATED, Cancelled, Canceled, Rescinded, Denounced, Revoked, Annulled, Withdrawn, \
                 MoU terminated, Has been terminated, Agreement terminated, Terminated., Terminated (2021), \
                 Terminated on 12/05/2021, rescindido, Rescindida, denunciado, résilié, Résiliée, gekündigt, \
                 GEKÜNDIGT, aufgehoben, distratado, Dibatalkan, ملغى, ملغاة, 已终止, 已終止, 解約, 해지, 해지됨",
            ),
            (
                SheetStatus::Expired,
                "Expired, expired , Lapsed, Ended, Expired in 2020, Expired (30.06.2021), Convenio vencido, Vencida, \
                 expiré, Expirée, abgelaufen, expirado, Berakhir, منتهية, 已过期, 已過期, 期限切れ, 만료",
            ),
            (
                SheetStatus::Draft,
                "Draft, Under negotiation, In preparation, To be signed, Not yet signed, En negociación, En trámite, \
                 En préparation, Entwurf, In Verhandlung, Em tramitação, Dalam proses, قيد التفاوض, 洽谈中, 協議中, \
                 협의중, 협의 중",
            ),
        ];
        for (meaning, texts) in words {
            for text in texts.split(',') {
                assert_eq!(status_meaning(text), Some(meaning), "{text}");
            }
        }
    }

    #[test]
    fn other_texts_are_not_certain() {
        for text in [
            "",
            "Pending",
            "Not terminated",
            "Not expired",
            "Inactive",
            "Terminated?",
            "Expired / renewed",
            "Active or expired",
            "Draft 2",
            "Under review",
            "Expired, renewal under negotiation",
            "Terminated clause pending",
            "To be terminated",
            "Will be terminated",
            "Expires in 2025",
            "Unknown",
            "不有效",
            "-",
        ] {
            assert_eq!(status_meaning(text), None, "{text}");
        }
    }

    #[test]
    fn certain_words_contradict_only_another_status() {
        use SheetStatus::{Active, Draft, Expired, Signed, Terminated};
        for (word, fitting) in [
            (Active, "active suspended"),
            (Signed, "active suspended upcoming succeeded expired terminated"),
            (Terminated, "terminated succeeded"),
            (Expired, "expired terminated succeeded"),
            (Draft, "draft upcoming"),
        ] {
            for status in <Status as strum::VariantArray>::VARIANTS {
                let fits = fitting.split(' ').any(|fitting| fitting == status.word());
                assert_eq!(word.contradicts(*status), !fits, "{word:?} {status}");
            }
        }
    }

    #[test]
    fn each_word_has_one_meaning() {
        let mut seen = std::collections::HashMap::new();
        for line in include_str!("status_words.txt").lines() {
            let (meaning, words) = line.split_once(':').unwrap();
            assert!(StatusWord::with_name(meaning).is_some(), "{line}");
            for word in words.split(',').map(comparable) {
                assert!(!word.is_empty(), "{line}");
                let first = seen.entry(word.clone()).or_insert(meaning);
                let is_filler = |meaning: &str| matches!(meaning, "filler" | "on");
                assert!(
                    *first == meaning || (is_filler(meaning) && is_filler(first)),
                    "{word}: {first}, {meaning}"
                );
            }
        }
    }
}
