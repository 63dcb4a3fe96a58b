//! The successor that `mou renew --new` records.

use crate::commands::Desk;
use crate::commands::add::free_id;
use crate::commands::flag::RegistryInput;
use crate::commands::followers::Followers;
use crate::commands::renew::Args;
use crate::commands::told::{self, Told};
use crate::commands::{ids, sound};
use crate::domain::{Agreement, Date, Day, Id, Party, Spans, Stated, Tenure, Text, gap, slug};
use crate::error::{Error, Result};
use crate::render::words;
use crate::store::Draft;

/// Records an agreement that succeeds each of those named, and prints its id.
pub(super) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    let typed = desk.typed_ids(&args.ids)?;
    if args.id.is_some() && typed.len() > 1 {
        return Err(Error::usage("`--id` names one successor, and there would be several"));
    }
    let (store, today) = (desk.store.clone(), desk.today);
    let done = desk.change(args.event.dry_run, |draft| {
        let (mut told, mut pairs) = (Vec::new(), Vec::new());
        for id in ids::resolve_all(&typed, draft)? {
            let Some(prior) = draft.get(id.as_str())? else { continue };
            let ground = RegistryInput::new(draft, &store, today);
            let successor = successor(args, draft, &ground, &prior.on(today))?;
            refuse_repeat(draft, &prior.id, &successor)?;
            let mut warnings = ground.passed_over();
            warnings.extend(sound::check(draft, None, &successor, today)?);
            told.push(Told { warnings, ..told_of(&successor, &id, today) });
            draft.put(successor.clone());
            pairs.push((prior, successor));
        }
        let priors: Vec<Id> = pairs.iter().map(|(prior, _)| prior.id.clone()).collect();
        let followers = Followers::of(draft, &priors)?;
        for (one, (prior, successor)) in told.iter_mut().zip(&pairs) {
            one.notes.extend(gap_note(prior, successor, &followers, today));
        }
        Ok(told)
    })?;
    told::tell(desk, &done)
}

fn told_of(successor: &Agreement, prior: &Id, today: Day) -> Told {
    let id = &successor.id;
    let is_draft = Tenure::on(successor, today).is_draft_on(today);
    let draft = "It is a draft until it is signed, and takes no place before.".to_owned();
    Told {
        result: Some(id.to_string()),
        done: format!("Added {id}, which succeeds {prior}."),
        notes: if is_draft { vec![draft] } else { Vec::new() },
        hint: is_draft.then(|| format!("`mou edit {id} --signed DATE`")),
        ..Told::default()
    }
}

/// Returns a sentence about the gap between `prior` and its successor, which is among `followers`.
fn gap_note(
    prior: &Agreement,
    successor: &Agreement,
    followers: &Followers,
    today: Day,
) -> Option<String> {
    let follows = Tenure::on(successor, today);
    if follows.is_draft_on(today) {
        return None;
    }
    let around = followers.around(&prior.id, today);
    let last = Tenure::on(prior, today).standing(&around, today, &Spans::USUAL).ends.date()?;
    let days = gap(last, follows.first_day()?);
    words::gap_sentence(&days, &format!("the last day of {}, {last}", prior.id))
}

/// Returns the successor of `prior`: what it takes over, and what was typed.
fn successor(
    args: &Args,
    draft: &Draft<'_>,
    ground: &RegistryInput<'_, '_>,
    prior: &Agreement,
) -> Result<Agreement> {
    let mut successor = Agreement {
        kind: prior.kind.clone(),
        tags: prior.tags.clone(),
        contact: prior.contact.clone(),
        under: prior.under.clone(),
        ..Agreement::new(
            prior.id.clone(),
            args.title.as_deref().map_or_else(|| prior.title.clone(), Text::from),
        )
    };
    args.fields.apply(&mut successor, ground)?;
    if successor.parties.is_empty() {
        let signed = successor.signed.and_then(Stated::date).map_or(ground.today(), Date::first);
        successor.parties = staying(&prior.parties, signed);
    }
    if successor.parties.is_empty() {
        return Err(Error::failed(format!("all parties have left `{}`", prior.id))
            .with_hint("`--party NAME` names those of the successor"));
    }
    successor.succeeds.retain(|id| *id != prior.id);
    successor.succeeds.insert(0, prior.id.clone());
    successor.id = match &args.id {
        Some(typed) => free_id("--id", typed, draft)?,
        None => slug::propose(&successor.parties, successor.signed, |id| draft.contains(id)),
    };
    Ok(successor)
}

/// Returns the parties that have not left by then, without the dates that were theirs before.
fn staying(parties: &[Party], day: Day) -> Vec<Party> {
    let stays = |party: &&Party| party.left.is_none_or(|left| left.first() > day);
    let without_dates =
        |party: &Party| Party { signed: None, joined: None, left: None, ..party.clone() };
    parties.iter().filter(stays).map(without_dates).collect()
}

/// Fails where the same successor is recorded already.
fn refuse_repeat(draft: &Draft<'_>, prior: &Id, successor: &Agreement) -> Result<()> {
    let same = draft.links()?.into_iter().filter(|(_, other)| other == prior);
    let mut same = same.map(|(id, _)| draft.get(id.as_str()));
    let same = same.find_map(|other| match other {
        Ok(other) => {
            let id = other.as_ref()?.id.clone();
            let renamed = Agreement { id: successor.id.clone(), ..other? };
            (renamed == *successor).then_some(Ok(id))
        }
        Err(error) => Some(Err(error)),
    });
    let same = same.transpose()?;
    match same {
        None => Ok(()),
        Some(id) => Err(Error::failed(format!("`{id}` is recorded already, and says the same"))
            .with_hint(format!("`mou show {id}`"))),
    }
}
