//! Importing files that are wrong, on the command line as operators do.

use anyhow::Result;
use rstest::rstest;

use super::CsvFile;
use crate::support::{Backend, Program, Tested};

const HEADER: &str = "time,device,skill,workflow,key,value\n";
const GOOD: &str = "2026-03-01T10:00:00Z,Arm,Camera,Inspect,height,1.5\n";

async fn with_acme(backend: Backend) -> Result<Program> {
    let program = Program::new(backend).await?;
    program.says(&["sample"]).await?;
    Ok(program)
}

/// Imports a text; answers whether that succeeded, the output and the complaints.
async fn import(program: &Program, text: &str, more: &[&str]) -> Result<(bool, String, String)> {
    let file = CsvFile::new(text)?;
    let path = file.path.to_string_lossy();
    let arguments = [&["import", "--organization", "ACME Robotics", &path], more].concat();
    let output = program.output(&arguments).await?;
    let complaint = String::from_utf8(output.stderr)?.replace(&*path, "FILE");
    Ok((
        output.status.success(),
        String::from_utf8(output.stdout)?,
        complaint,
    ))
}

/// What a database holds of `Arm`: nothing as long as no import wrote.
async fn is_untouched(program: &Program) -> Result<bool> {
    use portal_server::store::entities::device;
    use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

    let store = program.place.open().await?;
    let made = device::Entity::find()
        .filter(device::Column::Name.eq("Arm"))
        .count(store.read())
        .await?;
    store.close().await?;
    Ok(made == 0)
}

const BAD: [(&str, &str); 9] = [
    (
        "2026-03-01T10:00:00Z,Arm,Camera,Inspect,height,NaN\n",
        "\"NaN\" is not a number that can be kept",
    ),
    (
        "2026-03-01T10:00:00Z,Arm,Camera,Inspect,height,-inf\n",
        "\"-inf\" is not a number that can be kept",
    ),
    (
        "1969-12-31T23:59:59Z,Arm,Camera,Inspect,height,1\n",
        "\"1969-12-31T23:59:59Z\" is before 1970",
    ),
    (
        "soon,Arm,Camera,Inspect,height,1\n",
        "\"soon\" is not a time",
    ),
    (
        "2026-03-01T10:00:00,Arm,Camera,Inspect,height,1\n",
        "\"2026-03-01T10:00:00\" has no offset; name its time zone with --time-zone",
    ),
    (
        "2026-03-01T10:00:00Z,Arm,Camera,Inspect,height,\n",
        "it has no value",
    ),
    (
        "2026-03-01T10:00:00Z,,Camera,Inspect,height,1\n",
        "\"\" can't name a device: names have 1 to 100 characters on one line",
    ),
    (
        "2026-03-01T10:00:00Z,Arm,Camera,Inspect,height,\"1\n",
        "its quotes are not closed",
    ),
    ("2026-03-01T10:00:00Z,Arm,Came", "it has 3 fields, not 6"),
];

