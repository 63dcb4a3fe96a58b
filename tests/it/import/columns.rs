//! What columns are, as their headings say.

use rust_xlsxwriter::Workbook;

use super::{counts, listed, with_sheet};
use crate::sandbox::Sandbox;

/// Returns a workbook of sheets, each a name and rows; `|` is between the cells.
fn workbook(sheets: &[(&str, &[&str])]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(cells.split('|')).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn foreign_head_with_id() {
    let sheet = "id,nombre,entidad,fecha_vencimiento,responsable\n\
        1,Convenio marco,Empresa Alfa,2026-08-20,Ana\n2,Convenio de prácticas,Empresa Beta,2026-03-15,Luis\n";
    let sandbox = with_sheet("sheet.csv", sheet);
    let output = sandbox.mou(&["import", "sheet.csv", "--party", "Own"]);
    assert_eq!(counts(&output), "2 added, 0 changed, 0 the same.");
    let mut rows = listed(&sandbox, "partners,end,contact");
    rows.sort();
    assert_eq!(rows, ["Empresa Alfa,2026-08-20,Ana", "Empresa Beta,2026-03-15,Luis"]);

    let sheet = "id,nombre,zona,fecha_vencimiento\n1,Convenio marco,Norte,2026-08-20\n";
    let sandbox = with_sheet("sheet.csv", sheet);
    assert_eq!(
        sandbox.mou(&["import", "sheet.csv", "--party", "Own"]).to_text(),
        "--- stderr\n\
         error: `sheet.csv`: no column looks like a partner, the parties or a title\n\
         hint: the columns are `id`, `nombre`, `zona`, `fecha_vencimiento`; check what the columns are:\n  \
         mou import sheet.csv --party Own --map nombre=title\n--- exit 1\n"
    );
    let output = sandbox.mou(&["import", "sheet.csv", "--party", "Own", "--map", "nombre=title"]);
    assert_eq!(counts(&output), "1 added, 0 changed, 0 the same.");
}

#[test]
fn head_below_blank_row() {
    let rows = ["", "Register of agreements", "", "", "Partner|Date signed", "Alpha|2020-05-12"];
    let sandbox = with_sheet("sheet.xlsx", workbook(&[("Table", &rows)]));
    assert_eq!(
        sandbox.mou(&["import", "sheet.xlsx", "--party", "Own"]).to_text(),
        "--- stderr\n\
         error: sheet `Table` of `sheet.xlsx`: row 5 looks more like the headings than row 2\n\
         hint: `--head 5` reads the headings in row 5:\n  mou import sheet.xlsx --party Own --head 5\n\
         --- exit 1\n"
    );
    let rows = ["", "", "Partner|Date signed", "Alpha|2020-05-12"];
    for (name, sheet) in [
        ("sheet.xlsx", workbook(&[("Table", &rows)])),
        ("sheet.csv", b",\n\n ,\nPartner,Date signed\nAlpha,2020-05-12\n".to_vec()),
    ] {
        let sandbox = with_sheet(name, sheet);
        let output = sandbox.mou(&["import", name, "--party", "Own"]);
        assert_eq!(counts(&output), "1 added, 0 changed, 0 the same.");
        assert_eq!(listed(&sandbox, "partners,signed"), ["Alpha,2020-05-12"]);
    }
}

#[test]
fn ok_banner_hint() {
    let sheet = "\"Downloaded on\",03/23/2018,\"09:00:30\"\n\"Search\",https://example.org/x\n\n\
        \"Document number\",Partner,\"Date signed\"\n115-2,Alpha,2017-01-17\n";
    let sandbox = with_sheet("sheet.csv", sheet);
    let output = sandbox.mou(&["import", "sheet.csv", "--party", "Own"]);
    assert_eq!(output.code, 1);
    assert!(output.stderr.contains("--head 4"), "{}", output.stderr);
    let output = sandbox.mou(&["import", "sheet.csv", "--party", "Own", "--head", "4"]);
    assert_eq!(counts(&output), "1 added, 0 changed, 0 the same.");

    // Of two rows of headings, the second says more.
    let sheet = "Partner,,Dates,\nName,Country,Date signed,Expiry\nAlpha,Japan,2020,2025\n";
    let sandbox = with_sheet("sheet.csv", sheet);
    let output = sandbox.mou(&["import", "sheet.csv", "--party", "Own"]);
    assert!(output.stderr.contains("--head 2"), "{}", output.stderr);
}

#[test]
fn other_sheet_that_fits_is_named_and_offered() {
    let cover = ["Read me", "A register"];
    let table = ["Partner|Date signed", "Alpha|2020-05-12"];
    let sandbox = with_sheet("m.xlsx", workbook(&[("Cover", &cover), ("Data", &table)]));
    assert_eq!(
        sandbox.mou(&["import", "m.xlsx", "--party", "Own"]).stderr,
        "error: sheet `Cover` of `m.xlsx`: no column looks like a partner, the parties or a title\n\
         hint: the sheet `Data` has such a column; the columns are `Read me`:\n  \
         mou import m.xlsx --party Own --sheet Data\n"
    );
}

#[test]
fn columns_for_one_field_are_joined_kept_or_refused() {
    let sandbox = with_sheet("m.csv", "Partner 1,Partner 2,Notes,Notes\nA,B,one,two\n");
    sandbox.mou(&["import", "m.csv", "--party", "Own"]).success();
    assert_eq!(
        listed(&sandbox, "partners,notes,fields"),
        ["A; B,one,\"{\"\"Notes (2)\"\":\"\"two\"\"}\""]
    );
    let sandbox = with_sheet("m.csv", "Partner,Expiry,End date\nA,2030,2031\n");
    assert_eq!(
        sandbox.mou(&["import", "m.csv"]).stderr,
        "error: the columns `Expiry` and `End date` would both be `end`\n\
         hint: this keeps `End date` as a field of its own:\n  \
         mou import m.csv --map \"End date=fields.End date\"\n"
    );
    // The column that is mapped stays.
    assert_eq!(
        sandbox.mou(&["import", "m.csv", "--map", "End date=end"]).stderr,
        "error: the columns `Expiry` and `End date` would both be `end`\n\
         hint: this keeps `Expiry` as a field of its own:\n  \
         mou import m.csv --map \"End date=end\" --map Expiry=fields.Expiry\n"
    );
    let kept = ["import", "m.csv", "--map", "End date=end", "--map", "Expiry=fields.Expiry"];
    sandbox.mou(&kept).success();
    assert_eq!(listed(&sandbox, "end,fields"), ["2031,\"{\"\"Expiry\"\":\"\"2030\"\"}\""]);
}

#[test]
fn status_and_ends_are_derived_only_beside_columns_of_mou() {
    let sandbox = with_sheet("m.csv", "Partner,Starts,Ends,Status\nA,2020,2030,Active\n");
    sandbox.mou(&["import", "m.csv"]).success();
    assert_eq!(
        listed(&sandbox, "effective,end,fields"),
        ["2020,2030,\"{\"\"status\"\":\"\"Active\"\"}\""]
    );
    let sandbox = with_sheet("m.csv", "title,parties,status,act_by,Seal\nT,A; B,active,2029,red\n");
    sandbox.mou(&["import", "m.csv"]).success();
    assert_eq!(listed(&sandbox, "fields"), ["\"{\"\"Seal\"\":\"\"red\"\"}\""]);
    let args = ["import", "m.csv", "--drop-unmapped", "--allow-duplicates", "--no-profile"];
    let sandbox = with_sheet("m.csv", "Partner,Seal,Status\nA,red,Active\n");
    sandbox.mou(&args).success();
    assert_eq!(listed(&sandbox, "fields"), ["\"{\"\"status\"\":\"\"Active\"\"}\""]);
}

#[test]
fn unit_that_is_an_office_and_dates_of_an_unknown_column_are_kept() {
    let sheet = "Partner,Unit,Fecha,Date signed\nA,Law,2020-05-01,2020\nB,Arts,2020-06-01,2021\n";
    let sandbox = with_sheet("m.csv", sheet);
    let output = sandbox.mou(&["import", "m.csv", "--party", "Own"]);
    assert_eq!(counts(&output), "2 added, 0 changed, 0 the same.");
    assert!(
        output.stderr.contains(
            "note: kept as text, though most cells are dates: `Fecha`; `--map` says which date it \
            is\n"
        ),
        "{}",
        output.stderr
    );
    assert_eq!(
        listed(&sandbox, "fields"),
        [
            "\"{\"\"Fecha\"\":\"\"2020-05-01\"\",\"\"Unit\"\":\"\"Law\"\"}\"",
            "\"{\"\"Fecha\"\":\"\"2020-06-01\"\",\"\"Unit\"\":\"\"Arts\"\"}\""
        ]
    );
}

#[test]
fn field_that_is_offered_for_a_column_of_dates_is_likely() {
    for (heading, others, offered) in [
        ("Fecha", "", " (`--map Fecha=signed`)"),
        ("Instrument Date", "", " (`--map \"Instrument Date=signed\"`)"),
        (
            "Instrument Date",
            ",Signature Date,Entry Into Force Date",
            "; `--map` says which date it is",
        ),
        ("Date of deposit", "", " (`--map \"Date of deposit=signed\"`)"),
        ("Last updated", "", "; `--map` says which date it is"),
        ("Date of last audit", "", "; `--map` says which date it is"),
    ] {
        let dates = ",2020-01-01".repeat(others.matches(',').count());
        let sheet =
            format!("Partner,{heading}{others}\nA,2020-05-01{dates}\nB,2020-06-01{dates}\n");
        let sandbox = with_sheet("m.csv", sheet);
        let output = sandbox.mou(&["import", "m.csv", "--party", "Own"]);
        let note =
            format!("note: kept as text, though most cells are dates: `{heading}`{offered}\n");
        assert!(output.stderr.contains(&note), "{note}\n{}", output.stderr);
    }
}

#[test]
fn sheets_in_ten_languages_are_read() {
    for (language, sheet) in [
        ("es", "Institución contraparte,País,Fecha de suscripción,Fecha de término,Estado\n"),
        ("fr", "Établissement partenaire,Pays,Date de signature,Date d’échéance,Statut\n"),
        ("de", "Partnerhochschule,Land,Unterzeichnet am,Gültig bis,Vertragsstatus\n"),
        ("pt", "Instituição parceira,País,Data da assinatura,Fim da vigência,Situação\n"),
        ("id", "Nama Mitra,Negara,Tanggal TTD,Berlaku sampai,Status Kerja Sama\n"),
        ("ar", "اسم الجهة,الدولة,تاريخ التوقيع,تاريخ الانتهاء,حالة الاتفاقية\n"),
        ("zh", "合作单位名称,国别,签署日期,到期日期,协议状态\n"),
        ("tw", "締約學校,國別,簽約日期,到期日,狀態\n"),
        ("ja", "提携先の大学,相手国,協定締結日,有効期限,現在の状況\n"),
        ("ko", "협약 기관명,국가,협약 체결일,만료일,진행상태\n"),
    ] {
        let sheet = format!("{sheet}Alpha,Japan,2020-05-12,2030-05-11,X\n");
        let sandbox = with_sheet("m.csv", sheet);
        let output = sandbox.mou(&["import", "m.csv", "--party", "Own"]);
        assert_eq!(counts(&output), "1 added, 0 changed, 0 the same.", "{language}");
        assert_eq!(
            listed(&sandbox, "parties,signed,end,fields"),
            ["Own; Alpha [JP],2020-05-12,2030-05-11,\"{\"\"status\"\":\"\"X\"\"}\""],
            "{language}"
        );
    }
}

#[test]
fn ok_search_scripts() {
    let sandbox = Sandbox::new();
    let add = |title: &str, party: &str, id: &str| {
        sandbox.mou(&["add", title, "--party", "Own", "--party", party, "--id", id]).success();
    };
    add("İstanbul Üniversitesi accord", "STRAẞE GmbH", "tr");
    add("Große Straße", "Åbo Ακαδημία ＡＢＣ", "gr");
    for (word, id) in [
        ("istanbul", "tr\n"),
        ("ISTANBUL", "tr\n"),
        ("universitesi", "tr\n"),
        ("grosse", "gr\n"),
        ("abo", "gr\n"),
        ("ABC", "gr\n"),
        ("ακαδημια", "gr\n"),
        ("strasse", "gr\ntr\n"),
    ] {
        assert_eq!(sandbox.mou(&["list", "--text", word, "-o", "ids"]).success(), id, "{word}");
    }
}

#[test]
fn sort_accents() {
    let sandbox = Sandbox::new();
    for title in ["Zeta", "Ärzte", "apple", "Éclair", "Zebra"] {
        let party = format!("P {title}");
        sandbox.mou(&["add", title, "--party", "Own", "--party", &party]).success();
    }
    let sorted = ["apple", "Ärzte", "Éclair", "Zebra", "Zeta"];
    for column in ["title", "partners"] {
        let args = ["list", "--sort", column, "-o", "csv", "--columns", "title"];
        let output = sandbox.mou(&args).success();
        assert_eq!(output.lines().skip(1).collect::<Vec<_>>(), sorted);
    }
    let ids = sandbox.mou(&["list", "-o", "ids"]).success();
    assert!(ids.lines().is_sorted(), "{ids}");
}
