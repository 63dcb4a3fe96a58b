//! Invitations of the press, which announce a signing that is still to come.

use crate::extract::facts::TextContext;
use crate::extract::facts::signings::{SigningForm, SigningMood};

/// The lines of an invitation say these things, each with a colon after it.
const INVITATION_LABELS: [&str; 4] = ["who", "what", "when", "where"];

/// The fewest of them that show that a text is an invitation.
const MIN_LABELS: usize = 3;

/// Returns true if a text invites to a signing: it says who, what, when and where, and nowhere that something was signed.
pub(super) fn is_invitation(context: &TextContext<'_>) -> bool {
    let has_label = |label: &str| {
        context.sentences.iter().any(|sentence| {
            let mut words =
                sentence.sentence.words.iter().map(|word| word.of(&context.source.text));
            let is_first = words.next().is_some_and(|word| word.eq_ignore_ascii_case(label));
            is_first && words.next() == Some(":")
        })
    };
    let labels = INVITATION_LABELS.iter().filter(|label| has_label(label)).count();
    labels >= MIN_LABELS && !is_reported(context)
}

/// Returns true if a sentence says that something was signed.
fn is_reported(context: &TextContext<'_>) -> bool {
    (0..context.sentences.len()).any(|index| {
        !context.sentences[index].instruments.is_empty()
            && context.statement(index).signings.iter().any(|signing| {
                signing.mood == SigningMood::Done
                    && matches!(signing.form, SigningForm::Active | SigningForm::Passive)
            })
    })
}
