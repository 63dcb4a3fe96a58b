use crate::extract::{Proposal, SourceText, propose};

/// Returns what is drafted of a text: its first agreement.
fn first(text: &str) -> Proposal {
    let source = SourceText::read(text.as_bytes()).unwrap();
    propose(&source, None).into_iter().next().unwrap_or_else(|| panic!("no agreement: {text}"))
}

/// Texts, each with the place of the signing.
const PLACES: &[(&str, Option<&str>)] = &[
    (
        "The Bank of Zambia and the Royal Mint signed an MoU in Lusaka on 18 July 2022.",
        Some("Lusaka"),
    ),
    (
        "Signed at Windhoek on 17 August 2016 by the Government of Namibia and the Government of Botswana, the memorandum of understanding covers wildlife.",
        Some("Windhoek"),
    ),
    (
        "The Civil Aviation Authority of Zambia and Airbus signed an MoU at the Farnborough Airshow on 18 July 2022.",
        Some("Farnborough Airshow"),
    ),
    (
        "The Civil Aviation Authority of Zambia and Airbus signed an MoU at Mulungushi Hall, Lusaka, on 18 July 2022.",
        Some("Mulungushi Hall, Lusaka"),
    ),
    (
        "The Bank of Zambia and the Royal Mint signed an MoU at the Museum of Money in Kitwe, Zambia, on 18 July 2022.",
        Some("Museum of Money in Kitwe, Zambia"),
    ),
    (
        "The Bank of Zambia and the Royal Mint signed an MoU. The signing took place on 4 July 2022 at 10 Whitechapel High Street, London.",
        Some("10 Whitechapel High Street, London"),
    ),
    (
        "The Bank of Zambia and the Royal Mint signed an MoU. The MOU signing, which took place on Thursday, was held at the official residence of the UK's Chancellor of the Exchequer in London.",
        Some("official residence of the UK's Chancellor of the Exchequer in London"),
    ),
    (
        "The Bank of Zambia and the Royal Mint signed an MoU today at the International Mediation Summit held in Hangzhou, China.",
        Some("International Mediation Summit, Hangzhou, China"),
    ),
    (
        "The Cooperation Programme was signed by Singapore’s Senior Minister of State, Ministry of Law and Ministry of Transport, Mr Murali Pillai SC and Uzbekistan’s Deputy Minister of Justice, Mr Sherzad Rabiev, at the sidelines of the Singapore Convention Week 2025.",
        Some("sidelines of the Singapore Convention Week 2025"),
    ),
    (
        "On the sidelines of the Arctic Circle Assembly, Nunavut Arctic College and the University of Akureyri signed a memorandum of understanding on 14 October 2021.",
        Some("sidelines of the Arctic Circle Assembly"),
    ),
    (
        "The MoU between Kenya and Rwanda was signed today in New York on the sidelines of the 74th UN General Assembly.",
        Some("sidelines of the 74th UN General Assembly, New York"),
    ),
    (
        "The Port of Turku and the Port of Gdynia signed an MoU on the margins of the Baltic Ports Conference in Gdańsk.",
        Some("margins of the Baltic Ports Conference in Gdańsk"),
    ),
    (
        "At the headquarters of the African Union in Addis Ababa, Kenya and Rwanda signed a memorandum of understanding.",
        Some("headquarters of the African Union in Addis Ababa"),
    ),
    (
        "During the World Water Week, Kenya and Rwanda signed a memorandum of understanding.",
        Some("World Water Week"),
    ),
    (
        "The University of Guam and Kyoto University signed an MoU. A ceremony to mark the signing of the MoU was held at the University of Guam.",
        Some("University of Guam"),
    ),
    (
        "NASA’s Associate Administrator Nicky Fox and ESA’s Director Daniel Neuenschwander sign an agreement on the mission at ESA’s headquarters in Paris, France on May 16, 2024.",
        Some("ESA’s headquarters in Paris, France"),
    ),
    (
        "The Ministry of Water of Kenya and the Ministry of Water of Peru signed a Memorandum of Understanding on the Protection of Rivers in Dakar on 8 August 2018.",
        Some("Dakar"),
    ),
    (
        "Kenya and Rwanda signed an MoU in the Belgian capital, Brussels.",
        Some("Belgian capital, Brussels"),
    ),
    // What is no place.
    (
        "Kenya and Rwanda signed an MoU on 18 July 2022 in English and French to assist in the development of new coins.",
        None,
    ),
    ("Kenya and Rwanda signed an MoU in the field of Artificial Intelligence.", None),
    (
        "Kenya and Rwanda signed an MoU on cooperation in Legal Affairs in the presence of the ministers.",
        None,
    ),
    (
        "LUSAKA, 19 July 2022 – The Bank of Zambia and the Royal Mint signed an MoU on 18 July 2022.",
        None,
    ),
    (
        "The Bank of Zambia and the Royal Mint signed an MoU on 18 July 2022. The second meeting of the two will be held in Osaka.",
        None,
    ),
    ("The Bank of Zambia and the Royal Mint signed an MoU to build a plant in Ndola.", None),
    (
        "The Bank of Zambia and the Royal Mint signed an MoU. At the forum in Osaka, Norway and Japan signed an earlier MoU on shipping.",
        None,
    ),
    (
        "The Bank of Zambia and the Royal Mint signed an MoU in a virtual ceremony on 18 July 2022.",
        None,
    ),
    (
        "The Bank of Zambia and the Royal Mint signed an MoU in duplicate at the highest level.",
        None,
    ),
];

#[test]
fn the_place_follows_the_signing() {
    let wrong: Vec<_> = PLACES
        .iter()
        .map(|(text, expected)| {
            (text, first(text).place.map(|place| place.value.to_string()), expected)
        })
        .filter(|(_, place, expected)| place.as_deref() != **expected)
        .map(|(text, place, expected)| {
            format!("{text}\n  read     {place:?}\n  expected {expected:?}")
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_signing_by_video_has_a_note_and_no_place() {
    let signed =
        "The Bank of Zambia and the Royal Mint signed an MoU by video conference on 18 July 2022.";
    assert_eq!(first(signed).notes, ["It was signed by video, so there is no place of signing."]);
    assert_eq!(first(signed).place, None);
}
