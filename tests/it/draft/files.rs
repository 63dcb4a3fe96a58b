//! Files of other formats than text: PDF in a process of its own, and files that are no text.

use std::fmt::Write as _;
use std::fs;
use std::time::{Duration, Instant};

use super::properties::facts;
use super::{data, draft};

use crate::sandbox::Sandbox;

/// Returns a PDF with one page that shows these lines.
fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut content = "BT /F1 11 Tf 72 750 Td 14 TL\n".to_owned();
    for line in lines {
        let line = line.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        writeln!(content, "({line}) Tj T*").unwrap();
    }
    content.push_str("ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R \
         /Resources << /Font << /F1 4 0 R >> >> >>"
            .to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
    ];
    file_of(&objects, "")
}

/// Returns a PDF of these objects, with more entries in its trailer.
fn file_of(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        writeln!(table, "{:010} 00000 n ", file.len()).unwrap();
        write!(file, "{number} 0 obj\n{object}\nendobj\n").unwrap();
    }
    let start = file.len();
    let count = objects.len() + 1;
    write!(
        file,
        "{table}trailer\n<< /Size {count} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    file.into_bytes()
}

#[test]
fn pdf_is_read_in_a_process_of_its_own() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "signed.pdf",
        pdf(&[
            "Kyoto City (Kyoto) and the University of Leuven signed a Memorandum of Under-",
            "standing on 3 May 2023 in the town hall of the city, in the presence of students",
            "and of teachers.",
        ]),
    );
    let text = "Kyoto City (Kyoto) and the University of Leuven signed a Memorandum of Understanding on 3 May 2023 in \
                the town hall of the city, in the presence of students and of teachers.";
    assert_eq!(sandbox.mou(&["draft", "signed.pdf", "--text"]).success().trim_end(), text);
    let json = sandbox.mou(&["draft", "signed.pdf", "-o", "json"]).success();
    let draft: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(draft["source"]["format"], "pdf");
    assert_eq!(draft["agreements"][0]["signed"], "2023-05-03");
    let evidence = &draft["agreements"][0]["evidence"]["signed"][0];
    let offset = |key: &str| usize::try_from(evidence[key].as_u64().unwrap()).unwrap();
    assert_eq!(evidence["text"], text[offset("start")..offset("end")]);
}

#[test]
fn file_that_cannot_be_read_gives_one_sentence() {
    let sandbox = Sandbox::new();
    let encrypted = {
        let text = String::from_utf8(pdf(&["Kyoto"])).unwrap();
        text.replace("/Root 1 0 R", "/Root 1 0 R /Encrypt 9 0 R").into_bytes()
    };
    let accepted = "use plain text, Markdown, HTML, .docx, .eml or a PDF with text";
    for (name, bytes, message) in [
        ("scan.pdf", pdf(&[]), "no text in `scan.pdf`; it is a scan".to_owned()),
        ("letters.pdf", pdf(&["M o U b y K L"]), "the text of `letters.pdf` cannot be read: most of its words have one letter".to_owned()),
        ("encrypted.pdf", encrypted, "`encrypted.pdf` is encrypted; save it without a password".to_owned()),
        ("damaged.pdf", b"%PDF-1.4\n1 0 obj\n<<".to_vec(), "`damaged.pdf` cannot be read: it is a damaged PDF".to_owned()),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0".to_vec(), format!("`picture.txt` is a picture; {accepted}")),
        ("bytes.txt", b"\0\x01\x02\xff\xfe\x80".to_vec(), format!("`bytes.txt` is not text; {accepted}")),
        ("empty.txt", Vec::new(), "no text in `empty.txt`".to_owned()),
        ("archive.docx", b"PK\x03\x04".to_vec(), format!("`archive.docx` is an archive without a Word document; {accepted}")),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1".to_vec(), "`old.doc` is encrypted, or a document in the old .doc format; save it as .docx without a password".to_owned()),
    ] {
        sandbox.write(name, bytes);
        let output = sandbox.mou(&["draft", name]).to_text();
        assert_eq!(output, format!("--- stderr\nerror: {message}\n--- exit 1\n"));
    }
}

/// `tests/data/draft/pdf` has texts of `tests/data/draft/texts` as several programs print them: in columns, in lines that
/// divide words, with ligatures, with words on every page, encrypted without a password.
#[test]
fn pdf_of_any_program_has_the_facts_of_its_text() {
    let sandbox = Sandbox::new();
    let mut count = 0;
    for entry in fs::read_dir(data().join("pdf")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let text = format!("{}.txt", name.split('.').next().unwrap());
        let expected = facts(&draft(&fs::read(data().join("texts").join(text)).unwrap(), &[]));
        sandbox.write(&name, fs::read(&path).unwrap());
        let output = sandbox.mou(&["draft", &name, "-o", "json"]).success();
        assert_eq!(facts(&serde_json::from_str(&output).unwrap()), expected, "{name}");
        count += 1;
    }
    assert!(count >= 5);
}

#[test]
fn pdf_that_draws_without_end_is_given_up() {
    // Each form draws the next one twice: 40 of them draw as long as anybody waits.
    let form = |next: u32| {
        format!(
            "<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X {next} 0 R >> >> \
             /Length 11 >>\nstream\n/X Do /X Do\nendstream"
        )
    };
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R \
         /Resources << /XObject << /X 5 0 R >> >> >>"
            .to_owned(),
        "<< /Length 5 >>\nstream\n/X Do\nendstream".to_owned(),
    ];
    objects.extend((6..46).map(form));
    objects.push(
        "<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Length 1 >>\nstream\n \nendstream"
            .to_owned(),
    );
    let sandbox = Sandbox::new();
    sandbox.write("endless.pdf", file_of(&objects, ""));
    let start = Instant::now();
    let output = sandbox.mou(&["draft", "endless.pdf"]).to_text();
    let message = "cannot read `endless.pdf`: it takes more than 10 seconds";
    assert_eq!(output, format!("--- stderr\nerror: {message}\n--- exit 1\n"));
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    // Without any limit, this one would need all memory: each form draws itself first.
    objects[4] = form(5);
    sandbox.write("deep.pdf", file_of(&objects, ""));
    let output = sandbox.mou(&["draft", "deep.pdf"]).to_text();
    let message = "cannot read `deep.pdf`: it is damaged, or too complex a PDF";
    assert_eq!(output, format!("--- stderr\nerror: {message}\n--- exit 1\n"));
}

#[test]
#[cfg(target_os = "linux")] // the system shows the limits of a process in a file
fn process_that_reads_a_pdf_has_limits() {
    use std::process::{Command, Stdio};

    let mut child = Command::new(env!("CARGO_BIN_EXE_mou"))
        .arg("--read-pdf-from-standard-input")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let limits = format!("/proc/{}/limits", child.id());
    let has_limits = |limits: &str| {
        let soft = |name: &str| {
            let line = limits.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next().map(str::to_owned)
        };
        let all = ["Max address space", "Max cpu time", "Max core file size"].map(soft);
        all == ["1073741824", "15", "0"].map(|limit| Some(limit.to_owned()))
    };
    let start = Instant::now();
    // It waits for the PDF, with its limits set before.
    while !has_limits(&fs::read_to_string(&limits).unwrap()) {
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{}",
            fs::read_to_string(&limits).unwrap()
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    drop(child.stdin.take());
    child.wait().unwrap();
}
