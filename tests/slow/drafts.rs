//! Texts that would take minutes if the time of a draft grew with the square of their length.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::in_process;

/// The length of the shorter text; the longer one is four times as long.
const TEXT_BYTES: usize = 10_000;

/// Four times the text takes four times as long, not sixteen times. The rest is for other work of the machine.
const MAX_RATIO: f64 = 9.0;

/// Pieces that make a text dear in one way each.
const TEXT_KINDS: [(&str, &str); 15] = [
    (
        "paragraphs",
        "The Ministry of Trade of Peru met its partners on 3 May 2024, and Dr. Ana Ruiz spoke.\n\n",
    ),
    (
        "one paragraph",
        "The Ministry of Trade of Peru met its partners on 3 May 2024, and Dr. Ana Ruiz spoke. ",
    ),
    (
        "agreements",
        "The University of Bergen and Kyoto University signed an MoU on 2 May 2024 in Kyoto.\n\n",
    ),
    (
        "agreements in one paragraph",
        "The Port of Tema and the Port of Ghent signed an MoU on 2 May 2024 in Kyoto. ",
    ),
    (
        "one sentence",
        "The MoU between the Port of Tema and the Port of Ghent was signed on 2 May 2024 in Kyoto and ",
    ),
    ("one list", "University of Bergen, Kyoto University, "),
    (
        "people",
        "signed by Mr. Kok Ping Soon, Rector of the University of Bergen, and Ms Ana Ruiz, President, ",
    ),
    ("days", "3 May 2024, 4 May 2024 and "),
    ("one word", "memorandum"),
    ("capitals", "MEMORANDUM OF UNDERSTANDING BETWEEN THE PORT OF TEMA AND THE PORT OF GHENT\n"),
    ("quotation marks", "“We signed the MoU,” "),
    ("elements", "<div><p>The MoU was <b>signed"),
    (
        "items",
        "The MoUs were signed:\n\n- Port of Tema and Port of Ghent on ships\n- Port of Hull on sand\n\n",
    ),
    (
        "headings",
        "## MoU with Hill Ports\n\nThe Tema Ports signed an MoU with Hill Ports in May 2014.\n\n",
    ),
    ("fields", "Committee on Energy Efficiency, Innovation and Certification, "),
];

/// Returns how long a draft of a text takes.
fn time_of(piece: &str, bytes: usize) -> Duration {
    let text = "The University of Bergen and Kyoto University signed an MoU on 2 May 2024.\n\n"
        .to_owned()
        + &piece.repeat(bytes.div_ceil(piece.len()));
    let args = ["draft", "-", "-o", "json"].map(str::to_owned);
    let start = Instant::now();
    let (code, _, error) =
        in_process::run(Path::new("/nonexistent/registry.json"), &args, text.into_bytes().leak());
    assert_eq!(code, 0, "{piece}: {error}");
    start.elapsed()
}

#[test]
fn time_of_a_draft_grows_with_the_length_of_the_text() {
    let mut slow = Vec::new();
    for (kind, piece) in TEXT_KINDS {
        let short = time_of(piece, TEXT_BYTES);
        let long = time_of(piece, 4 * TEXT_BYTES);
        let ratio = long.as_secs_f64() / short.as_secs_f64().max(0.05);
        eprintln!("{kind}: {short:.1?}, {long:.1?}");
        if ratio > MAX_RATIO {
            slow.push(format!(
                "{kind}: {short:.1?} for {TEXT_BYTES} bytes, {long:.1?} for four times as many"
            ));
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}
