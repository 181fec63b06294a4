//! The parts of a workbook around the rows of its sheets (ECMA-376, part 1).

/// The style of a heading, by its place in [`STYLES`].
pub const HEADING: u8 = 2;
/// The style of all other cells. As text, so that a number stays as it is when it is edited.
pub const TEXT: u8 = 1;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// Fonts and number formats: none, text (49), and text in bold.
const STYLES: &str = "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>\
    <font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
    <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>\
    <fill><patternFill patternType=\"gray125\"/></fill></fills>\
    <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
    <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
    <cellXfs count=\"3\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
    <xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>\
    <xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" \
    applyFont=\"1\"/></cellXfs>\
    <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>";

/// Returns the start of a sheet, with the headings in view.
pub fn sheet_start(number: u32, columns: usize) -> String {
    let selected = if number == 1 {
        " tabSelected=\"1\""
    } else {
        ""
    };
    format!(
        "{DECLARATION}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView{selected} workbookViewId=\"0\">\
         <pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>\
         <sheetFormatPr defaultRowHeight=\"15\"/><cols><col min=\"1\" max=\"{}\" width=\"24\" style=\"{TEXT}\" \
         customWidth=\"1\"/></cols><sheetData>",
        columns.max(1)
    )
}

pub const SHEET_END: &str = "</sheetData></worksheet>";

/// Returns the path of a sheet, counted from 1.
pub fn sheet_path(number: u32) -> String {
    format!("xl/worksheets/sheet{number}.xml")
}

/// Returns path and content of what follows the sheets.
pub fn others(name: &str, sheets: u32) -> [(&'static str, String); 5] {
    let styles = format!("<styleSheet xmlns=\"{MAIN}\">{STYLES}</styleSheet>");
    let root = relationships(&relationship("rId1", "officeDocument", "xl/workbook.xml"));
    [
        ("xl/styles.xml", styles),
        ("xl/workbook.xml", workbook(name, sheets)),
        ("xl/_rels/workbook.xml.rels", of_workbook(sheets)),
        ("_rels/.rels", root),
        ("[Content_Types].xml", content_types(sheets)),
    ]
    .map(|(path, content)| (path, format!("{DECLARATION}{content}")))
}

fn workbook(name: &str, sheets: u32) -> String {
    let sheet = |number| {
        let name = match number {
            1 => name.to_owned(),
            number => format!("{name} {number}"),
        };
        format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>")
    };
    let sheets: String = (1..=sheets).map(sheet).collect();
    format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONSHIPS}\"><bookViews><workbookView/></bookViews>\
         <sheets>{sheets}</sheets></workbook>"
    )
}

fn of_workbook(sheets: u32) -> String {
    let sheet = |number| {
        let path = format!("worksheets/sheet{number}.xml");
        relationship(&format!("rId{number}"), "worksheet", &path)
    };
    let mut all: String = (1..=sheets).map(sheet).collect();
    all.push_str(&relationship("rIdStyles", "styles", "styles.xml"));
    relationships(&all)
}

fn relationships(all: &str) -> String {
    format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{all}</Relationships>")
}

fn relationship(id: &str, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"{id}\" Type=\"{RELATIONSHIPS}/{kind}\" Target=\"{target}\"/>")
}

fn content_types(sheets: u32) -> String {
    let part = |path: &str, kind: &str| {
        format!("<Override PartName=\"/{path}\" ContentType=\"{KIND}.{kind}+xml\"/>")
    };
    let sheets: String = (1..=sheets)
        .map(|number| part(&sheet_path(number), "worksheet"))
        .collect();
    format!(
        "<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>{}{}{sheets}</Types>",
        part("xl/workbook.xml", "sheet.main"),
        part("xl/styles.xml", "styles"),
    )
}
