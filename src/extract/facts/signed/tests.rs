//! Sentences and the signing date that they give.

use crate::extract::{Certainty, SourceText, propose};

/// The day of the texts, a Thursday.
const PUBLISHED: &str = "2024-02-29";

/// Returns the signing date that a text gives, with the word for how it is known if it is not stated.
fn signed(text: &str, published: Option<&str>) -> String {
    let source = SourceText::read(text.as_bytes()).unwrap();
    let proposals = propose(&source, published.map(|day| day.parse().unwrap()));
    let Some(proposal) = proposals.first() else { return "no agreement".to_owned() };
    proposal.signed.as_ref().map_or("none".to_owned(), |fact| match fact.certainty {
        Certainty::Stated => fact.value.to_string(),
        other => format!("{} {other}", fact.value),
    })
}

fn check(published: Option<&str>, cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, expected)| {
            let text = text
                .replace("A and B", "The University of Bergen and Kyoto University")
                .replace("(MoU)", "Memorandum of Understanding");
            let found = signed(&text, published);
            (found != *expected).then(|| format!("{text}\n  {found}, expected: {expected}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn day_in_the_clause_of_the_signing() {
    check(
        Some(PUBLISHED),
        &[
            ("A and B signed a (MoU) on 3 May 2023.", "2023-05-03"),
            ("On 3 May 2023, A and B signed a (MoU).", "2023-05-03"),
            ("On May 3, 2023 A and B signed a (MoU) in Bergen.", "2023-05-03"),
            ("A and B on 3 May 2023 signed a (MoU).", "2023-05-03"),
            ("A and B signed a (MoU) in Bergen on Wednesday, 3 May 2023.", "2023-05-03"),
            ("A and B signed a (MoU), in Bergen, on the 3rd of May 2023.", "2023-05-03"),
            ("A (MoU) between A and B was signed on 3 May 2023.", "2023-05-03"),
            ("A (MoU) was signed by A and B at a ceremony in Bergen on 3 May 2023.", "2023-05-03"),
            (
                "A (MoU) was signed by A and B during a ceremony held in Bergen on 3 May 2023.",
                "2023-05-03",
            ),
            (
                "The signing ceremony of the (MoU) between A and B took place on 3 May 2023 in Bergen.",
                "2023-05-03",
            ),
            (
                "The signing of the (MoU) between A and B was held at the town hall on 3 May 2023.",
                "2023-05-03",
            ),
            (
                "A and B have signed a (MoU). The signing ceremony was held on 3 May 2023.",
                "2023-05-03",
            ),
            (
                "A and B have signed a (MoU). The ceremony, which took place on 3 May 2023, was short.",
                "2023-05-03",
            ),
            (
                "A and B have signed a (MoU). The MoU, signed on 3 May 2023, covers research.",
                "2023-05-03",
            ),
            ("A and B have signed a (MoU). It was signed on 3 May 2023 in Bergen.", "2023-05-03"),
            (
                "A and B have signed a (MoU) to strengthen cooperation in research. The MoU was signed in Bergen on 3 May 2023 by the two rectors.",
                "2023-05-03",
            ),
            (
                "A and B sign a (MoU) in Bergen, Norway on May 3, 2023. Credits: B.\n\nA and B have signed a (MoU).",
                "2023-05-03",
            ),
            ("A and B inked a (MoU) on 3 May 2023.", "2023-05-03"),
            ("A and B entered into a (MoU) on 3 May 2023.", "2023-05-03"),
            ("A and B renewed their (MoU) on 3 May 2023.", "2023-05-03"),
            ("In May 2023, A and B signed a (MoU).", "2023-05"),
            ("A and B signed a (MoU) in May 2023.", "2023-05"),
            ("A and B signed a (MoU) in 2023.", "2023"),
            (
                "A and B signed a (MoU) on research in the field of learning on 3 May 2023.",
                "2023-05-03",
            ),
            ("A and B signed a (MoU) to strengthen their cooperation on 3 May 2023.", "2023-05-03"),
            (
                "A and B signed a (MoU) in Oslo on 2 May 2023 and in Tokyo on 5 May 2023.",
                "2023-05-05",
            ),
            (
                "A and B signed a (MoU) on 3 May 2023 to implement the MoU signed on 4 June 2019.",
                "2023-05-03",
            ),
            (
                "On 1 May 2023 the rectors met, and on 3 May 2023 A and B signed a (MoU).",
                "2023-05-03",
            ),
            ("A and B signed a (MoU) on Friday, 3 May 2023.", "2023-05-03?"),
            ("A and B signed a (MoU) on 03.05.2023.", "2023-05-03"),
            ("A and B signed a (MoU) on 13/05/2023.", "2023-05-13"),
            ("A and B signed a (MoU) on 03/05/2023.", "unknown"),
            (
                "The rector of B visited Bergen in March 2023. A and B signed a (MoU) on 3 May 2023.",
                "2023-05-03",
            ),
        ],
    );
}

#[test]
fn day_against_the_day_of_the_text() {
    check(
        Some(PUBLISHED),
        &[
            ("A and B today signed a (MoU).", "2024-02-29 resolved"),
            ("A and B signed a (MoU) today.", "2024-02-29 resolved"),
            ("Today, A and B signed a (MoU).", "2024-02-29 resolved"),
            ("A and B have today signed a (MoU).", "2024-02-29 resolved"),
            ("A and B signed a (MoU) in Bergen earlier today.", "2024-02-29 resolved"),
            ("A and B signed a (MoU) this morning.", "2024-02-29 resolved"),
            ("A and B signed a (MoU) yesterday.", "2024-02-28 resolved"),
            ("A and B signed a (MoU) on Tuesday.", "2024-02-27 resolved"),
            ("A and B on Tuesday signed a (MoU).", "2024-02-27 resolved"),
            ("On Tuesday, A and B signed a (MoU).", "2024-02-27 resolved"),
            ("A and B signed a (MoU) Tuesday.", "2024-02-27 resolved"),
            ("A and B signed a (MoU) on Thursday.", "2024-02-29 resolved"),
            ("A and B signed a (MoU) on 27 February.", "2024-02-27 resolved"),
            ("A and B signed a (MoU) on Tuesday, February 27.", "2024-02-27 resolved"),
            ("A and B signed a (MoU) on 30 November.", "unknown"),
            ("A and B signed a (MoU) in January this year.", "2024-01 resolved"),
            ("A and B signed a (MoU) last week.", "unknown"),
            ("A and B recently signed a (MoU).", "unknown"),
            (
                "A and B have signed a (MoU). The signing, which took place on Tuesday, was short.",
                "2024-02-27 resolved",
            ),
            ("A and B announced Tuesday they signed a (MoU).", "unknown"),
            ("A and B have signed a (MoU), both said in a statement on Tuesday.", "unknown"),
            ("A and B today announced the signing of a (MoU).", "2024-02-29? resolved"),
            ("A and B announced today that they have signed a (MoU).", "2024-02-29? resolved"),
        ],
    );
    check(
        None,
        &[
            ("A and B today signed a (MoU).", "unknown"),
            ("A and B signed a (MoU) on Tuesday.", "unknown"),
            ("A and B signed a (MoU) on 27 February.", "unknown"),
            ("A and B announced today that they have signed a (MoU).", "unknown"),
        ],
    );
}

#[test]
fn day_of_something_else_is_not_taken() {
    check(
        Some(PUBLISHED),
        &[
            (
                "The University of Bergen, founded in 1946, and Kyoto University, founded in 1897, have signed a (MoU).",
                "unknown",
            ),
            (
                "The University of Bergen (founded in 1946) and Kyoto University (1897) have signed a (MoU).",
                "unknown",
            ),
            ("A and B have signed a (MoU) to reach carbon neutrality by 2030.", "unknown"),
            ("A and B have signed a (MoU) for the exhibition in 2028.", "unknown"),
            ("A and B have signed a (MoU) on a rover launching in 2028.", "unknown"),
            (
                "A and B have signed a (MoU). The rectors first met on 5 June 2019 in Oslo.",
                "unknown",
            ),
            (
                "A and B have signed a (MoU), the rector said in a speech on 5 February 2024.",
                "unknown",
            ),
            ("A and B have signed a (MoU). The library opened on 5 February 2024.", "unknown"),
            (
                "A and B have signed a (MoU). The opening ceremony of the library was held on 5 February 2024.",
                "unknown",
            ),
            ("A and B have signed a (MoU) that builds on cooperation since 2014.", "unknown"),
            (
                "A and B have signed a (MoU) to implement the treaty signed on 4 June 2019.",
                "unknown",
            ),
            (
                "A and B have signed a (MoU). It follows the Joint Declaration signed on 4 June 2019.",
                "unknown",
            ),
            ("A and B have signed a (MoU). The first MoU was signed in 2019.", "unknown"),
            (
                "A and B have signed a (MoU). The previous memorandum was signed on 4 June 2019.",
                "unknown",
            ),
            (
                "A and B have signed a (MoU). The MoU comes into force on 1 February 2024.",
                "unknown",
            ),
            (
                "A and B have signed a (MoU). \"We signed our first letter on 4 June 2019,\" she said.",
                "unknown",
            ),
            ("BERGEN, 5 February 2024 – A and B have signed a (MoU).", "unknown"),
            ("Bergen, February 5, 2024 -- A and B have signed a (MoU).", "unknown"),
            (
                "On 5 February 2024, the ministry announced that A and B have signed a (MoU).",
                "unknown",
            ),
            (
                "A and B have signed a (MoU), according to a release issued on 5 February 2024.",
                "unknown",
            ),
            ("A and B have signed a (MoU) which will be presented on 5 February 2024.", "unknown"),
            ("A and B have signed a (MoU).\n\nLast updated on 11 February 2024", "unknown"),
            (
                "A and B have signed a (MoU) following talks that began on 5 February 2024.",
                "unknown",
            ),
            (
                "A and B have signed a (MoU) on the use of data from 1 January to 5 February 2024.",
                "unknown",
            ),
            ("A and B will sign a (MoU) on 5 February 2024.", "none"),
            ("A (MoU) between A and B is to be signed on 5 March 2024.", "none"),
            ("A and B signed a (MoU) on 5 March 2024.", "none"),
        ],
    );
    check(
        None,
        &[
            ("A and B have signed a (MoU) to hold a conference in 2028.", "unknown"),
            ("A and B have signed a (MoU) for a mission in 2028.", "unknown"),
        ],
    );
}

#[test]
fn day_of_the_event_is_inferred() {
    check(
        Some(PUBLISHED),
        &[
            (
                "A and B signed a (MoU) at the Nordic Forum. The forum was held in Oslo on 27 February 2024.",
                "2024-02-27 inferred",
            ),
            (
                "The Nordic Forum took place in Oslo on 27 February 2024. A and B signed a (MoU) on the sidelines of the forum.",
                "2024-02-27 inferred",
            ),
            (
                "A and B signed a (MoU) at the Nordic Forum held in Oslo on 27 February 2024.",
                "2024-02-27 inferred",
            ),
            (
                "A and B signed a (MoU) at the Nordic Forum. The forum was held from 26 to 28 February 2024.",
                "unknown",
            ),
            (
                "A and B signed a (MoU) at the Nordic Forum. The forum was held on 5 January 2024.",
                "unknown",
            ),
            (
                "A and B signed a (MoU) at the Nordic Forum. The next forum will be held on 28 February 2024.",
                "unknown",
            ),
            (
                "A and B signed a (MoU) at the Nordic Forum. The library was opened on 27 February 2024.",
                "unknown",
            ),
        ],
    );
}

#[test]
fn formal_text_is_signed_on_the_day_that_it_gives() {
    const HEADING: &str = "MEMORANDUM OF UNDERSTANDING\nbetween\nTHE UNIVERSITY OF TURKU\nand\n\
        VYTAUTAS MAGNUS UNIVERSITY\n\nThe University of Turku and Vytautas Magnus University, \
        hereinafter \"the Participants\", RECALLING the Agreement signed on 4 June 2019, have reached \
        the following understanding:\n\nThis Memorandum takes effect upon signature.\n\n";
    for (ending, expected) in [
        ("Signed at Turku on 3 May 2023, in duplicate, in the English language.", "2023-05-03"),
        ("Done at Turku this third day of May 2023.", "2023-05-03"),
        ("DONE in duplicate in Turku, on the 3rd day of May, 2023, in English.", "2023-05-03"),
        (
            "IN WITNESS WHEREOF the undersigned have signed this Memorandum at Turku on 3 May 2023.",
            "2023-05-03",
        ),
        ("Signed on 3 May 2023.", "2023-05-03"),
        ("Signed in duplicate at Turku.", "none"),
        (
            "For the University of Turku\n\nDate: 2 May 2023\n\nFor Vytautas Magnus University\n\nDate: 5 May 2023",
            "2023-05-05",
        ),
        (
            "For the University of Turku\n\nDate: 2 May 2023\n\nFor Vytautas Magnus University\n\nDate: ________",
            "none",
        ),
        (
            "For the University of Turku\n\nDate: 2 May 2023\n\nFor Vytautas Magnus University",
            "none",
        ),
        ("The Participants met on 2 May 2023.", "none"),
    ] {
        assert_eq!(signed(&format!("{HEADING}{ending}"), None), expected, "{ending}");
    }
}
