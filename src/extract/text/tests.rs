//! Whole texts of every format, and what holds for any bytes.

use std::io::{Cursor, Write};

use proptest::prelude::*;

use super::*;
use crate::extract::sentences::sentences;

/// Returns the blocks of a file, one in a line, each with the first letter of its kind; an error is a line, too.
fn shown(bytes: &[u8]) -> String {
    match SourceText::read(bytes) {
        Ok(source) => shown_source(&source),
        Err(why) => why,
    }
}

fn shown_source(source: &SourceText) -> String {
    let block = |block: &Block| {
        let kind = match block.kind {
            BlockKind::Headline => "title",
            BlockKind::Heading => "head",
            BlockKind::Paragraph => "para",
            BlockKind::Item => "item",
            BlockKind::Caption => "caption",
            BlockKind::Cell => "cell",
            BlockKind::Boilerplate => "about",
            BlockKind::Furniture => "page",
        };
        format!("{kind}: {}", source.slice(&block.range))
    };
    source.blocks.iter().map(block).collect::<Vec<_>>().join("\n")
}

#[test]
fn blocks_of_texts_in_every_format() {
    let mut cases = include_str!("cases.txt").split("\n=====\n");
    for case in &mut cases {
        let (text, expected) = case.split_once("\n-----\n").expect("a text and its blocks");
        assert_eq!(shown(text.as_bytes()), expected.trim_end(), "{text}");
    }
}

#[test]
fn day_of_the_text_is_the_one_that_it_gives_for_itself() {
    let body = "The Ministry of Law and the Ministry of Justice have signed a memorandum of understanding on legal \
                cooperation on 4 July 2022 in Hanoi, where their ministers met at a conference of the region.";
    for (start, day) in [
        ("---\ntitle: A and B sign\ndate: 2021-04-22\n---\n\n", Some("2021-04-22 front matter")),
        ("---\ntitle: A and B sign\nmodified_time: 2021-04-22\n---\n\n", None),
        (
            "A and B sign an agreement\n\n12 Mar 2008 Posted in Press releases\n\n",
            Some("2008-03-12 dateline"),
        ),
        ("A and B sign an agreement\n\nLast updated on 12 Mar 2008\n\n", None),
        ("A and B sign an agreement\n\nHANOI, 3 May 2023 – ", Some("2023-05-03 dateline")),
        ("A and B sign an agreement\n\n03/04/2023\n\n", None),
        ("A and B sign an agreement\n\nMonday, 3 May 2023\n\n", None),
        (" date 2019-06-14 A and B sign an agreement\n\n", Some("2019-06-14 front matter")),
        (
            "<meta property=\"article:published_time\" content=\"2019-06-14T12:00:00Z\"><h1>A and B sign</h1><p>",
            Some("2019-06-14 front matter"),
        ),
        (
            "<meta property=\"article:modified_time\" content=\"2019-06-14\"><h1>A and B sign</h1><p>",
            None,
        ),
        (
            "<html><time datetime=\"2019-06-14\">yesterday</time><p>",
            Some("2019-06-14 front matter"),
        ),
        ("<html><time class=\"updated\" datetime=\"2019-06-14\">yesterday</time><p>", None),
        ("<html><aside><time datetime=\"2019-06-14\">x</time></aside><p>", None),
        (
            "<script type=\"application/ld+json\">{\"datePublished\": \"2019-06-14T08:00\"}</script><p>",
            Some("2019-06-14 front matter"),
        ),
        (
            "<script type=\"application/ld+json\">[{\"datePublished\":\"2019-06-14\"},{\"datePublished\":\"2019-06-15\"}]</script><p>",
            None,
        ),
        (
            "From: a@b.org\nSubject: A and B sign\nMessage-ID: <1@b.org>\nDate: Fri, 14 Jun 2019 23:30:00 -0500\n\n",
            Some("2019-06-14 header"),
        ),
        ("A and B sign an agreement\n\n", None),
    ] {
        let source = SourceText::read(format!("{start}{body}").as_bytes()).unwrap();
        let found = source.published.map(|(day, from)| format!("{day} {from}"));
        assert_eq!(found.as_deref(), day, "{start}");
        // At its foot, under the name of the publisher.
        if day.is_none() && start.starts_with("A and B sign an agreement\n\n") {
            let source = SourceText::read(
                format!("{start}{body}\n\nMINISTRY OF LAW\n19 SEPTEMBER 2017\n").as_bytes(),
            )
            .unwrap();
            let found = source.published.map(|(day, _)| day.to_string());
            assert_eq!(found.as_deref(), Some("2017-09-19"), "{start}");
        }
    }
    // Days of other texts on the page.
    let aside = format!(
        "A and B sign an agreement\n\n{body}\n\nMost Read\n\n14 June 2019\n\nOther news of the day\n"
    );
    assert_eq!(SourceText::read(aside.as_bytes()).unwrap().published, None);
}

