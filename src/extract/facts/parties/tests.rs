//! Texts of one sentence, with the kind of the agreement, its title if it is written, and its parties.

use crate::extract::proposal::Certainty;
use crate::extract::{SourceText, propose};

/// Returns the agreements of a text, divided by ` / `.
fn shown(text: &str) -> String {
    let source = SourceText::read(text.as_bytes()).unwrap();
    let agreements = propose(&source, None).into_iter().map(|proposal| {
        let parties = proposal.parties.iter().map(|party| {
            let party = &party.value;
            let short = party.short.as_ref().map_or(String::new(), |short| format!(" ({short})"));
            let country = party.country.as_ref().map_or(String::new(), |code| format!(" [{code}]"));
            format!("{}{short}{country}", party.name)
        });
        let is_composed = proposal.title.certainty == Certainty::Composed;
        let title = if is_composed { String::new() } else { format!("{}: ", proposal.title.value) };
        format!("{}: {title}{}", proposal.kind.value, parties.collect::<Vec<_>>().join(" ; "))
    });
    agreements.collect::<Vec<_>>().join(" / ")
}

#[expect(clippy::too_many_lines, reason = "a table of cases is one thing")]
#[test]
fn parties_are_read() {
    for (text, expected) in [
        (
            "The Asian Development Bank (ADB) and the Government of Japan have signed a memorandum of understanding to support quality infrastructure.",
            "MoU: Asian Development Bank (ADB) ; Government of Japan [JP]",
        ),
        (
            "KUALA LUMPUR: Petronas has signed a memorandum of understanding (MoU) with Tenaga Nasional Bhd and Sarawak Energy to explore hydrogen.",
            "MoU: Petronas ; Tenaga Nasional Bhd ; Sarawak Energy [MY]",
        ),
        (
            "Rolls-Royce and easyJet today announced the signing of an MoU on hydrogen engines.",
            "MoU: Rolls-Royce ; easyJet",
        ),
        (
            "Today, the European Investment Bank and Banco Santander signed a Memorandum of Understanding in Luxembourg.",
            "MoU: European Investment Bank ; Banco Santander [ES]",
        ),
        (
            "The Indian Institute of Technology Bombay (IIT Bombay) has entered into an MoU with Monash University, Australia.",
            "MoU: Indian Institute of Technology Bombay (IIT Bombay) [IN] ; Monash University [AU]",
        ),
        (
            "The MOU was signed by Dr. Amy Khor, Senior Minister of State, on behalf of the Ministry of Sustainability and the Environment, and Mr. Lars Hansen on behalf of the Danish Environmental Protection Agency.",
            "MoU: Ministry of Sustainability and the Environment ; Danish Environmental Protection Agency [DK]",
        ),
        (
            "The Royal Malaysian Police (PDRM) and Interpol inked an MoU.",
            "MoU: Royal Malaysian Police (PDRM) [MY] ; Interpol",
        ),
        (
            "DP World, one of the world's largest port operators, and Senegal's Port Authority of Dakar (PAD) have signed an MoU.",
            "MoU: DP World ; Port Authority of Dakar (PAD) [SN]",
        ),
        (
            "A Memorandum of Understanding (MoU) has been signed between Addis Ababa University, Ethiopia and Jimma University to strengthen research.",
            "MoU: Addis Ababa University [ET] ; Jimma University [ET]",
        ),
        (
            "The signing ceremony of the MoU between ITC-ILO and the Arab Labour Organization was held in Cairo.",
            "MoU: ITC-ILO ; Arab Labour Organization",
        ),
        (
            "The Embassy of the Kingdom of the Netherlands in Ghana and the Ghana Free Zones Authority have signed an MoU.",
            "MoU: Embassy of the Kingdom of the Netherlands [NL] ; Ghana Free Zones Authority [GH]",
        ),
        (
            "Vietnam's Ministry of Science and Technology (MOST) and the Republic of Korea's Ministry of Science and ICT (MSIT) signed an MOC.",
            "MoC: Ministry of Science and Technology (MOST) [VN] ; Ministry of Science and ICT (MSIT) [KR]",
        ),
        (
            "Bank Negara Malaysia and Bank Indonesia sign Memorandum of Understanding on Payment Connectivity",
            "MoU: Memorandum of Understanding on Payment Connectivity: Bank Negara Malaysia [MY] ; Bank Indonesia [ID]",
        ),
        (
            "The City of Vancouver signed an MOU with the Musqueam Indian Band, Squamish Nation and Tsleil-Waututh Nation.",
            "MoU: City of Vancouver [CA] ; Musqueam Indian Band ; Squamish Nation ; Tsleil-Waututh Nation",
        ),
        (
            "Mayor of London Sadiq Khan and Mayor of Paris Anne Hidalgo have signed a memorandum of understanding.",
            "MoU: London [GB] ; Paris [FR]",
        ),
        (
            "The UN Refugee Agency (UNHCR) and the African Union Commission signed a Memorandum of Cooperation in Addis Ababa.",
            "MoC: UN Refugee Agency (UNHCR) ; African Union Commission",
        ),
        (
            "Thales, Airbus Defence and Space and Leonardo have signed a letter of intent.",
            "LoI: Thales ; Airbus Defence and Space ; Leonardo",
        ),
        (
            "Today the Hong Kong Monetary Authority (HKMA) and the Central Bank of the United Arab Emirates (CBUAE) held a meeting and signed an MoU.",
            "MoU: Hong Kong Monetary Authority (HKMA) [HK] ; Central Bank of the United Arab Emirates (CBUAE) [AE]",
        ),
        (
            "Universitas Gadjah Mada (UGM) and the University of Melbourne renewed their Memorandum of Understanding for five years.",
            "MoU: Universitas Gadjah Mada (UGM) [ID] ; University of Melbourne [AU]",
        ),
        (
            "An MoU has been signed by the African Development Bank, Afreximbank and the Islamic Development Bank.",
            "MoU: African Development Bank ; Afreximbank ; Islamic Development Bank",
        ),
        (
            "The Federal Ministry for Economic Affairs and Climate Action (BMWK) and the Ministry of Economy, Trade and Industry (METI) of Japan signed a Joint Declaration of Intent.",
            "declaration of intent: Federal Ministry for Economic Affairs and Climate Action (BMWK) ; Ministry of Economy, Trade and Industry (METI) [JP]",
        ),
        (
            "Kazakhstan's sovereign wealth fund Samruk-Kazyna and France's Total Eren signed a memorandum of understanding.",
            "MoU: Samruk-Kazyna [KZ] ; Total Eren [FR]",
        ),
        (
            "Save the Children International and the Ministry of Women, Family and Community Development signed an MoU yesterday.",
            "MoU: Save the Children International ; Ministry of Women, Family and Community Development",
        ),
        (
            "The Bureau of Meteorology and CSIRO have signed a new MOU.",
            "MoU: Bureau of Meteorology ; CSIRO",
        ),
        (
            "Representatives of Kenya Ports Authority and the Port of Rotterdam signed a memorandum of understanding.",
            "MoU: Kenya Ports Authority [KE] ; Port of Rotterdam [NL]",
        ),
        (
            "The Rector of Comenius University in Bratislava, Marek Števček, and the President of Yonsei University, Dong-Sup Yoon, signed a memorandum of understanding.",
            "MoU: Comenius University ; Yonsei University [KR]",
        ),
        (
            "Iceland has become the 12th country to sign the Memorandum of Understanding on Arctic Data.",
            "MoU: Memorandum of Understanding on Arctic Data: Iceland [IS]",
        ),
        (
            "The University of Ghent joined the MoU on open science that was signed in 2021 by six universities.",
            "MoU: University of Ghent [BE]",
        ),
        (
            "Estonia's Tax and Customs Board acceded to the Memorandum of Understanding on 3 March 2022.",
            "MoU: Tax and Customs Board [EE]",
        ),
        (
            "Monash University is pleased to announce that it has signed a Memorandum of Understanding with Infosys.",
            "MoU: Monash University ; Infosys",
        ),
        (
            "Through this MoU, the World Food Programme (WFP) and Mastercard will expand digital payments.",
            "MoU: World Food Programme (WFP) ; Mastercard",
        ),
        (
            "UNESCO and the Government of Kenya, through the Ministry of Education, signed a memorandum of understanding on Friday.",
            "MoU: UNESCO ; Government of Kenya [KE]",
        ),
        (
            "The Chief Justice of Singapore, Sundaresh Menon, and the Chief Justice of India, D Y Chandrachud, signed a Memorandum of Understanding on judicial cooperation.",
            "MoU: Memorandum of Understanding on judicial cooperation: Singapore [SG] ; India [IN]",
        ),
        (
            "The Memorandum of Understanding was signed by the Director General of the Geological Survey of Finland, Kimmo Tiilikainen, and the Director of the Geological Survey of Ireland, Koen Verbruggen.",
            "MoU: Geological Survey of Finland [FI] ; Geological Survey of Ireland [IE]",
        ),
        (
            "On behalf of the Ministry of Tourism, Deputy Minister Ali Khan signed the MoU, while CEO Maria Lopez signed for Iberostar Group.",
            "MoU: Ministry of Tourism ; Iberostar Group",
        ),
        (
            "The Standards and Conformity Assessment Bureau of Thailand (TISI) and BSI have today formalised their partnership with the signing of a memorandum of understanding.",
            "MoU: Standards and Conformity Assessment Bureau of Thailand (TISI) [TH] ; BSI",
        ),
        (
            "Singapore Tourism Board, Changi Airport Group and Agoda ink three-year MoU to boost arrivals",
            "MoU: Singapore Tourism Board [SG] ; Changi Airport Group ; Agoda",
        ),
        (
            "Following talks in Lima, the Presidents of Peru and Chile, Ms Dina Soto and Mr Luis Vera, signed a memorandum of understanding on migration.",
            "MoU: Peru [PE] ; Chile [CL]",
        ),
        (
            "A trilateral memorandum of understanding among Equinor, RWE and the port of Emden was concluded in March 2023.",
            "MoU: Equinor ; RWE ; port of Emden [DE]",
        ),
        (
            "King Abdullah University of Science and Technology (KAUST), the Saudi Space Agency and Boeing signed a tripartite memorandum of understanding.",
            "MoU: King Abdullah University of Science and Technology (KAUST) ; Saudi Space Agency [SA] ; Boeing",
        ),
        (
            "Prime Minister Anthony Albanese and Prime Minister Narendra Modi witnessed the signing of an MoU between Geoscience Australia and the Geological Survey of India.",
            "MoU: Geoscience Australia [AU] ; Geological Survey of India [IN]",
        ),
        (
            "The Ministry of Health, Labour and Welfare of Japan and the Ministry of Public Health of Thailand signed an MOC on 2 May 2019.",
            "MoC: Ministry of Health, Labour and Welfare [JP] ; Ministry of Public Health [TH]",
        ),
        (
            "The partnership agreement between Manchester City Council and the Wuhan Municipal People's Government was renewed on 4 April 2019.",
            "agreement: Manchester City Council [GB] ; Wuhan Municipal People's Government [CN]",
        ),
        (
            "The Ministry of Environment and the Ministry of Agriculture of the Republic of Slovenia signed an agreement with the Slovenian Forestry Institute.",
            "agreement: Ministry of Environment ; Ministry of Agriculture of the Republic of Slovenia [SI] ; Slovenian Forestry Institute [SI]",
        ),
        (
            "St. Olaf College and St Andrews University signed an MoU.",
            "MoU: St. Olaf College ; St Andrews University [GB]",
        ),
        (
            "The MoU signed between Bahrain's Economic Development Board and Israel's Start-Up Nation Central aims to promote trade.",
            "MoU: Economic Development Board [BH] ; Start-Up Nation Central [IL]",
        ),
        ("Jordan and Iraq sign MoU on electricity linkage", "MoU: Jordan [JO] ; Iraq [IQ]"),
        (
            "Ethiopia, Djibouti and South Sudan have signed a Memorandum of Understanding (MoU) to build a pipeline.",
            "MoU: Ethiopia [ET] ; Djibouti [DJ] ; South Sudan [SS]",
        ),
        (
            "The National Agency for Food and Drug Administration and Control (NAFDAC) and the Nigeria Customs Service (NCS) yesterday in Abuja signed an MoU.",
            "MoU: National Agency for Food and Drug Administration and Control (NAFDAC) ; Nigeria Customs Service (NCS) [NG]",
        ),
        (
            "Zayed University and Abu Dhabi's Department of Culture and Tourism (DCT) signed an MoU at Louvre Abu Dhabi.",
            "MoU: Zayed University ; Department of Culture and Tourism (DCT) [AE]",
        ),
        (
            "Nokia Oyj, VTT Technical Research Centre of Finland Ltd and Aalto University have signed a letter of intent.",
            "LoI: Nokia Oyj ; VTT Technical Research Centre of Finland Ltd [FI] ; Aalto University",
        ),
        (
            "Chile's Corporación Nacional del Cobre (Codelco) and Sociedad Química y Minera (SQM) signed a memorandum of understanding in December.",
            "MoU: Corporación Nacional del Cobre (Codelco) [CL] ; Sociedad Química y Minera (SQM)",
        ),
        (
            "The Lao People's Democratic Republic and the Socialist Republic of Viet Nam signed a Memorandum of Understanding on coal.",
            "MoU: Memorandum of Understanding on coal: Lao People's Democratic Republic [LA] ; Socialist Republic of Viet Nam [VN]",
        ),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn texts_without_an_agreement_give_none() {
    for text in [
        "The committee discussed memoranda of understanding in general and closed at noon.",
        "Sign up for our newsletter to read about the next agreement.",
        "He signed his name in the guest book of the University of Oslo.",
        "The University of Oslo and Lund University have similar agreements with other partners.",
    ] {
        assert_eq!(shown(text), "", "{text}");
    }
}
