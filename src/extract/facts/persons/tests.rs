use crate::extract::{SourceText, propose};

/// An agreement that the sentences of the tests speak of.
const OPENING: &str = "The University of Bergen (UiB) and Kyoto University signed a Memorandum of Understanding on 3 May 2023.";

/// Returns the people of the first agreement: `name | title | party` for signatories, `+ name` for witnesses.
fn read(text: &str) -> Vec<String> {
    let source = SourceText::read(text.as_bytes()).unwrap();
    let Some(agreement) = propose(&source, None).into_iter().next() else {
        return vec!["no agreement".to_owned()];
    };
    let part = |part: &Option<crate::domain::Text>| part.as_deref().unwrap_or("-").to_owned();
    let signatories = agreement.signatories.iter().map(|fact| {
        format!("{} | {} | {}", fact.value.name, part(&fact.value.title), part(&fact.value.party))
    });
    let witnesses = agreement.witnesses.iter().map(|fact| format!("+ {}", fact.value.name));
    signatories.chain(witnesses).collect()
}

/// Texts after the opening, each with its people.
const PEOPLE: &[(&str, &[&str])] = &[
    (
        "It was signed by Ola Nordmann, Rector of the University of Bergen, and Prof. Kenji Mori, President of Kyoto University.",
        &["Ola Nordmann | Rector | UiB", "Kenji Mori | President | Kyoto University"],
    ),
    (
        "UiB Rector Ola Nordmann signed the MoU with Professor Kenji Mori.",
        &["Ola Nordmann | Rector | UiB", "Kenji Mori | - | Kyoto University"],
    ),
    (
        "Ola Nordmann signed for the University of Bergen, while Kenji Mori signed for Kyoto University.",
        &["Ola Nordmann | - | UiB", "Kenji Mori | - | Kyoto University"],
    ),
    (
        "Rector Ola Nordmann and President Kenji Mori signed the MoU on behalf of UiB and Kyoto University, respectively.",
        &["Ola Nordmann | Rector | UiB", "Kenji Mori | President | Kyoto University"],
    ),
    (
        "Ms Kari Lunde, on behalf of the University of Bergen, and Mr Kenji Mori, representing Kyoto University, signed the MoU.",
        &["Kari Lunde | - | UiB", "Kenji Mori | - | Kyoto University"],
    ),
    (
        "Representing the universities at the signing were Dr. Ola Nordmann and president of Kyoto University Kenji Mori.",
        &["Ola Nordmann | - | UiB", "Kenji Mori | president | Kyoto University"],
    ),
    (
        "The MoU was signed by the following representatives:\n\n- Ms Kari Lunde, Rector, University of Bergen;\n- Mr Kenji Mori, President, Kyoto University.",
        &["Kari Lunde | Rector | UiB", "Kenji Mori | President | Kyoto University"],
    ),
    (
        "The MoU was signed by Mr Mori and Ms Lunde. Kenji Mori is President of Kyoto University. Kari Lunde, Rector of UiB, said: \"Good.\"",
        &["Kenji Mori | - | Kyoto University", "Kari Lunde | Rector | UiB"],
    ),
    (
        "The MoU was inked on the part of UiB by Rector Ola Nordmann, and on the part of Kyoto University, Mr Kenji Mori, its president.",
        &["Ola Nordmann | Rector | UiB", "Kenji Mori | president | Kyoto University"],
    ),
    (
        "It was signed by Ola Nordmann, Rector of UiB, in the presence of Mayor Marte Holm and witnessed by Ambassador Hana Sato; Dr. Per Vik, Dean; and Ms Liv Moe.",
        &["Ola Nordmann | Rector | UiB", "+ Marte Holm", "+ Hana Sato", "+ Per Vik", "+ Liv Moe"],
    ),
    (
        "Ambassador of Japan to Norway, Ms Hana Sato, and Mayor Marte Holm were also present to witness the signing.",
        &["+ Hana Sato", "+ Marte Holm"],
    ),
    (
        "The signing was witnessed by Mr Per Vik and officials from the City of Bergen.",
        &["+ Per Vik"],
    ),
    (
        "It was signed by Kenji Mori, President of Kyoto University, on behalf of the Minister, Mr Taro Ito.",
        &["Kenji Mori | President | Kyoto University"],
    ),
    // Who has no role.
    ("Professor Kari Lunde of the Norwegian Institute of Public Health welcomed the news.", &[]),
    ("Mayor Marte Holm and Ambassador Hana Sato were present.", &[]),
    ("Rector Ola Nordmann said that the MoU would help both universities.", &[]),
    ("The MoU was hosted by Mr Per Vik and announced by Ms Liv Moe.", &[]),
    ("Rector Ola Nordmann signed the visitors' book.", &[]),
    ("After talks with Mr Per Vik the universities signed the MoU.", &[]),
    ("The MoU was signed by Mr Mori.", &[]),
    ("\"It was signed by Mr Per Vik and Ms Liv Moe,\" said the rector.", &[]),
];

#[test]
fn people_have_the_role_that_the_words_around_them_give() {
    let wrong: Vec<_> = PEOPLE
        .iter()
        .map(|(text, expected)| (text, read(&format!("{OPENING} {text}")), expected))
        .filter(|(_, people, expected)| people != *expected)
        .map(|(text, people, expected)| {
            format!("{text}\n  read     {people:#?}\n  expected {expected:#?}")
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whole texts, each with the people of its agreement.
const TEXTS: &[(&str, &[&str])] = &[
    (
        "Foreign Minister Jeppe Holm of Denmark and Foreign Minister Amina Yusuf of Somalia signed a memorandum of understanding on 5 March 2018.",
        &["Jeppe Holm | Foreign Minister | Denmark", "Amina Yusuf | Foreign Minister | Somalia"],
    ),
    (
        "MEMORANDUM OF UNDERSTANDING\nBETWEEN\nTHE GOVERNMENT OF SAMOA\nAND\nTHE GOVERNMENT OF TONGA\n\nThe Government of Samoa and the Government of Tonga have reached the following understanding:\n\nSigned at Apia on 5 May 2017.\n\nFor the Government of Samoa                    For the Government of Tonga\n\nSina Tuilagi                                  Sione Fifita\nMinister for Fisheries                        Minister of Agriculture\n",
        &[
            "Sina Tuilagi | Minister for Fisheries | Government of Samoa",
            "Sione Fifita | Minister of Agriculture | Government of Tonga",
        ],
    ),
];

#[test]
fn whole_texts_name_their_signatories() {
    for (text, expected) in TEXTS {
        assert_eq!(read(text), *expected, "{text}");
    }
}