#[rstest]
#[tokio::test]
async fn bad_lines_are_named_by_number_and_good_ones_are_loaded(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let program = with_acme(backend).await?;
    let bad: String = BAD.iter().map(|(line, _)| *line).collect();
    let (done, said, complaint) = import(&program, &format!("{HEADER}{GOOD}\n{bad}"), &[]).await?;
    assert!(done, "{complaint}");
    assert!(
        said.starts_with("1 line: 1 event added, 0 already there, 1 new device ("),
        "{said}"
    );
    assert!(
        complaint.starts_with("Left out: 9 lines that can't be read.\n"),
        "{complaint}"
    );
    for (line, (_, reason)) in (4..).zip(BAD) {
        let told = format!("\nline {line}: {reason}\n");
        assert!(complaint.contains(&told), "{told} is not in {complaint}");
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn strictly_one_bad_line_keeps_all_out(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let program = with_acme(backend).await?;
    let many = GOOD.replace("T10:00", "T11:59");
    for (bad, reason) in BAD {
        let text = format!("{HEADER}{GOOD}{many}{bad}");
        let (done, said, complaint) = import(&program, &text, &["--strict"]).await?;
        assert!(!done && said.is_empty(), "{said}");
        let expected =
            format!("error: nothing was imported, since 1 line can't be read:\nline 4: {reason}\n");
        assert_eq!(complaint, expected);
    }
    assert!(is_untouched(&program).await?);
    let (done, said, _) = import(&program, &format!("{HEADER}{GOOD}{many}"), &["--strict"]).await?;
    assert!(done);
    assert!(said.starts_with("2 lines: 2 events added"), "{said}");
    Ok(())
}

#[tokio::test]
async fn a_last_line_that_may_be_cut_off_is_named() -> Tested {
    let program = with_acme(Backend::Sqlite).await?;
    // Half a number is a number.
    let cut = format!("{HEADER}{GOOD}2026-03-01T11:00:00Z,Arm,Camera,Inspect,height,1");
    let (done, said, complaint) = import(&program, &cut, &["--strict"]).await?;
    assert!(!done && said.is_empty(), "{said}");
    assert_eq!(
        complaint,
        "error: nothing was imported, since 1 line can't be read:\n\
         line 3: it has no line end: the file may be cut off there\n"
    );
    assert!(is_untouched(&program).await?);
    let (done, said, complaint) = import(&program, &cut, &[]).await?;
    assert!(
        done && said.starts_with("2 lines: 2 events added"),
        "{said}"
    );
    assert_eq!(
        complaint,
        "Line 3 has no line end: the file may be cut off there.\n"
    );
    Ok(())
}

#[tokio::test]
async fn the_first_20_bad_lines_are_listed_and_the_others_numbered() -> Tested {
    let program = with_acme(Backend::Sqlite).await?;
    let text = format!("{HEADER}{GOOD}{}{GOOD}x,y\n", "x,y\n".repeat(1_021));
    let (done, _, complaint) = import(&program, &text, &[]).await?;
    assert!(done);
    let lines: Vec<_> = complaint.lines().collect();
    assert_eq!(lines.len(), 1 + 20 + 1);
    assert_eq!(lines[0], "Left out: 1,022 lines that can't be read.");
    assert_eq!(lines[20], "line 22: it has 2 fields, not 6");
    assert_eq!(lines[21], "and 1002 more: 23 to 1023, 1025");
    Ok(())
}

#[rstest]
#[case("", "it is empty; the first line names the columns")]
#[case(
    "when,device,key,value\n",
    "it has no column \"time\"; its columns are when, device, key, value"
)]
#[case(
    "time,key,value\n",
    "it has no column \"device\"; say with --device or --device-column whose data it is"
)]
#[case(
    "time,device,key,reading\n",
    "it has a column \"key\" but no column \"value\"; they belong together"
)]
#[case("time,device,a,a\n", "it has two columns \"a\"")]
#[case(
    "\u{89}PNG\r\n\u{1a}\n",
    "it has no column \"time\"; its columns are \u{89}PNG"
)]
#[tokio::test]
async fn a_wrong_header_stops_before_anything(#[case] header: &str, #[case] why: &str) -> Tested {
    let program = with_acme(Backend::Sqlite).await?;
    let (done, said, complaint) = import(&program, &format!("{header}{GOOD}"), &[]).await?;
    assert!(!done && said.is_empty());
    // A file without a first line is a file whose first line is the next one.
    let why = match header {
        "" => {
            "it has no column \"time\"; its columns are 2026-03-01T10:00:00Z, Arm, Camera, Inspect, height, 1.5"
        }
        _ => why,
    };
    assert_eq!(complaint, format!("error: FILE can't be imported: {why}\n"));
    assert!(is_untouched(&program).await?);
    Ok(())
}

#[tokio::test]
async fn what_can_not_be_imported_says_why() -> Tested {
    let program = with_acme(Backend::Sqlite).await?;
    let (done, _, complaint) = import(&program, "", &[]).await?;
    assert!(!done);
    assert!(complaint.ends_with("it is empty; the first line names the columns\n"));
    let (done, _, complaint) = import(&program, &format!("{HEADER}x\ny\n"), &[]).await?;
    assert!(!done);
    assert!(
        complaint.starts_with("error: nothing was imported, since no line can be read:\nline 2:")
    );
    let missing = ["import", "--organization", "ACME Robotics", "missing.csv"];
    let complaint = program.complains(&missing).await?;
    assert!(
        complaint.starts_with("error: missing.csv can't be read: No such file"),
        "{complaint}"
    );
    let directory = ["import", "--organization", "ACME Robotics", "/"];
    let complaint = program.complains(&directory).await?;
    assert_eq!(
        complaint,
        "error: / can't be read: Is a directory (os error 21)\n"
    );
    let file = CsvFile::new(format!("{HEADER}{GOOD}"))?;
    let path = file.path.to_string_lossy();
    let unknown = ["import", "--organization", "Nowhere", &path];
    let complaint = program.complains(&unknown).await?;
    assert_eq!(complaint, "error: there is no organization \"Nowhere\"\n");
    for (option, value) in [
        ("--time-zone", "Mars/Olympus"),
        ("--time-format", "%Q"),
        ("--device", ""),
        ("--workspace", "a\nb"),
    ] {
        let wrong = [
            "import",
            "--organization",
            "ACME Robotics",
            option,
            value,
            &path,
        ];
        let complaint = program.complains(&wrong).await?;
        assert!(complaint.contains(option), "{complaint}");
    }
    assert!(is_untouched(&program).await?);
    Ok(())
}
