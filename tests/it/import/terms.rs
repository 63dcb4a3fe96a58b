//! Terms, renewals, notice periods and statuses of sheets, and what `check` lists of them.

use super::{listed, with_sheet};
use crate::sandbox::{CommandOutput, Sandbox};

/// Imports this sheet for the party `Own`.
fn import(sandbox: &Sandbox, sheet: &str, args: &[&str]) -> CommandOutput {
    sandbox.write("s.csv", sheet);
    sandbox.mou(&[&["import", "s.csv", "--party", "Own"], args].concat())
}

/// Returns the findings of these rules as CSV lines, without the header.
fn found(sandbox: &Sandbox, rules: &[&str]) -> Vec<String> {
    let mut args = vec!["check", "-q", "-o", "csv", "--columns", "rule,id,message,mend"];
    args.extend(rules.iter().flat_map(|rule| ["--rule", rule]));
    let output = sandbox.mou(&args).success();
    output.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn expiry_open() {
    let sandbox = Sandbox::new();
    let sheet = "Partner,Date signed,Expiry date\nAlpha,2020-05-12,Ongoing\n\
                 Bravo,2020-05-13,Until further notice\nCharlie,2020-05-14,Never\nDelta,2020-05-15,Evergreen\n";
    import(&sandbox, sheet, &[]).success();
    assert_eq!(listed(&sandbox, "term"), ["indefinite"; 4]);
}

#[test]
fn open_alone_is_not_without_an_end() {
    let sandbox = Sandbox::new();
    let sheet =
        "Partner,Date signed,Expiry date\nAlpha,2020-05-12,Open\nBravo,2020-05-12,Till consent\n";
    let output = import(&sandbox, sheet, &[]);
    assert_eq!(output.code, 1);
    assert!(output.stderr.contains("`Open`") && output.stderr.contains("`Till consent`"));
    assert!(!sandbox.path("registry.json").exists());
    import(&sandbox, sheet, &["--keep-unread"]).success();
    assert_eq!(listed(&sandbox, "id,term,end"), ["alpha-2020,,", "bravo-2020,,"]);
    assert_eq!(
        found(&sandbox, &["unread"]),
        [
            "unread,alpha-2020,has no end recorded; its field `Expiry date` is `Open`,mou edit alpha-2020 --end DATE",
            "unread,bravo-2020,has no end recorded; its field `Expiry date` is `Till consent`,mou edit bravo-2020 --end DATE",
        ]
    );
    sandbox.mou(&["edit", "alpha-2020", "--end", "2027-05-12"]).success();
    sandbox.mou(&["accept", "bravo-2020", "unread", "--note", "The text says so"]).success();
    assert_eq!(found(&sandbox, &["unread"]), [""; 0]);
}

#[test]
fn remark_auto_renewable() {
    let sandbox = Sandbox::new();
    let sheet = "Partner,Date signed,Duration\nAlpha,2018-05-12,5 years (auto-renewable)\n\
                 Bravo,2018-06-01,5 years\nCharlie,2018-06-01,3 Years (with automatic prolongation for the next one Year)\n\
                 Delta,2022-01-01,\"5 years, automatically renewed for 2 years once\"\n";
    let output = import(&sandbox, sheet, &[]);
    assert_eq!(output.code, 0, "{}", output.to_text());
    assert!(
        output.stderr.contains("`5 years (auto-renewable)` renews for 5 years"),
        "{}",
        output.stderr
    );
    assert_eq!(
        listed(&sandbox, "id,status,ends,renewal"),
        [
            "alpha-2018,active,2028-05-12,P5Y",
            "bravo-2018,expired,2023-06-01,",
            "charlie-2018,active,2027-06-01,P1Y",
            "delta-2022,active,2027-01-01,\"{\"\"every\"\":\"\"P2Y\"\",\"\"max\"\":1}\"",
        ]
    );
    // Only the length that is assumed is a gap, until another one is recorded.
    let gap = "unread,alpha-2018,is taken to renew for 5 years; its field `Duration` is \
               `5 years (auto-renewable)`,\"mou edit alpha-2018 --renewal DURATION, or mou accept alpha-2018 unread\"";
    assert_eq!(found(&sandbox, &["unread"]), [gap]);
    sandbox.mou(&["edit", "alpha-2018", "--renewal", "1y"]).success();
    assert_eq!(found(&sandbox, &["unread"]), [""; 0]);
    sandbox.mou(&["edit", "alpha-2018", "--renewal", "5y"]).success();
    assert_eq!(found(&sandbox, &["unread"]), [gap]);
    sandbox.mou(&["accept", "alpha-2018", "unread"]).success();
    assert_eq!(found(&sandbox, &["unread"]), [""; 0]);
}

/// A remark that may move a date makes the whole cell unread.
fn assert_remark_is_unread(cell: &str) {
    let sandbox = Sandbox::new();
    let sheet = format!("Partner,Date signed,Duration\nAlpha,2020-05-12,\"{cell}\"\n");
    let output = import(&sandbox, &sheet, &[]);
    assert_eq!(output.code, 1, "{}", output.to_text());
    assert!(output.stderr.contains(&format!("`{cell}`")), "{}", output.stderr);
    assert!(!sandbox.path("registry.json").exists());
    import(&sandbox, &sheet, &["--keep-unread"]).success();
    assert_eq!(listed(&sandbox, "id,term,ends"), ["alpha-2020,,"]);
    assert!(sandbox.registry().contains(&format!("\"Duration\": \"{cell}\"")));
    let gap = format!("unread,alpha-2020,{},mou edit alpha-2020 --term TERM", message_about(cell));
    assert_eq!(found(&sandbox, &["unread"]), [gap]);
}

/// Returns the message about the cell as CSV writes it.
fn message_about(cell: &str) -> String {
    let message = format!("has no term recorded; its field `Duration` is `{cell}`");
    if message.contains(',') { format!("\"{message}\"") } else { message }
}

#[test]
fn remark_extended() {
    assert_remark_is_unread("3 years, extended by 2 years");
}

#[test]
fn remark_over() {
    assert_remark_is_unread("10 years (expired)");
}

#[test]
fn remark_of_another_kind_is_unread_too() {
    for cell in
        ["3 years unless terminated", "Initially 3 years", "3+2 years", "5 years w.e.f. 2021-01-01"]
    {
        assert_remark_is_unread(cell);
    }
}

#[test]
fn renewal_column_yes() {
    let sandbox = Sandbox::new();
    let sheet = "Partner,Start date,End date,Auto renewal,Renewal term,Notice period\n\
                 Alpha,2020-05-12,2023-05-12,Yes,12 months,90 days\n\
                 Bravo,2020-05-12,2023-05-12,No,,3 months\n\
                 Charlie,2020-05-12,2023-05-12,Yes,,\n\
                 Delta,2020-05-12,2023-05-20,Yes,,\n\
                 Echo,2020-05-12,2023-05-12,2 years,,\n";
    let output = import(&sandbox, sheet, &[]);
    assert_eq!(output.code, 0, "{}", output.to_text());
    assert_eq!(
        listed(&sandbox, "id,status,ends,renewal,notice"),
        [
            "alpha,active,2027-05-12,P12M,P90D",
            "bravo,expired,2023-05-12,,P3M",
            "charlie,active,2029-05-12,P3Y,",
            // No length can be found: the end is not claimed.
            "delta,active,,,",
            "echo,active,2027-05-12,P2Y,",
        ]
    );
    assert!(sandbox.registry().contains("\"End date\": \"2023-05-20\""));
    let ids: Vec<String> = found(&sandbox, &["unread"]);
    let ids: Vec<&str> = ids.iter().filter_map(|line| line.split(',').nth(1)).collect();
    assert_eq!(ids, ["charlie", "delta", "delta"]);
}

#[test]
fn yes_in_a_column_of_renewals_says_nothing_certain() {
    let sandbox = Sandbox::new();
    let sheet = "Partner,Date signed,Expiry date,Renewal\nAlpha,2020-05-12,2023-05-12,Yes\n\
                 Bravo,2020-05-12,2023-05-12,1 year\nCharlie,2020-05-12,2023-05-12,Automatic for 2 years\n\
                 Delta,2020-05-12,2023-05-12,By mutual consent\nEcho,2020-05-12,2023-05-12,no\n";
    let output = import(&sandbox, sheet, &[]);
    assert_eq!(output.code, 0, "{}", output.to_text());
    assert!(output.stderr.contains("warning: "), "{}", output.stderr);
    assert_eq!(
        listed(&sandbox, "id,status,ends,renewal"),
        [
            "alpha-2020,expired,2023-05-12,",
            "bravo-2020,active,2027-05-12,P1Y",
            "charlie-2020,active,2027-05-12,P2Y",
            "delta-2020,expired,2023-05-12,",
            "echo-2020,expired,2023-05-12,",
        ]
    );
    assert_eq!(
        found(&sandbox, &["unread"]),
        [
            "unread,alpha-2020,has no renewal recorded; its field `Renewal` is `Yes`,mou edit alpha-2020 --renewal DURATION",
            "unread,delta-2020,has no renewal recorded; its field `Renewal` is `By mutual consent`,\
             mou edit delta-2020 --renewal DURATION --renewal-by agreement",
        ]
    );
}

#[test]
fn renewal_after_a_date_leaves_the_end_unknown() {
    let sandbox = Sandbox::new();
    let sheet = "Partner,Date signed,Expiry date\nAlpha,2020-05-12,31.12.2024 (auto-renewable)\n\
                 Bravo,2020-05-12,\"2024-12-31, renewable by mutual consent\"\nCharlie,2020-05-12,Auto renew\n";
    import(&sandbox, sheet, &[]).success();
    assert_eq!(
        listed(&sandbox, "id,status,end"),
        ["alpha-2020,active,", "bravo-2020,expired,2024-12-31", "charlie-2020,active,"]
    );
    for cell in
        ["31.12.2024 (auto-renewable)", "2024-12-31, renewable by mutual consent", "Auto renew"]
    {
        assert!(sandbox.registry().contains(&format!("\"Expiry date\": \"{cell}\"")), "{cell}");
    }
}

#[test]
fn status_terminated() {
    let sandbox = Sandbox::new();
    let sheet = "Partner,Date signed,Expiry date,Status\nAlpha,2020-05-12,,Terminated\n\
                 Bravo,2020-05-13,,Under negotiation\nCharlie,2020-05-14,2028-01-01,Active\n\
                 Delta,2020-05-14,2022-01-01,Vencido\nEcho,2020-05-14,2028-01-01,Vencido\n\
                 Foxtrot,2020-05-14,2028-01-01,Pending\n";
    let output = import(&sandbox, sheet, &[]);
    assert_eq!(output.code, 0, "{}", output.to_text());
    assert!(output.stderr.contains("warning: the sheet's status differs from the dates: "));
    for word in ["Terminated", "Under negotiation", "Active", "Vencido", "Pending"] {
        assert!(sandbox.registry().contains(&format!("\"status\": \"{word}\"")), "{word}");
    }
    assert!(!sandbox.registry().contains("\"events\""));
    assert_eq!(
        found(&sandbox, &["status-differs"]),
        [
            "status-differs,alpha-2020,is active; its field `status` is `Terminated`,mou terminate alpha-2020 --on DATE",
            "status-differs,bravo-2020,is active; its field `status` is `Under negotiation`,\
             mou edit bravo-2020 --add-field status=TEXT",
            "status-differs,echo-2020,is active; its field `status` is `Vencido`,mou edit echo-2020 --end DATE",
        ]
    );
    sandbox.mou(&["terminate", "alpha-2020", "--on", "2022-01-01"]).success();
    sandbox.mou(&["accept", "bravo-2020", "status-differs"]).success();
    sandbox.mou(&["edit", "echo-2020", "--end", "2025-05-14"]).success();
    assert_eq!(found(&sandbox, &["status-differs"]), [""; 0]);
}

#[test]
fn unit_column() {
    let sandbox = Sandbox::new();
    let sheet =
        "Partner,Date signed,Duration,Unit\nAlpha,2020-05-12,5,Years\nBravo,2020-05-13,18,Months\n";
    import(&sandbox, sheet, &[]).success();
    assert_eq!(listed(&sandbox, "term"), ["P5Y", "P18M"]);
    // A column in which other texts occur is not one of units.
    let sandbox = Sandbox::new();
    let sheet = "Partner,Date signed,Duration,Unit\nAlpha,2020-05-12,5 years,Physics\nBravo,2020-05-13,18 months,Months\n";
    import(&sandbox, sheet, &[]).success();
    assert_eq!(listed(&sandbox, "term"), ["P5Y", "P18M"]);
    assert!(sandbox.registry().contains("\"Unit\": \"Physics\""));
}

#[test]
fn terms_of_ten_languages_are_imported() {
    let sandbox = Sandbox::new();
    let sheet = "Partner,Date signed,Duration\nA,2025-01-01,5 años\nB,2025-01-01,18 mois\nC,2025-01-01,3 Jahre\n\
                 D,2025-01-01,2 anos\nE,2025-01-01,5 tahun\nF,2025-01-01,٣ سنوات\nG,2025-01-01,三年\n\
                 H,2025-01-01,6か月\nI,2025-01-01,3년\nJ,2025-01-01,Three (3) years from the date of signing\n\
                 K,2025-01-01,5 Years (60 months)\n";
    import(&sandbox, sheet, &[]).success();
    assert_eq!(
        listed(&sandbox, "term"),
        ["P5Y", "P18M", "P3Y", "P2Y", "P5Y", "P3Y", "P3Y", "P6M", "P3Y", "P3Y", "P5Y"]
    );
}

#[test]
fn kept_text_of_a_field_with_another_name_is_found() {
    let sandbox = with_sheet("s.csv", "");
    sandbox
        .mou(&[
            "add",
            "Title",
            "--party",
            "A",
            "--party",
            "B",
            "--id",
            "x",
            "--signed",
            "unknown",
            "--term",
            "indefinite",
            "--field",
            "Fecha=12/11/2021",
            "--field",
            "When (signed)=12/11/2021",
            "--field",
            "Notice=as usual",
            "--field",
            "Budget=none yet",
            "--field",
            "Expiry date=n/a",
            "--field",
            "Areas=law",
        ])
        .success();
    assert_eq!(
        found(&sandbox, &["unread"]),
        [
            "unread,x,has no notice period recorded; its field `Notice` is `as usual`,mou edit x --notice DURATION",
            "unread,x,has no signing date recorded; its field `When (signed)` is `12/11/2021`,mou edit x --signed DATE",
        ]
    );
}

/// A renewal term is the length of what another cell says, and automatic renewal only if none says anything.
#[test]
fn renewal_term_alone_is_automatic_renewal() {
    for (columns, cells, renewal) in [
        ("Renewal term", "1 year", "P1Y"),
        (
            "Renewal term,Renewal",
            "1 year,by mutual consent",
            "{\"every\":\"P1Y\",\"by\":\"agreement\"}",
        ),
        (
            "Renewal,Renewal term",
            "by mutual consent,1 year",
            "{\"every\":\"P1Y\",\"by\":\"agreement\"}",
        ),
        ("Renewal term,Renewal", "1 year,Yes", ""),
        ("Renewal term,Renewal", "1 year,No", ""),
        ("Renewal term,Auto renewal", "1 year,Yes", "P1Y"),
        ("Renewal term,Auto renewal", "1 year,No", ""),
        ("Renewal term,Auto renewal", "1 year,", ""),
        ("Renewal term (months),Auto renewal", "6,Yes", "P6M"),
    ] {
        let sandbox = Sandbox::new();
        let sheet = format!(
            "Partner,Date signed,Expiry date,{columns}\nAlpha,2024-01-01,2030-06-15,{cells}\n"
        );
        import(&sandbox, &sheet, &[]).success();
        let listed = listed(&sandbox, "renewal");
        let listed = listed[0].trim_matches('"').replace("\"\"", "\"");
        assert_eq!(listed, renewal, "{columns}: {cells}");
        assert_eq!(
            sandbox.registry().contains("\"Renewal term\": \"1 year\""),
            renewal.is_empty(),
            "{columns}: {cells}"
        );
    }
}
