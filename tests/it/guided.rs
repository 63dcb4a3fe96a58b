//! Guided entry: what is missing is asked for at a terminal, and only there.

use crate::sandbox::Sandbox;
use crate::terminal::Conversation;

#[test]
fn an_agreement_is_asked_for_and_shown_before_it_is_recorded() {
    let sandbox = Sandbox::with_example();
    let before = sandbox.registry();
    let mut typing = Conversation::start(&sandbox, false, &["add"]);
    typing.wait_for("Ctrl-C stops").wait_for("Title:").keys("Joint research\r");
    // The parties of the registry are offered, and arrow and Enter take one.
    typing.wait_for("Party:").wait_for("Government Technology Agency (GovTech) [SG]").keys("gov");
    typing.wait_for("Party: gov").keys("\x1b[B\r");
    typing.wait_for("Another party:").keys("Kyoto University (KyotoU) [JP]\r");
    typing.wait_for("Another party:").wait_for("Another party:").keys("\r");
    // A wrong answer is refused at once, and can be corrected.
    typing.wait_for("Signed on:").keys("2024-02-31\r").wait_for("`2024-02-31`");
    // What is understood is shown as it is typed.
    typing.keys(&"\x7f".repeat(10)).keys("1 May 2024").wait_for("2024-05-01").keys("\r");
    typing.wait_for("In effect from:").keys("\r").wait_for("How long:").keys("3y\r");
    typing.wait_for("Renewed for:").keys("1y\r").wait_for("Notice period:").keys("3m\r");
    typing.wait_for("Contact:").keys("\r");
    typing.wait_for("status:    active").wait_for("ends:      2027-05-01");
    typing.wait_for("act by:    2027-02-01").wait_for("Record it?");
    assert_eq!(sandbox.registry(), before);
    typing.keys("y\r");
    let (_, stdout, code) = typing.end();
    assert_eq!((stdout.as_str(), code), ("gds-kyotou-2024\n", 0));
    // It is recorded as if everything had been typed.
    let typed = Sandbox::with_example();
    let args = [
        "add",
        "Joint research",
        "--party=Government Digital Service (GDS) [GB]",
        "--party=Kyoto University (KyotoU) [JP]",
        "--signed=1 May 2024",
        "--term=3y",
        "--renewal=1y",
        "--notice=3m",
    ];
    typed.mou(&args).success();
    assert_eq!(sandbox.registry(), typed.registry());
}

#[test]
fn only_what_is_missing_is_asked() {
    let sandbox = Sandbox::with_example();
    let mut typing = Conversation::start(
        &sandbox,
        false,
        &[
            "add",
            "--signed=2024-05-01",
            "--effective=2024-06-01",
            "--term=1y",
            "--renewal=1y",
            "--notice=1m",
            "--contact=Mei",
            "--party=Tartu",
        ],
    );
    typing.wait_for("Title:").keys("-5 degrees pact\r");
    typing.wait_for("Record it?").keys("\r");
    let (_, stdout, code) = typing.end();
    assert_eq!((stdout.as_str(), code), ("tartu-2024\n", 0));
    assert!(sandbox.registry().contains("\"title\": \"-5 degrees pact\""));
}

#[test]
fn a_renewal_asks_which_one_and_for_how_long() {
    let sandbox = Sandbox::with_example();
    let mut typing = Conversation::start(&sandbox, false, &["renew"]);
    typing.wait_for("Agreement:").wait_for("gds-govtech-2022").keys("2022\x1b[B\r");
    typing.wait_for("For how long:").keys("2028-13-01\r").wait_for("is not a date");
    typing.keys(&"\x7f".repeat(10)).keys("3 yaers\r").wait_for("is not a duration");
    typing.keys(&"\x7f".repeat(7)).keys("2028-12-31\r").wait_for("Agreed on:").keys("\r");
    typing.wait_for("2025-07-04 → 2028-12-31").wait_for("Record it?");
    typing.keys("\r");
    let (text, stdout, code) = typing.end();
    assert!(!text.contains("Dry run"), "{text}");
    assert_eq!((stdout.contains("2025-07-04 → 2028-12-31"), code), (true, 0), "{stdout}");
    // A complete command asks nothing.
    let complete =
        Conversation::start(&sandbox, false, &["renew", "gds-govtech-2022", "--term=1y"]);
    assert_eq!(complete.end().2, 0);
}

#[test]
fn an_activity_asks_for_its_agreement_and_title() {
    let sandbox = Sandbox::with_example();
    let mut typing = Conversation::start(&sandbox, false, &["activity", "add"]);
    typing.wait_for("Agreement:").keys("gds-govtech-2022\r").wait_for("Title:").keys("Visit\r");
    // Tab takes the first of the values that are offered.
    typing.wait_for("Kind:").wait_for("exchange").keys("vis").wait_for("Kind: vis").keys("\t\r");
    typing.wait_for("On:").keys("2023-03\r").wait_for("1 Visit (2023-03)");
    typing.wait_for("Record it?").keys("\r");
    let (_, stdout, code) = typing.end();
    assert_eq!((stdout.as_str(), code), ("gds-govtech-2022/1\n", 0));
    assert!(sandbox.registry().contains("\"kind\": \"visit\""));
}

#[test]
fn ctrl_c_escape_and_no_leave_nothing() {
    let sandbox = Sandbox::with_example();
    let before = (sandbox.registry(), sandbox.files());
    for keys in ["\x03", "\x1b"] {
        let mut typing = Conversation::start(&sandbox, false, &["add"]);
        typing.wait_for("Title:").keys(keys);
        let (text, stdout, code) = typing.end();
        assert!(text.ends_with("error: stopped; nothing was recorded\n"), "{text}");
        assert_eq!((stdout.as_str(), code), ("", 130));
    }
    let mut typing = Conversation::start(&sandbox, false, &["renew", "gds-govtech-2022"]);
    typing.wait_for("For how long:").keys("1y\r").wait_for("Agreed on:").keys("\r");
    typing.wait_for("Record it?").keys("n\r");
    let (_, stdout, code) = typing.end();
    assert_eq!((stdout.as_str(), code), ("", 130));
    assert_eq!((sandbox.registry(), sandbox.files()), before);
}

#[test]
fn nothing_is_asked_where_nobody_can_answer() {
    let sandbox = Sandbox::with_example();
    for args in [&["add"][..], &["renew"], &["activity", "add", "gds-govtech-2022"]] {
        let piped = sandbox.mou(args);
        assert_eq!(piped.code, 2);
        assert!(piped.stderr.starts_with("error: missing "), "{}", piped.stderr);
        for forbidding in ["--no-input", "-ojson"] {
            let typing = Conversation::start(&sandbox, false, &[args, &[forbidding]].concat());
            let (text, _, code) = typing.end();
            assert_eq!(code, 2, "{text}");
            assert!(text.contains("missing "), "{text}");
        }
        // A terminal that cannot move its cursor shows no questions.
        let dumb = Sandbox::with_example().with_variable("TERM", "dumb");
        let (text, _, code) = Conversation::start(&dumb, false, args).end();
        assert_eq!((text.contains("missing "), code), (true, 2), "{text}");
    }
}
