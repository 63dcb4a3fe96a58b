//! The party or contact that a typed name means, and what is said if there is none.

use crate::commands::Context;
use crate::commands::filters::Selection;
use crate::commands::ids;
use crate::domain::{Party, Query};
use crate::error::{Error, ErrorLine, Result};
use crate::render::words;
use crate::report::listing::ListedAgreement;
use crate::report::parties::{NameError, PartyNames};
use crate::store::RegistryFile;

/// Returns what `all_in` returns for each agreement of the registry, in id order.
pub(crate) fn gather<T: Send, I: IntoIterator<Item = T>>(
    registry: &RegistryFile,
    context: &mut Context<'_>,
    all_in: impl Fn(&ListedAgreement) -> I + Sync,
) -> Result<Vec<T>> {
    let every = Query::default();
    let found = Selection::of(&every, false).scan(registry, context, |entry, all| {
        all.extend(all_in(entry));
        Ok(())
    })?;
    Ok(found.items)
}

/// Returns the party that `typed` names. Fails if none or several are called so.
pub(super) fn find(typed: &str, names: &PartyNames) -> Result<Party> {
    names.find(typed).map_err(|why| unresolved("party", typed, why, names.all()))
}

/// Returns the error for a text that names no `noun`, or several of them. `known` are all names.
pub(crate) fn unresolved<'n>(
    noun: &str,
    typed: &str,
    why: NameError,
    known: impl Iterator<Item = &'n str>,
) -> Error {
    match why {
        NameError::Unknown => {
            let hint = words::suggestion(typed, known)
                .unwrap_or_else(|| format!("`mou {noun} list` shows all of them"));
            Error::not_found(format!("there is no {noun} `{typed}`")).with_hint(hint)
        }
        NameError::Ambiguous(names) => {
            let matches = (names.len(), many_of(noun));
            let listed = names.into_iter().take(ids::MAX_LISTED_MATCHES).map(ErrorLine::from);
            ids::ambiguous_text(typed, matches, listed.collect()).with_hint("type more of the name")
        }
    }
}

fn many_of(noun: &str) -> &str {
    if noun == "party" { "parties" } else { "contacts" }
}

/// Returns a warning that no `noun` matches what was typed, with the names or words in them that are most
/// like it.
pub(crate) fn no_match(noun: &str, typed: &str, names: &[&str]) -> String {
    let in_names = names.iter().flat_map(|name| name.split_whitespace());
    let meant = words::suggestion(typed, names.iter().copied().chain(in_names));
    let meant = meant.map(|meant| format!("; {meant}")).unwrap_or_default();
    format!("no {noun} matches `{typed}`{meant}")
}
