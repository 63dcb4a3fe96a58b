//! Which agreements a text is about, how each is called, and how it is related to others.

mod background;
mod candidates;
mod formal;
mod listed;
mod others;
mod partners;
mod several;
mod subject;
mod titles;

use super::TextContext;

pub use formal::{FormalHeading, formal_heading};
pub use others::{references, related, succeeds, under};
pub use subject::DraftSubject;
pub use titles::title;

/// Finds the agreements that the text is about, in order.
#[must_use]
pub fn subjects(context: &TextContext<'_>) -> Vec<DraftSubject> {
    if let Some(subject) = formal::subject(context) {
        return vec![subject];
    }
    let candidates = candidates::candidates(context);
    let is_background = background::background(context, &candidates);
    let is_overruled = background::overruled(context, &candidates);
    let is_out = is_background.into_iter().zip(is_overruled);
    let best = candidates.iter().zip(is_out).min_by_key(|(candidate, (is_older, is_overruled))| {
        let names_few = candidate.party_count < 2;
        // `They signed two memoranda`: which ones, another sentence says.
        let instrument = &context.sentences[candidate.sentence].instruments[candidate.instrument];
        let is_vague = names_few && instrument.is_plural;
        (*is_older, *is_overruled, candidate.rank, names_few, is_vague, candidate.sentence)
    });
    let Some((main, _)) = best else { return Vec::new() };
    let mut subjects = several::subjects(context, &candidates, main);
    if background::is_invitation(context) {
        for subject in &mut subjects {
            subject.is_planned = true;
        }
    }
    subjects
}
