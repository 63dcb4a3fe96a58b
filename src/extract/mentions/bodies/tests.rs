//! Sentences and the bodies that they name.

use super::*;
use crate::extract::mentions::nations::nations;
use crate::extract::sentences::sentences;
use crate::extract::text::SourceText;

/// Returns the bodies as `Name (SHORT) [CC]`, with `?` after a name without a word for its kind.
fn shown(text: &str) -> Vec<String> {
    let source = SourceText::read(text.as_bytes()).unwrap();
    let mut shown = Vec::new();
    for sentence in sentences(&source) {
        for body in
            bodies(&source.text, &sentence, &[], &nations(&source.text, sentence.range.clone()))
        {
            let mut line = body.name_in(&source.text);
            if body.kind == BodyKind::Name {
                line.push('?');
            }
            if let Some(short) = body.short {
                line = format!("{line} ({})", &source.text[short]);
            }
            if let Some((country, _)) = body.country {
                line = format!("{line} [{country}]");
            }
            shown.push(line);
        }
    }
    shown
}

#[test]
fn bodies_are_found() {
    for (text, expected) in [
        (
            "The Ministry of Trade and Industry and the Ministry of Health signed it.",
            "Ministry of Trade and Industry; Ministry of Health",
        ),
        (
            "The MoU between the Ministry of Trade and Industry and the Chamber of Commerce and Industry of Lagos was signed.",
            "Ministry of Trade and Industry; Chamber of Commerce and Industry of Lagos [NG]",
        ),
        (
            "SINGAPORE'S Government Technology Agency (GovTech) and the UK’s Government Digital Service (GDS) have signed.",
            "Government Technology Agency (GovTech) [SG]; Government Digital Service (GDS) [GB]",
        ),
        (
            "The Singapore Ministry of Law (MinLaw) and the Uzbekistan Ministry of Justice signed.",
            "Ministry of Law (MinLaw) [SG]; Ministry of Justice [UZ]",
        ),
        (
            "The Singapore International Mediation Centre (SIMC) and the Mediation Center of the China Council for the Promotion of International Trade / China Chamber of International Commerce (CCPIT/CCOIC Mediation Center) will work.",
            "Singapore International Mediation Centre (SIMC) [SG]; Mediation Center of the China Council for the Promotion of International Trade / China Chamber of International Commerce (CCPIT/CCOIC Mediation Center) [CN]",
        ),
        ("NASA and ESA (European Space Agency) announced.", "NASA; European Space Agency (ESA)"),
        (
            "signed by Singapore’s Ministry of Law (MinLaw), Shanghai Municipal Bureau of Justice, The Law Society of Singapore, and Shanghai Bar Association",
            "Ministry of Law (MinLaw) [SG]; Shanghai Municipal Bureau of Justice [CN]; Law Society of Singapore [SG]; Shanghai Bar Association [CN]",
        ),
        (
            "The Government of the United States of America and the Government of the Kingdom of Thailand (hereinafter referred to as “the Participants”) met.",
            "Government of the United States of America [US]; Government of the Kingdom of Thailand [TH]",
        ),
        (
            "The University of Bergen and Kyoto University signed it.",
            "University of Bergen [NO]; Kyoto University [JP]",
        ),
        (
            "The Danish Patent and Trademark Office, the Intellectual Property Office of the Philippines and the European Patent Office",
            "Danish Patent and Trademark Office [DK]; Intellectual Property Office of the Philippines [PH]; European Patent Office",
        ),
        (
            "An MoU between Denmark's Energinet and Germany's 50Hertz was signed.",
            "Energinet? [DK]; 50Hertz? [DE]",
        ),
        (
            "The Kenyan and Rwandan governments signed it.",
            "Government of Kenya [KE]; Government of Rwanda [RW]",
        ),
        (
            "The Universities of Oslo and Bergen signed it.",
            "University of Oslo [NO]; University of Bergen [NO]",
        ),
        (
            "The Ministries of Health of Peru and Ecuador signed it.",
            "Ministry of Health [PE]; Ministry of Health [EC]",
        ),
        (
            "The Vietnam Academy of Science and Technology (hereinafter referred to as \"VAST\") and the Polish Academy of Sciences, hereinafter \"PAS\", met.",
            "Vietnam Academy of Science and Technology (VAST) [VN]; Polish Academy of Sciences (PAS) [PL]",
        ),
        (
            "The National Trust (founded in 1895) and the Heritage Council of Ireland met.",
            "National Trust; Heritage Council of Ireland [IE]",
        ),
        (
            "Thammasat University, Thailand, and the University of Iceland met.",
            "Thammasat University [TH]; University of Iceland [IS]",
        ),
        (
            "GovTech Singapore and the Government Digital Service (GDS) UK met.",
            "GovTech [SG]; Government Digital Service (GDS) [GB]",
        ),
        (
            "The UK-Singapore Digital Economy Agreement (UKSDEA) and the International Mediation Summit",
            "",
        ),
        (
            "The American University of Sharjah, King's College London and the People's Government of Guangdong Province",
            "American University of Sharjah [AE]; King's College London [GB]; People's Government of Guangdong Province [CN]",
        ),
        (
            "Norway and Ghana signed with the Danish energy company Ørsted.",
            "Norway [NO]; Ghana [GH]; Ørsted? [DK]",
        ),
        (
            "The Ministry of Culture, Sports and Tourism of Korea, UNESCO and the Ministry of Culture met.",
            "Ministry of Culture, Sports and Tourism [KR]; UNESCO; Ministry of Culture",
        ),
        (
            "MEMORANDUM OF UNDERSTANDING BETWEEN THE UNIVERSITY OF TURKU AND VYTAUTAS MAGNUS UNIVERSITY",
            "UNIVERSITY OF TURKU [FI]; VYTAUTAS MAGNUS UNIVERSITY",
        ),
    ] {
        assert_eq!(shown(text).join("; "), expected, "{text}");
    }
}