#[test]
fn quotation_is_the_piece_of_the_file_with_its_markup() {
    for (file, words, expected) in [
        (
            "The Ministry of Law and that of Trade &amp; Industry\r\nof Kenya signed it &amp;",
            "Trade & Industry of Kenya",
            "Trade &amp; Industry\r\nof Kenya",
        ),
        (
            "<p>The <b>Ministry&nbsp;of\n Law</b> &amp; x</p>",
            "Ministry of Law &",
            "Ministry&nbsp;of\n Law</b> &amp;",
        ),
        (
            "# a\n\nThe **Ministry** of [Law](https://x.org/a) &#8217;s",
            "Ministry of Law ’",
            "Ministry** of [Law](https://x.org/a) &#8217;",
        ),
        ("---\ntitle: 'A''s\n  MoU'\n---\nb", "A's MoU", "A''s\n  MoU"),
        (
            "\u{feff}# a\n\nZwölf <3 coopera-\ntion and cooperation",
            "cooperation and",
            "coopera-\ntion and",
        ),
        ("# a\n\nthe Director-\nGeneral of the agency", "Director-General", "Director-\nGeneral"),
    ] {
        let source = SourceText::read(file.as_bytes()).unwrap();
        let start = source.text.find(words).unwrap_or_else(|| panic!("{:?}", source.text));
        let quotation = source.quotation(start..start + words.len());
        assert_eq!(quotation.text, expected);
        assert_eq!(&file.as_bytes()[quotation.start..quotation.end], expected.as_bytes());
    }
    // In another encoding, the offsets are those of the plain text.
    let source = SourceText::read(b"The caf\xe9 &amp; the\nbar signed it.").unwrap();
    assert_eq!(source.quotation(4..9).text, "café");
    assert_eq!(source.quotation(4..9).start, 4);
}

#[test]
fn line_ends_and_wrapping_leave_the_sentences_as_they_are() {
    let text = "\
Kyoto and Leuven sign a memorandum of understanding

24 April 2023 Posted in Press releases

1. Kyoto City and the University of Leuven (KU Leuven) have signed a Memorandum of Understanding to implement \
exchange programmes for students. It was announced by the Director-General of the city today.

2. The MOU was signed by the following representatives in a virtual signing ceremony on 19 April 2023:

- Ms Sharon Ong, Director-General (International & Advisory), Ministry of Law of the Republic of Singapore;

- Mr Wu Jianyong, Director-General, Shanghai Municipal Bureau of Justice, People’s Republic of China.

“We share warm relations with the city,” said Mr. J. Peeters, the rector of the university, at the ceremony. “The \
signing of this MoU will further strengthen our ties.”
";
    let of = |text: &str| -> Vec<String> {
        let source = SourceText::read(text.as_bytes()).unwrap();
        sentences(&source).iter().map(|sentence| source.slice(&sentence.range).to_owned()).collect()
    };
    let plain = of(text);
    assert_eq!(plain.len(), 9, "{plain:#?}");
    for width in [40, 60, 72, 80] {
        let wrapped = wrapped(text, width);
        assert_eq!(of(&wrapped), plain, "{wrapped}");
        assert_eq!(of(&wrapped.replace('\n', "\r\n")), plain);
        assert_eq!(of(&wrapped.replace('\n', "\r")), plain);
    }
    let paragraphs = text.trim_end().split("\n\n").map(|paragraph| {
        let item = paragraph.strip_prefix("- ").map(|item| format!("<li>{item}</li>"));
        item.unwrap_or_else(|| format!("<p>{paragraph}</p>"))
            .replace('&', "&amp;")
            .replace('’', "&rsquo;")
    });
    let page: String = paragraphs.collect();
    assert_eq!(of(&format!("<html><body>{page}</body></html>")), plain);
    assert_eq!(of(&format!("<html><body>{}</body></html>", wrapped(&page, 72))), plain);
}

