//! Lineages, compared with a full search for each agreement.

use std::borrow::Cow;
use std::collections::BTreeSet;

use mou::domain::{
    Agreement, Day, Id, LineageContext, Lineages, Standing, Status, Succession, SuccessionFacts,
    Thresholds,
};
use proptest::prelude::*;

use super::many_cases;
use crate::any;

/// Returns the successors of the agreement `id` by checking each agreement.
fn successors_of(id: &Id, agreements: &[Agreement], today: Day) -> Vec<(Id, Succession)> {
    let follows = |other: &&Agreement| other.id != *id && other.succeeds.contains(id);
    agreements
        .iter()
        .filter(follows)
        .filter_map(|other| other.on(today).succession(today).map(|from| (other.id.clone(), from)))
        .collect()
}

/// Returns the lineage of the agreement `id` by following links until it no longer grows.
fn lineage_of(id: &Id, agreements: &[Agreement]) -> BTreeSet<Id> {
    let known: BTreeSet<&Id> = agreements.iter().map(|agreement| &agreement.id).collect();
    let mut lineage = BTreeSet::from([id.clone()]);
    loop {
        let size = lineage.len();
        for agreement in agreements {
            let mut linked: BTreeSet<Id> =
                agreement.succeeds.iter().filter(|prior| known.contains(prior)).cloned().collect();
            linked.insert(agreement.id.clone());
            if linked.intersection(&lineage).next().is_some() {
                lineage.extend(linked);
            }
        }
        if lineage.len() == size {
            return lineage;
        }
    }
}

proptest! {
    #![proptest_config(many_cases())]

    #[test]
    fn lineages_built_in_one_pass_match_a_full_search(
        agreements in any::lineages(any::dated_agreement(), 7), today in any::day(),
    ) {
        let on_day: Vec<Cow<'_, Agreement>> = agreements.iter().map(|it| it.on(today)).collect();
        let lineages = Lineages::new(on_day.iter().map(AsRef::as_ref), today);
        for agreement in &agreements {
            let around = lineages.context_of(&agreement.id);
            prop_assert_eq!(&around.successors, &successors_of(&agreement.id, &agreements, today));
            let lineage = lineage_of(&agreement.id, &agreements);
            let last_done = agreements
                .iter()
                .filter(|other| lineage.contains(&other.id))
                .filter_map(|other| other.on(today).last_done(today))
                .max();
            prop_assert_eq!(around.last_done, last_done, "of {}", agreement.id);
            prop_assert!(last_done.is_none_or(|day| day <= today));
        }
        prop_assert_eq!(lineages.context_of(&any::id(99)), LineageContext::default());
    }

    #[test]
    fn other_agreements_never_make_one_active_or_due(
        agreements in any::lineages(any::dated_agreement(), 7), today in any::day(),
        days in 0u32..800,
    ) {
        let on_day: Vec<Cow<'_, Agreement>> = agreements.iter().map(|it| it.on(today)).collect();
        let lineages = Lineages::new(on_day.iter().map(AsRef::as_ref), today);
        let until = today.checked_add_days(chrono::Days::new(days.into())).unwrap();
        for agreement in &on_day {
            let standing = |around: &LineageContext| agreement.standing(around, today, &Thresholds::DEFAULT_THRESHOLDS);
            let alone = standing(&SuccessionFacts::new(agreement, today).alone());
            let among = standing(&lineages.context_of(&agreement.id));
            let is_active = |standing: &Standing| standing.status == Status::Active;
            prop_assert!(is_active(&alone) || !is_active(&among), "{}", agreement.id);
            let is_to_act_on = |standing: &Standing| standing.is_to_act_on(today, until);
            prop_assert!(is_to_act_on(&alone) || !is_to_act_on(&among), "{}", agreement.id);
        }
    }
}
