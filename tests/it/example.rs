//! The output for the example of the two memoranda.

use crate::sandbox::{Sandbox, example};

#[test]
fn memorandum_of_2022_is_expiring_from_six_months_before_its_end() {
    let sandbox = Sandbox::with_example();
    let output = sandbox.mou(&["expiring", "--within", "6m", "--as-of", "2025-01-04", "-o", "csv"]);
    assert_eq!(
        output.to_text(),
        "id,title,partners,status,ends,act_by\n\
         gds-govtech-2022,Memorandum of Understanding on digital government,\
         Government Digital Service,active,2025-07-04,2025-07-04\n"
    );
    let output = sandbox.mou(&["expiring", "--within", "6m", "--as-of", "2025-01-03"]);
    assert_eq!(output.to_text(), "");
}

#[test]
fn overview_lists_the_memorandum_of_2022_as_lapsed() {
    let output = Sandbox::with_example().mou(&[]);
    assert_eq!(
        output.to_text(),
        "2 agreements on 2026-11-22: 1 expired, 1 succeeded\n\
         \n\
         ending: none within 6 months\n\
         \n\
         lapsed: 1 without a successor or a decision\n\
         \x20 2025-07-04  16 months ago  Government Digital Service  \
         Memorandum of Understanding on digital government  gds-govtech-2022\n"
    );
}

#[test]
fn gap_after_the_memorandum_of_2019_cannot_be_computed_without_its_end() {
    let output = Sandbox::with_example().mou(&["chain", "gds-govtech-2022"]);
    assert_eq!(
        output.to_text(),
        "lineage\n\
         \x20 gds-govtech-2019: 2019-06-13 to not known, succeeded\n\
         \x20 └─ gds-govtech-2022: 2022-07-04 to 2025-07-04, expired\n\
         \x20    the gap cannot be computed: the end of gds-govtech-2019 is not known\n\
         \n\
         gds-govtech-2019\n\
         \x20 title:      Memorandum of Understanding on digital government services\n\
         \x20 status:     succeeded\n\
         \x20 first day:  2019-06-13\n\
         \x20 last day:   not known\n\
         \n\
         gds-govtech-2022\n\
         \x20 title:                   Memorandum of Understanding on digital government\n\
         \x20 status:                  expired\n\
         \x20 first day:               2022-07-04\n\
         \x20 last day:                2025-07-04\n\
         \x20 after gds-govtech-2019:  cannot be computed: the end of gds-govtech-2019 is not known\n"
    );
}

#[cfg(unix)] // a shell
#[test]
fn example_script_builds_the_example_byte_for_byte() {
    let sandbox = Sandbox::new();
    sandbox.write("build.sh", example("build-uk-singapore.sh"));
    let output = sandbox.shell("sh build.sh registry.json");
    assert_eq!(output.code, 0, "{}", output.to_text());
    assert_eq!(sandbox.registry(), example("uk-singapore.json"));
}
