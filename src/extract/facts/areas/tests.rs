use crate::extract::{SourceText, propose};

/// An agreement that the sentences of the tests speak of.
const OPENING: &str = "The University of Bergen and Kyoto University signed a Memorandum of Understanding on 3 May 2023.";

/// Texts after the opening, each with the areas.
const AREAS: &[(&str, &[&str])] = &[
    (
        "Under the MoU, the universities will cooperate in marine biology, geophysics and public health.",
        &["marine biology", "geophysics", "public health"],
    ),
    (
        "The MoU covers student exchange, joint degrees and shared laboratories.",
        &["student exchange", "joint degrees", "shared laboratories"],
    ),
    (
        "The MoU aims to strengthen relations in the areas of politics, economy, trade, science, technology and cultural cooperation.",
        &["politics", "economy", "trade", "science", "technology", "cultural cooperation"],
    ),
    (
        "This MoU sets the stage for cooperation in areas such as leadership development, vocational training, and innovation.",
        &["leadership development", "vocational training", "innovation"],
    ),
    (
        "Areas of cooperation include:\n\n- marine biology\n- geophysics\n- public health",
        &["marine biology", "geophysics", "public health"],
    ),
    (
        "Under the MoU, the two universities will:\n\na) exchange students;\nb) hold joint conferences; and\nc) share laboratory data.",
        &["exchange students", "hold joint conferences", "share laboratory data"],
    ),
    (
        "It also covers shared data analysis, sharing of corporate services including security, travel and health services, and a joint reporting mechanism to measure progress.",
        &[
            "shared data analysis",
            "sharing of corporate services including security, travel and health services",
            "joint reporting mechanism",
        ],
    ),
    (
        "They intend to cooperate in areas which include the drafting and administration of laws, development of expertise, dispute resolution, including arbitration and mediation and the administration of courts.",
        &[
            "drafting and administration of laws",
            "development of expertise",
            "dispute resolution, including arbitration and mediation",
            "administration of courts",
        ],
    ),
    (
        "Under the MoU they will share best practices in building the skills of officials, and adopting standards for information, data and software, among other things.",
        &[
            "building the skills of officials",
            "adopting standards for information, data and software",
        ],
    ),
    (
        "The MoU covers energy security, under which each side pays its own costs, and nothing else.",
        &["energy security"],
    ),
    // What is no area.
    ("\"We will cooperate on whales, seals and squid,\" said the rector.", &[]),
    ("Bergen offers courses in law, medicine and music.", &[]),
    ("Under the MoU they will cooperate in various fields.", &[]),
    (
        "The MoU was signed by:\n\n- Mr Ola Nordmann, Rector of the University of Bergen\n- Prof. Kenji Mori, President of Kyoto University",
        &[],
    ),
];

#[test]
fn areas_are_the_items_of_lists_about_the_agreement() {
    let wrong: Vec<_> = AREAS
        .iter()
        .map(|(text, expected)| {
            let source = SourceText::read(format!("{OPENING} {text}").as_bytes()).unwrap();
            let agreement = propose(&source, None).into_iter().next().unwrap();
            let areas: Vec<_> = agreement.areas.iter().map(|area| area.value.to_string()).collect();
            (text, areas, expected)
        })
        .filter(|(_, areas, expected)| areas != *expected)
        .map(|(text, areas, expected)| {
            format!("{text}\n  read     {areas:?}\n  expected {expected:?}")
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