/// Returns a text with line breaks at a width, also after hyphens.
fn wrapped(text: &str, width: usize) -> String {
    let mut wrapped = String::new();
    let mut column = 0;
    for word in text.split_inclusive([' ', '\n', '-']) {
        if column > 0 && column + word.trim_end().chars().count() > width {
            let trimmed = wrapped.trim_end_matches(' ').len();
            wrapped.truncate(trimmed);
            wrapped.push('\n');
            column = 0;
        }
        wrapped.push_str(word);
        column = if word.ends_with('\n') { 0 } else { column + word.chars().count() };
    }
    wrapped
}

/// Returns a Word document with this body.
fn docx(body: &str, other: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let document =
        format!("<w:document xmlns:w=\"w\" xmlns:r=\"r\"><w:body>{body}</w:body></w:document>");
    let parts = [("[Content_Types].xml", "<Types/>"), ("word/document.xml", &document)];
    for (name, text) in parts.iter().chain(other) {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A document with headings, lists, changes, a table, a link, a header and hidden text.
fn full_docx() -> Vec<u8> {
    let paragraph = |format: &str, runs: &str| format!("<w:p><w:pPr>{format}</w:pPr>{runs}</w:p>");
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph("", &run(text)));
    let row = |left: &str, right: &str| format!("<w:tr>{}{}</w:tr>", cell(left), cell(right));
    let item = |level: u8, list: u8| {
        format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>")
    };
    let body = [
        paragraph(
            "<w:pStyle w:val=\"berschrift1\"/>",
            &run("Memorandum of Understanding between Kyoto City &amp; KU Leuven"),
        ),
        paragraph(
            "<w:tabs><w:tab w:val=\"left\"/></w:tabs>",
            &format!(
                "{}<w:del><w:r><w:delText>two</w:delText></w:r></w:del><w:ins>{}</w:ins>{}",
                run("It is valid for "),
                run("three"),
                run(
                    " years, and either Participant may end it with six months’ notice in writing."
                ),
            ),
        ),
        paragraph(&item(0, 1), &run("exchange of students;")),
        paragraph(
            &item(0, 1),
            &format!(
                "{}<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>",
                run("joint research.")
            ),
        ),
        paragraph(
            "",
            "<w:hyperlink r:id=\"r1\"><w:r><w:t>The earlier memorandum</w:t></w:r></w:hyperlink><w:r><w:t> is of 2019, and this one follows it in every respect.</w:t></w:r>",
        ),
        paragraph("", &run("Signed at Kyoto on 3 May 2023.")),
        format!(
            "<w:tbl>{}{}{}</w:tbl>",
            row("For Kyoto City", "For KU Leuven"),
            row("Jane Doe", "John Smith"),
            row("Mayor", "Rector")
        ),
    ];
    docx(
        &body.concat(),
        &[
            (
                "word/styles.xml",
                "<w:styles><w:style w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>",
            ),
            (
                "word/numbering.xml",
                "<w:numbering><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>",
            ),
            (
                "word/_rels/document.xml.rels",
                "<Relationships><Relationship Id=\"r1\" Target=\"https://x.org/mou\"/></Relationships>",
            ),
            (
                "word/header1.xml",
                "<w:hdr><w:p><w:r><w:t>City of Kyoto, draft of 1 May 2023</w:t></w:r></w:p></w:hdr>",
            ),
        ],
    )
}

#[test]
fn word_document_is_read_without_what_is_deleted_or_hidden() {
    let source = SourceText::read(&full_docx()).unwrap();
    assert_eq!(
        shown_source(&source),
        "page: City of Kyoto, draft of 1 May 2023\n\
         head: Memorandum of Understanding between Kyoto City & KU Leuven\n\
         para: It is valid for three years, and either Participant may end it with six months’ notice in writing.\n\
         item: exchange of students;\n\
         item: joint research.\n\
         para: The earlier memorandum is of 2019, and this one follows it in every respect.\n\
         para: Signed at Kyoto on 3 May 2023.\n\
         cell: For Kyoto City\n\
         cell: Jane Doe\n\
         cell: Mayor\n\
         cell: For KU Leuven\n\
         cell: John Smith\n\
         cell: Rector"
    );
    assert_eq!(source.format, TextFormat::Docx);
    let links: Vec<(&str, &str)> =
        source.links.iter().map(|link| (source.slice(&link.range), link.url.as_str())).collect();
    assert_eq!(links, [("The earlier memorandum", "https://x.org/mou")]);
    assert_eq!(
        source.quotation(10..20),
        Quotation { text: &source.text[10..20], start: 10, end: 20 }
    );
    assert_eq!(shown(&docx("<w:p/>", &[])), "no text in FILE");
    let damaged = "FILE is damaged: it is no complete Word document";
    assert_eq!(shown(b"PK\x03\x04 word/document.xml"), damaged);
    let bytes = full_docx();
    assert_eq!(shown(&bytes[..bytes.len() / 2]), damaged);
}

#[test]
fn message_is_read_with_its_parts_and_encodings() {
    let message = "From: Press <press@example.org>\r\n\
        Subject: =?utf-8?Q?Kyoto_and_Universit=C3=A9?=\r\n =?UTF-8?B?IGRlIEdlbsOodmU=?= sign\r\n\
        Date: Fri, 14 Jun 2019 12:56:00 +0900\r\n\
        MIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=\"outer\"\r\n\
        \r\n\
        preamble\r\n\
        --outer\r\n\
        Content-Type: multipart/alternative; boundary=inner\r\n\
        \r\n\
        --inner\r\n\
        Content-Type: text/html; charset=utf-8\r\n\
        \r\n\
        <p>HTML</p>\r\n\
        --inner\r\n\
        Content-Type: text/plain; charset=iso-8859-1\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\
        \r\n\
        The Universit=E9 de Gen=E8ve and Kyoto City signed a memorandum of understa=\r\n\
        nding today.\r\n\
        --inner--\r\n\
        --outer\r\n\
        Content-Type: application/pdf\r\n\
        Content-Disposition: attachment\r\n\
        \r\n\
        JVBERi0=\r\n\
        --outer--\r\n";
    let source = SourceText::read(message.as_bytes()).unwrap();
    assert_eq!(
        shown_source(&source),
        "title: Kyoto and Université de Genève sign\n\
         para: The Université de Genève and Kyoto City signed a memorandum of understanding today."
    );
    assert_eq!(source.format, TextFormat::Eml);
    assert_eq!(
        source.published.map(|(day, from)| format!("{day} {from}")).as_deref(),
        Some("2019-06-14 header")
    );
    let html = "MIME-Version: 1.0\nFrom: a@b.org\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n\
                PHA+S3lvdG8gJmFtcDsgR2VuZXZh\nIHNpZ25lZCBpdC48L3A+\n";
    assert_eq!(shown(html.as_bytes()), "para: Kyoto & Geneva signed it.");
    let empty = "MIME-Version: 1.0\nFrom: a@b.org\nContent-Type: image/png\n\nx\n";
    assert_eq!(shown(empty.as_bytes()), "no text in FILE");
}

#[test]
fn scan_has_no_text_and_pdf_is_read_elsewhere() {
    assert_eq!(SourceText::from_pdf_text(" \n1\n").unwrap_err(), "no text in FILE; it is a scan");
    assert_eq!(shown(b"%PDF-1.7"), "FILE is a PDF, which another process must read");
}

#[test]
fn large_file_is_refused() {
    assert_eq!(shown(&vec![b'a'; MAX_FILE_BYTES + 1]), "FILE is over 20 MB");
}

#[test]
fn repeated_marks_take_linear_time() {
    // A file of this size with quadratic time would take minutes.
    const FILE_BYTES: usize = 60_000;
    for part in [
        "<",
        "**",
        "(",
        "[",
        "![a](",
        "[a](",
        "&",
        "<a ",
        "<a href=\"'>",
        "<!--",
        "<div>",
        "<ol><li>",
        "a-\n",
        ". ",
        "“",
        "a    b\n",
        "|--|\n",
        "<sup>",
        "x: y\n",
        "A\n\n",
        "\u{a0}",
    ] {
        for start in ["", "# a\n\n", "<html>"] {
            let text = format!("{start}{}", part.repeat(FILE_BYTES / part.len()));
            if let Ok(source) = SourceText::read(text.as_bytes()) {
                let _ = sentences(&source);
            }
        }
    }
}

/// Checks that each character of the text comes from the file, and that blocks and sentences lie in the text.
fn check_offsets(file: &str) {
    let Ok(source) = SourceText::read(file.as_bytes()) else { return };
    let mut end = 0;
    for block in &source.blocks {
        assert!(block.range.start >= end && !block.range.is_empty(), "{:?}", block.range);
        end = block.range.end;
        let text = source.slice(&block.range);
        assert_eq!(text.trim(), text);
        assert!(!text.contains("  ") && !text.contains('\n'), "{text:?}");
        for (offset, letter) in text.char_indices() {
            let start = block.range.start + offset;
            let quotation = source.quotation(start..start + letter.len_utf8());
            if source.format == TextFormat::Eml {
                assert_eq!(quotation.text, letter.to_string());
                continue;
            }
            let bytes = &file.as_bytes()[quotation.start..quotation.end];
            assert_eq!(bytes, quotation.text.as_bytes());
            let is_itself = quotation.text.contains(letter);
            let is_spelled = quotation.text.starts_with(['&', '\\', '\'']);
            assert!(is_itself || is_spelled || letter == ' ', "{letter:?} is {:?}", quotation.text);
        }
        if source.format == TextFormat::Eml {
            continue;
        }
        let whole = source.quotation(block.range.clone());
        assert_eq!(&file.as_bytes()[whole.start..whole.end], whole.text.as_bytes());
        assert!(source.line(whole.end) <= file.len() + 1);
    }
    for sentence in sentences(&source) {
        let block = &source.blocks[sentence.block].range;
        assert!(block.start <= sentence.range.start && sentence.range.end <= block.end);
        let mut end = sentence.range.start;
        for word in &sentence.words {
            assert!(word.range.start >= end && word.range.end <= sentence.range.end);
            assert!(!word.range.is_empty());
            end = word.range.end;
        }
    }
}

/// Pieces of files of every format.
fn pieces() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "Ministry of Law",
        "Mr. ",
        "signed",
        " a ",
        "\n",
        "\n\n",
        "\r\n",
        "  \n",
        "    ",
        "\t",
        "—",
        "“",
        "”",
        "’s",
        "- ",
        "* ",
        "1. ",
        "a) ",
        "# ",
        "## ",
        "**",
        "*",
        "_",
        "`",
        "[",
        "](",
        "](https://x.org)",
        ")",
        "!",
        "|",
        "|--|--|\n",
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<li>",
        "<ol>",
        "</ol>",
        "<td>",
        "<table>",
        "<tr>",
        "<br>",
        "<h1>",
        "</h1>",
        "<sup>",
        "</sup>",
        "<nav>",
        "</nav>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<",
        ">",
        "&amp;",
        "&nbsp;",
        "&#8217;",
        "&",
        "\\",
        "\\.",
        "\u{200b}",
        "\u{a0}",
        "\u{ad}",
        "é",
        "漢",
        "---\n",
        "title: ",
        "date: 2022-07-04\n",
        "3 May 2023",
        "PHOTO: X",
        "IMG_1.jpg\n",
        "For ",
        "coopera-\n",
        "tion",
        "{:start=\"3\"}\n",
        "From: a\n",
        "Date: ",
        "MIME-Version: 1.0\n",
        "Most Read\n",
        "ends",
        "###",
    ]);
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for start in [&b""[..], b"%PDF-", b"PK\x03\x04word/document.xml", b"<html>", b"---\ntitle: a\n---\n", b"MIME-Version: 1\nFrom: a\n", b"\xff\xfe"] {
            if let Ok(source) = SourceText::read(&[start, &bytes].concat()) {
                let _ = sentences(&source);
            }
        }
    }

    #[test]
    fn each_character_comes_from_the_file(text in pieces(), any in "\\PC{0,40}") {
        check_offsets(&text);
        check_offsets(&format!("{text}{any}"));
        check_offsets(&format!("<html>{any}{text}"));
        check_offsets(&format!("---\ntitle: '{any}\n---\n{text}"));
    }

    #[test]
    fn damaged_documents_and_messages_never_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let message: &[u8] = b"MIME-Version: 1.0\nFrom: a\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nS3lvdG8gJmFtcDs=\n--x--\n";
        for mut bytes in [full_docx(), message.to_vec()] {
            let index = at.index(bytes.len());
            bytes[index] = byte;
            let _ = SourceText::read(&bytes);
            bytes.truncate(cut.index(bytes.len()));
            let _ = SourceText::read(&bytes);
        }
    }
}
