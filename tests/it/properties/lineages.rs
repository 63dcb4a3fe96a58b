//! What agreements say of each other, compared with looking through all of them each time.

use std::collections::BTreeSet;

use mou::domain::{Agreement, Day, Id, Lineages, Tenure};
use proptest::prelude::*;

use super::many;
use crate::any;

/// Those who succeed the agreement called `id`, by looking at each.
fn successors_of(id: &Id, agreements: &[Agreement], today: Day) -> Vec<(Id, Day)> {
    let follows = |other: &&Agreement| other.id != *id && other.succeeds.contains(id);
    agreements
        .iter()
        .filter(follows)
        .filter_map(|other| {
            Tenure::from(other).takes_over_from(today).map(|from| (other.id.clone(), from))
        })
        .collect()
}

/// All that are linked to the agreement called `id`, by walking until nobody is added.
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
    #![proptest_config(many())]

    #[test]
    fn what_is_gathered_in_one_pass_is_what_a_search_for_each_finds(
        agreements in any::lineages(any::dated_agreement(), 7), today in any::day(),
    ) {
        let mut lineages = Lineages::on(today);
        for agreement in &agreements {
            lineages.note(&agreement.id, &agreement.succeeds, &Tenure::from(agreement));
        }
        lineages.link();
        for agreement in &agreements {
            let around = lineages.around(&agreement.id);
            prop_assert_eq!(&around.successors, &successors_of(&agreement.id, &agreements, today));
            let lineage = lineage_of(&agreement.id, &agreements);
            let last_done = agreements
                .iter()
                .filter(|other| lineage.contains(&other.id))
                .filter_map(|other| Tenure::from(other).last_done(today))
                .max();
            prop_assert_eq!(around.last_done, last_done, "of {}", agreement.id);
            prop_assert!(last_done.is_none_or(|day| day <= today));
        }
        prop_assert_eq!(lineages.around(&any::id(99)), mou::domain::Surroundings::default());
    }
}
