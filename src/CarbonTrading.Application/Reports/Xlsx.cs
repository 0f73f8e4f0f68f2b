using System.Globalization;
using CarbonTrading.Kernel;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace CarbonTrading.Application.Reports;

/// <summary>Writes tables as XLSX workbooks: numbers and days as such, everything else as text, so that no cell runs as a formula.</summary>
public static class Xlsx
{
    private const uint PlainStyle = 0, HeadStyle = 1, DayStyle = 2;
    private const uint DayFormat = 164; // the first number a workbook may define itself
    private const int SheetNameMax = 31;

    /// <summary>One sheet: what the figures stand on in the first rows, then the head, then the rows.</summary>
    /// <param name="name">Name of the sheet.</param>
    /// <param name="about">Name and value pairs: as-of date, known position.</param>
    /// <param name="head">Column heads.</param>
    /// <param name="rows">Cells as they are: decimals keep 15 significant digits, as every workbook does.</param>
    public static byte[] Write(string name, IEnumerable<(string Name, string Value)> about, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<object?>> rows)
    {
        using var bytes = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(bytes, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            book.Workbook = new Workbook();
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
            var part = book.AddNewPart<WorksheetPart>();
            using (var sheet = OpenXmlWriter.Create(part))
            {
                sheet.WriteStartElement(new Worksheet());
                sheet.WriteStartElement(new SheetData());
                foreach (var (key, value) in about) Row(sheet, [key, value], PlainStyle);
                Row(sheet, head, HeadStyle);
                foreach (var row in rows) Row(sheet, row, PlainStyle);
                sheet.WriteEndElement();
                sheet.WriteEndElement();
            }

            book.Workbook.AppendChild(new Sheets()).AppendChild(new Sheet { Id = book.GetIdOfPart(part), SheetId = 1, Name = SheetName(name) });
            book.Workbook.Save();
        }

        return bytes.ToArray();
    }

    private static void Row(OpenXmlWriter sheet, IReadOnlyList<object?> cells, uint style)
    {
        sheet.WriteStartElement(new Row());
        foreach (var cell in cells) sheet.WriteElement(Cell(cell, style));
        sheet.WriteEndElement();
    }

    private static Cell Cell(object? value, uint style) => value switch
    {
        null => new Cell { StyleIndex = style },
        long or int or decimal or double => Number(value, style),
        Tonnes tonnes => Number(tonnes.Value, style),
        DateOnly day => new Cell { StyleIndex = DayStyle, CellValue = new(day.ToDateTime(TimeOnly.MinValue).ToOADate().ToString(CultureInfo.InvariantCulture)) },
        DateTimeOffset instant => Text(instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture), style),
        bool yes => Text(yes ? "yes" : "no", style),
        _ => Text(value.ToString() ?? "", style),
    };

    private static Cell Number(object value, uint style) =>
        new() { StyleIndex = style, CellValue = new(Convert.ToString(value, CultureInfo.InvariantCulture)!) };

    private static Cell Text(string text, uint style) => new()
    {
        StyleIndex = style, DataType = CellValues.InlineString,
        InlineString = new InlineString(new Text(new string([.. text.Where(c => c is '\t' or '\n' or '\r' || !char.IsControl(c))])) { Space = SpaceProcessingModeValues.Preserve }),
    };

    private static string SheetName(string name)
    {
        var kept = new string([.. name.Where(c => !"[]:*?/\\".Contains(c, StringComparison.Ordinal))]).Trim('\'');
        return kept.Length == 0 ? "table" : kept.Length > SheetNameMax ? kept[..SheetNameMax] : kept;
    }

    private static Stylesheet Styles() => new(
        new NumberingFormats(new NumberingFormat { NumberFormatId = DayFormat, FormatCode = "yyyy-mm-dd" }),
        new Fonts(new Font(), new Font(new Bold())),
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
        new Borders(new Border()),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(new CellFormat(), new CellFormat { FontId = 1, ApplyFont = true }, new CellFormat { NumberFormatId = DayFormat, ApplyNumberFormat = true }));
}
