use super::people;
use crate::extract::mentions::nations::nations;
use crate::extract::sentences::sentences;
use crate::extract::text::SourceText;

/// Returns the persons of a sentence: `name | title | body`, with `-` for what is absent.
fn read(text: &str) -> Vec<String> {
    let source = SourceText::read(text.as_bytes()).unwrap();
    let text = source.text.as_str();
    sentences(&source)
        .iter()
        .flat_map(|sentence| people(text, sentence, &nations(text, sentence.range.clone())))
        .map(|person| {
            let part = |range: Option<std::ops::Range<usize>>| {
                range.map_or("-".to_owned(), |range| text[range].replace('\n', " "))
            };
            let name = text[person.name].replace('\n', " ");
            format!("{name} | {} | {}", part(person.title), part(person.body))
        })
        .collect()
}

/// Sentences, each with the persons that it names.
const PERSONS: &[(&str, &[&str])] = &[
    // Offices before the name.
    (
        "Deputy Prime Minister and Minister for Law Professor S Jayakumar and the Minister of Justice of the Socialist \
         Republic of Vietnam Mr Ha Hung Cuong signed a Memorandum of Understanding.",
        &[
            "S Jayakumar | Deputy Prime Minister and Minister for Law | -",
            "Ha Hung Cuong | Minister of Justice of the Socialist Republic of Vietnam | Socialist Republic of Vietnam",
        ],
    ),
    (
        "Singapore’s Minister for Home Affairs and Minister for Law, Mr K Shanmugam SC, and Uzbekistan’s Minister of \
         Justice, Mr Ruslanbek Davletov, today signed it.",
        &[
            "K Shanmugam SC | Minister for Home Affairs and Minister for Law | Singapore",
            "Ruslanbek Davletov | Minister of Justice | Uzbekistan",
        ],
    ),
    (
        "This was announced by Minister for Culture, Community and Youth and Second Minister for Law Mr Edwin Tong SC \
         at the meeting.",
        &[
            "Edwin Tong SC | Minister for Culture, Community and Youth and Second Minister for Law | -",
        ],
    ),
    (
        "It was signed by Singapore’s Senior Minister of State, Ministry of Law and Ministry of Transport, Mr Murali \
         Pillai SC and Uzbekistan’s Deputy Minister of Justice, Mr Sherzad Rabiev, at the event.",
        &[
            "Murali Pillai SC | Senior Minister of State, Ministry of Law and Ministry of Transport | Singapore",
            "Sherzad Rabiev | Deputy Minister of Justice | Uzbekistan",
        ],
    ),
    (
        "NASA’s Associate Administrator for the Science Mission Directorate Nicky Fox and ESA’s Director of Human and \
         Robotic Exploration Daniel Neuenschwander sign an agreement.",
        &[
            "Nicky Fox | Associate Administrator for the Science Mission Directorate | NASA",
            "Daniel Neuenschwander | Director of Human and Robotic Exploration | ESA",
        ],
    ),
    (
        "Representing the agencies were Mr Kok and director general of GDS UK Kevin Cunnington.",
        &["Kok | - | -", "Kevin Cunnington | director general of GDS UK | GDS UK"],
    ),
    (
        "Witnessing the signing are Philip Hammond, Chancellor of the Exchequer and Senior Minister Tharman \
         Shanmugaratnam.",
        &[
            "Philip Hammond | Chancellor of the Exchequer | -",
            "Tharman Shanmugaratnam | Senior Minister | -",
        ],
    ),
    (
        "It was launched by UK Foreign Secretary Jeremy Hunt and Singapore Minister for Foreign Affairs Vivian \
         Balakrishnan.",
        &[
            "Jeremy Hunt | UK Foreign Secretary | UK",
            "Vivian Balakrishnan | Singapore Minister for Foreign Affairs | Singapore",
        ],
    ),
    ("Mayor Ana Duarte of Coimbra signed a memorandum.", &["Ana Duarte | Mayor | Coimbra"]),
    (
        "Foreign Minister Jeppe Holm of Denmark and Foreign Minister Amina Yusuf of Somalia signed a memorandum.",
        &["Jeppe Holm | Foreign Minister | Denmark", "Amina Yusuf | Foreign Minister | Somalia"],
    ),
    // Offices after the name.
    (
        "The MOU was signed by Ms Ng Chai Ngee, SIMC Board Member, and Mr Li Jianning, Director-General of the CCPIT \
         Commercial Legal Services Center.",
        &[
            "Ng Chai Ngee | SIMC Board Member | SIMC",
            "Li Jianning | Director-General of the CCPIT Commercial Legal Services Center | CCPIT Commercial Legal \
             Services Center",
        ],
    ),
    (
        "The signing was witnessed by Mr Han Kok Juan, Deputy Secretary of the Singapore Ministry of Law, and Chinese \
         officials from the Chinese Courts, CCPIT, and the Hangzhou Municipal Government.",
        &[
            "Han Kok Juan | Deputy Secretary of the Singapore Ministry of Law | Singapore Ministry of Law",
        ],
    ),
    (
        "Kevin Cunnington, Director General of UK GDS and Kok Ping Soon, chief executive of GovTech, sign a MoU.",
        &[
            "Kevin Cunnington | Director General of UK GDS | UK GDS",
            "Kok Ping Soon | chief executive of GovTech | GovTech",
        ],
    ),
    (
        "Representing the agencies to sign the MoU were Mr. Kok Ping Soon, Chief Executive of GovTech Singapore and \
         Mr. Tom Read, Chief Executive Officer and Director General of Government Digital Service (GDS) UK.",
        &[
            "Kok Ping Soon | Chief Executive of GovTech Singapore | GovTech Singapore",
            "Tom Read | Chief Executive Officer and Director General of Government Digital Service (GDS) UK | \
             Government Digital Service (GDS) UK",
        ],
    ),
    (
        "- Ms Sharon Ong, Director-General (International & Advisory), MinLaw;",
        &["Sharon Ong | Director-General (International & Advisory) | MinLaw"],
    ),
    (
        "Mr Wu Jianyong, Director-General, Shanghai Municipal Bureau of Justice;",
        &["Wu Jianyong | Director-General | Shanghai Municipal Bureau of Justice"],
    ),
    (
        "Ms Lisa Sam, Vice-President, The Law Society of Singapore; and",
        &["Lisa Sam | Vice-President | Law Society of Singapore"],
    ),
    (
        "Nicola Fox, associate administrator, Science Mission Directorate at NASA Headquarters in Washington, spoke.",
        &["Nicola Fox | associate administrator | Science Mission Directorate"],
    ),
    (
        "The memorandum was signed by Professor Margaret Gardner AC, Vice-Chancellor of Monash University, and Dr. \
         Nguyen Van Minh, Rector of Hanoi National University of Education.",
        &[
            "Margaret Gardner AC | Vice-Chancellor of Monash University | Monash University",
            "Nguyen Van Minh | Rector of Hanoi National University of Education | Hanoi National University of Education",
        ],
    ),
    (
        "H.E. Dr. Abdullah bin Touq Al Marri, Minister of Economy of the UAE, and Shri Piyush Goyal, Minister of \
         Commerce and Industry, Government of India, signed.",
        &[
            "Abdullah bin Touq Al Marri | Minister of Economy of the UAE | UAE",
            "Piyush Goyal | Minister of Commerce and Industry | Government of India",
        ],
    ),
    (
        "The agreement was signed by Brig. Gen. Juan Carlos de la Cruz (left) and Rear Adm. Pat O’Brien, commander of \
         the Pacific Fleet.",
        &["Juan Carlos de la Cruz | - | -", "Pat O’Brien | commander of the Pacific Fleet | -"],
    ),
    (
        "University of Oslo Rector Svein Stølen and Kyoto University President Nagahiro Minato signed.",
        &[
            "Svein Stølen | University of Oslo Rector | University of Oslo",
            "Nagahiro Minato | Kyoto University President | Kyoto University",
        ],
    ),
    (
        "Signed by Rector of Vilnius University Rimvydas Petrauskas and Jan van der Berg, CEO of Philips.",
        &[
            "Rimvydas Petrauskas | Rector of Vilnius University | Vilnius University",
            "Jan van der Berg | CEO of Philips | Philips",
        ],
    ),
    (
        "Datuk Seri Anwar bin Ibrahim and Tan Sri Dr. Noor Hisham Abdullah (2nd from right) met.",
        &["Anwar bin Ibrahim | - | -", "Noor Hisham Abdullah | - | -"],
    ),
    (
        "Permanent Secretary Sir Philip Barton KCMG OBE and Lord Ahmad of Wimbledon signed.",
        &["Philip Barton KCMG OBE | Permanent Secretary | -", "Ahmad | - | Wimbledon"],
    ),
    (
        "The letter was signed by Smt. Nirmala Sitharaman, Hon’ble Finance Minister, and Mr. Jean-Pierre Lacroix, \
         Under-Secretary-General for Peace Operations.",
        &[
            "Nirmala Sitharaman | Finance Minister | -",
            "Jean-Pierre Lacroix | Under-Secretary-General for Peace Operations | -",
        ],
    ),
    (
        "Jane Smith, PhD, Dean of the Faculty of Science, University of Auckland, signed with José María Álvarez.",
        &[
            "Jane Smith | Dean of the Faculty of Science | Faculty of Science",
            "José María Álvarez | - | -",
        ],
    ),
    (
        "It was signed by Governor Gretchen Whitmer and Prime Minister Mette Frederiksen.",
        &["Gretchen Whitmer | Governor | -", "Mette Frederiksen | Prime Minister | -"],
    ),
    (
        "Ambassador of Japan to Kenya Okaniwa Ken and Cabinet Secretary for Trade, Investments and Industry Moses \
         Kuria signed.",
        &[
            "Okaniwa Ken | Ambassador of Japan to Kenya | Japan",
            "Moses Kuria | Cabinet Secretary for Trade, Investments and Industry | -",
        ],
    ),
    (
        "It was witnessed by other members, councilors Diosdado Suico, Jimmy Lumapas, and Demetrio Cortes Jr.",
        &[
            "Diosdado Suico | councilor | -",
            "Jimmy Lumapas | councilor | -",
            "Demetrio Cortes Jr. | councilor | -",
        ],
    ),
    (
        "Signed by Foreign Ministers Wang Yi of China and Retno Marsudi of Indonesia.",
        &["Wang Yi | Foreign Minister | China", "Retno Marsudi | Foreign Minister | Indonesia"],
    ),
    (
        "Sultan Al-Shamsy signed for the UAE while the US ambassador to the UAE John Rakolta signed for his country.",
        &["Sultan Al-Shamsy | - | -", "John Rakolta | US ambassador to the UAE | US"],
    ),
    (
        "North Dakota Gov. Doug Burgum, Heirs Holdings Chairman Tony O. Elumelu, CON, and Chairman/CEO of BCP Mohamed \
         Benchaaboun.",
        &[
            "Doug Burgum | North Dakota Gov. | North Dakota",
            "Tony O. Elumelu | Heirs Holdings Chairman | Heirs Holdings",
            "Mohamed Benchaaboun | Chairman/CEO of BCP | BCP",
        ],
    ),
    (
        "Environment and Forest minister – Parimal Suklabaidya, Robert Adams, Secretary of the Smithsonian.",
        &[
            "Parimal Suklabaidya | Environment and Forest minister | -",
            "Robert Adams | Secretary of the Smithsonian | Smithsonian",
        ],
    ),
    (
        "US Under Secretary of State for Economic Growth, Energy, and the Environment Catherine Novelli and Secretary of \
         Tourism Ruiz-Massieu.",
        &[
            "Catherine Novelli | US Under Secretary of State for Economic Growth, Energy, and the Environment | US",
            "Ruiz-Massieu | Secretary of Tourism | -",
        ],
    ),
    (
        "Dr Abdul Majeed, Director PAEC General Hospital, and Professor Dr Rizwan Ashraf, Principal NSHS.",
        &[
            "Abdul Majeed | Director PAEC General Hospital | PAEC General Hospital",
            "Rizwan Ashraf | Principal NSHS | NSHS",
        ],
    ),
    (
        "Chief Justice of India D.Y. Chandrachud met his Rwandan counterpart Vincent Biruta.",
        &["D.Y. Chandrachud | Chief Justice of India | India", "Vincent Biruta | - | Rwandan"],
    ),
    // What names no person.
    (
        "The University of Bergen and Kyoto University signed a Memorandum of Understanding on 3 May 2023.",
        &[],
    ),
    (
        "Leeds Beckett University, the University of Hull, York St John University and Teesside University signed.",
        &[],
    ),
    (
        "The Ministry of Energy of Chile and the Ministry of Economy of Japan signed a Memorandum of Cooperation.",
        &[],
    ),
    (
        "The Rosalind Franklin rover mission complements the Mars Sample Return campaign led by both agencies.",
        &[],
    ),
    ("Hydro Tasmania and Korea Zinc, a member of the alliance, signed a letter of intent.", &[]),
    (
        "The Royal Society of Tasmania and the Linnean Society of London met at Sir Thomas Brisbane House.",
        &[],
    ),
    (
        "The Office of the Prime Minister, the President of the Republic and the Chief Executive attended.",
        &[],
    ),
    (
        "The Director-General of the World Health Organization and the Secretary-General signed it.",
        &[],
    ),
    (
        "Universiti Sains Malaysia (USM) and the Japan Aerospace Exploration Agency (JAXA) signed an MoU.",
        &[],
    ),
    (
        "The Mayor of New York signed a letter with Charles University and the Victoria Falls Company.",
        &[],
    ),
    (
        "The President of Universitas Gadjah Mada and the Rector of Université Grenoble Alpes signed.",
        &[],
    ),
    (
        "Danish Patent and Trademark Office, Ernst & Young, Bank Negara Malaysia and Green Mountain Power.",
        &[],
    ),
];

#[test]
fn a_sentence_names_its_persons() {
    let wrong: Vec<_> = PERSONS
        .iter()
        .filter(|(text, expected)| read(text) != *expected)
        .map(|(text, expected)| {
            format!("{text}\n  read     {:#?}\n  expected {expected:#?}", read(text))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
