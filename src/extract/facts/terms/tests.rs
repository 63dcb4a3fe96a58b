//! Sentences and what they say of the time in force.

use crate::extract::{SourceText, propose};

/// The sentence before each of the others: it names the agreement.
const OPENING: &str = "The University of Bergen and Kyoto University signed a Memorandum of Understanding on 3 May 2023. ";

/// Returns the terms that a text states, such as `term P3Y, notice P6M`.
fn stated(text: &str) -> String {
    let source = SourceText::read(text.as_bytes()).unwrap();
    let proposals = propose(&source, "2023-05-04".parse().ok());
    let Some(proposal) = proposals.first() else { return "no agreement".to_owned() };
    let mut stated: Vec<String> = Vec::new();
    stated.extend(proposal.term.as_ref().map(|fact| format!("term {}", fact.value)));
    stated.extend(proposal.effective.as_ref().map(|fact| format!("effective {}", fact.value)));
    stated.extend(proposal.end.as_ref().map(|fact| format!("end {}", fact.value)));
    stated.extend(proposal.renewal.as_ref().map(|fact| {
        let every = fact.value.every.map_or("?".to_owned(), |every| every.to_string());
        format!("renewal {every} {}", fact.value.by)
    }));
    stated.extend(proposal.notice.as_ref().map(|fact| format!("notice {}", fact.value)));
    stated.join(", ")
}

fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(sentence, expected)| {
            let found = stated(&format!("{OPENING}{sentence}"));
            (found != *expected).then(|| format!("{sentence}\n  {found}\n  expected: {expected}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn term_is_that_of_the_agreement() {
    check(&[
        ("The MoU will remain in effect for 3 years.", "term P3Y"),
        ("The MoU is valid for five years.", "term P5Y"),
        ("The MoU shall remain in force for a period of five (5) years.", "term P5Y"),
        ("It will be valid for an initial period of three years.", "term P3Y"),
        ("This three-year MoU covers research and teaching.", "term P3Y"),
        ("The MoU, which is valid for four years, covers research.", "term P4Y"),
        ("The MoU, valid for four years, covers research.", "term P4Y"),
        ("The MoU has a term of two years.", "term P2Y"),
        ("The MoU has a duration of 18 months.", "term P18M"),
        ("The MoU has a three-year term.", "term P3Y"),
        ("The term of the MoU is three years.", "term P3Y"),
        ("The term of this MoU shall be for a period of three (3) years.", "term P3Y"),
        ("The duration of the MoU is set for five years.", "term P5Y"),
        ("The MoU will run for five years.", "term P5Y"),
        ("The agreement will last three years.", "term P3Y"),
        ("The memorandum was concluded for a period of five years.", "term P5Y"),
        ("The MoU covers a period of five years.", "term P5Y"),
        ("The agreement spans ten years.", "term P10Y"),
        ("The memorandum of understanding is effective for five years.", "term P5Y"),
        ("The MoU was signed by both rectors and will remain in force for five years.", "term P5Y"),
        (
            "The MoU on student exchange between the two universities will be valid for five years.",
            "term P5Y",
        ),
        ("The MoU, signed by both rectors, is for a period of five years.", "term P5Y"),
        (
            "This agreement shall be effective upon signature and shall remain in effect for five years.",
            "term P5Y",
        ),
        ("The MoU is valid for five years from the date of signature.", "term P5Y"),
        ("The MoU will enter into force upon signature for a period of three years.", "term P3Y"),
        ("The MoU sets out how they will work together over the next three years.", ""),
        ("The MoU governs cooperation over the next three years.", "term P3Y"),
        ("The MoU will be in force until terminated by either party.", "term indefinite"),
        ("The MoU will remain in force indefinitely.", "term indefinite"),
        ("The MoU is concluded for an indefinite period.", "term indefinite"),
        ("The MoU is open-ended.", "term indefinite"),
        ("The MoU is valid for five years or until terminated by either party.", "term P5Y"),
    ]);
}

#[test]
fn term_of_something_else_is_none_of_the_agreement() {
    check(&[
        ("Under the MoU, the exchange programme will run for three years.", ""),
        ("The MoU supports a project that will run for three years.", ""),
        ("Students will be seconded for a period of six months.", ""),
        ("The universities also launched a five-year research programme.", ""),
        ("The fund is valid for ten years.", ""),
        ("The MoU builds on a three-year project.", ""),
        ("The mission will last five years.", ""),
        ("The rector has been in office for five years.", ""),
        ("A previous five-year agreement ended in 2020.", ""),
        ("Under a separate three-year agreement, Oslo also takes part.", ""),
        ("The universities have worked together for twenty years.", ""),
        ("The MoU establishes a scholarship fund. It will run for ten years.", ""),
        (
            "The obligations of confidentiality shall remain in force for five years after termination of the MoU.",
            "",
        ),
        ("The MoU will be reviewed after two years.", ""),
        ("Over the next three years, the universities will exchange students.", ""),
        ("The MoU says that each secondment is valid for one year.", ""),
        ("The MoU enables 20 students to study in Kyoto for up to one year.", ""),
        ("The MoU is valid for at least three years.", ""),
        ("The MoU is valid for five (3) years.", ""),
        ("\"This MoU will be valid for seven years,\" said a student.", ""),
        ("The first MoU was valid for five years.", ""),
        ("The MoU has no term.", ""),
        ("The partners may terminate at any time.", ""),
        ("The MoU will help the universities to remain leaders for years.", ""),
    ]);
}

#[test]
fn first_and_last_days() {
    check(&[
        ("The MoU is valid until 31 December 2027.", "end 2027-12-31"),
        ("The MoU will remain in force until the end of 2027.", "end 2027"),
        ("The MoU expires on 30 June 2026.", "end 2026-06-30"),
        ("The agreement ends in June 2026.", "end 2026-06"),
        ("The agreement will run through 2028.", "end 2028"),
        (
            "The agreement runs from 1 January 2024 to 31 December 2026.",
            "effective 2024-01-01, end 2026-12-31",
        ),
        (
            "The MoU is valid from 1 January 2024 until 31 December 2026.",
            "effective 2024-01-01, end 2026-12-31",
        ),
        ("The MoU covers the period 2024–2028.", "effective 2024, end 2028"),
        ("The MoU covers the years 2025 and 2026.", "effective 2025, end 2026"),
        ("The MoU comes into effect on 1 July 2023.", "effective 2023-07-01"),
        ("The MoU takes effect from 1 July 2023.", "effective 2023-07-01"),
        (
            "The MoU will enter into force on 1 July 2023 and remain in force for three years.",
            "term P3Y, effective 2023-07-01",
        ),
        ("The MoU is effective as of 1 July 2023.", "effective 2023-07-01"),
        ("The MoU will enter into force upon signature.", ""),
        ("The MoU will come into effect on the date of the last signature.", ""),
        (
            "The MoU will enter into force after both parties have completed their internal procedures.",
            "effective pending",
        ),
        ("The MoU is subject to ratification by both parliaments.", "effective pending"),
        (
            "The MoU will enter into force on the date of the exchange of diplomatic notes confirming ratification.",
            "effective pending",
        ),
        ("The MoU follows the Digital Economy Agreement that came into force on 14 June 2022.", ""),
        ("The law came into force on 14 June 2022.", ""),
        ("The programme runs until 2030.", ""),
        ("The universities want to be carbon-neutral by 2030.", ""),
        ("Applications are open until 30 June 2023.", ""),
        ("The MoU aims to reduce emissions until 2030.", ""),
        ("The exhibition is open from 1 June to 30 September 2023.", ""),
        ("The cooperation between them began in 1998.", ""),
        ("The universities have cooperated since 2014.", ""),
    ]);
}

#[test]
fn renewal_needs_who_decides() {
    check(&[
        (
            "The MoU is valid for five years and will be automatically renewed for successive periods of one year.",
            "term P5Y, renewal P1Y itself",
        ),
        ("The MoU is renewed automatically every three years.", "renewal P3Y itself"),
        (
            "It is valid for three years and renewable by mutual consent for a further two years.",
            "term P3Y, renewal P2Y agreement",
        ),
        (
            "The MoU may be extended for a further three years by agreement of both sides.",
            "renewal P3Y agreement",
        ),
        ("The MoU may be renewed by mutual written agreement.", "renewal ? agreement"),
        ("The MoU is valid for five years, with the possibility of renewal.", "term P5Y"),
        ("The MoU may be renewed.", ""),
        (
            "Thereafter the MoU shall be automatically renewed from year to year.",
            "renewal P1Y itself",
        ),
        (
            "The MoU is valid for five years and shall be tacitly renewed for periods of the same duration.",
            "term P5Y, renewal P5Y itself",
        ),
        (
            "The MoU shall be renewed for successive one-year periods unless either party objects.",
            "renewal P1Y itself",
        ),
        ("The MoU covers renewable energy by mutual agreement.", ""),
        ("The universities renewed their commitment for another five years.", ""),
    ]);
}

#[test]
fn notice_needs_a_length() {
    check(&[
        ("Either party may terminate the MoU by giving six months' written notice.", "notice P6M"),
        (
            "The MoU may be terminated by either Participant by giving ninety (90) days’ notice in writing.",
            "notice P90D",
        ),
        (
            "Either university may terminate the MoU with at least three months' prior written notice to the other.",
            "notice P3M",
        ),
        ("The MoU may be terminated at any time.", ""),
        ("Either party may terminate the MoU at any time by written notice.", ""),
        (
            "The MoU terminates 180 days after the date of receipt of the notice of termination.",
            "notice P180D",
        ),
        (
            "A party that wishes to withdraw from the MoU shall notify the other party in writing six months in advance.",
            "notice P6M",
        ),
        (
            "The MoU will be renewed automatically for one year unless one of them gives notice of non-renewal at least 60 days before its expiry.",
            "renewal P1Y itself, notice P60D",
        ),
        (
            "The MoU is valid for 3 years and will be automatically renewed for successive periods of one year unless either party gives six months' written notice.",
            "term P3Y, renewal P1Y itself, notice P6M",
        ),
        ("Students must give 30 days' notice if they want to end their exchange.", ""),
        ("Meetings are called with two weeks' notice.", ""),
        ("Either party may terminate the secondment with one month's notice under the MoU.", ""),
    ]);
}
