using System.Text.Json.Nodes;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Web.Components.Parts;
using Xunit;

namespace CarbonTrading.Web.Tests;

public class FormFieldTests
{
    private static readonly IReadOnlyList<FormField> batch = FormField.Of(typeof(ReceiveIssuedBatch));

    [Fact]
    public void The_fields_of_a_nested_record_are_flat_and_needed() =>
        Assert.Equal(["batch.project", "batch.methodology", "batch.periodFrom", "batch.periodTo", "batch.registeredOn"],
            batch.Where(f => f.Name.StartsWith("batch.", StringComparison.Ordinal) && f.Required).Select(f => f.Name));

    [Fact]
    public void What_was_typed_goes_into_the_nested_record()
    {
        var body = new JsonObject();
        batch.Single(f => f.Name == "batch.project").Place(body, "PJ-OSW-01");
        batch.Single(f => f.Name == "batch.methodology").Place(body, "M");
        batch.Single(f => f.Name == "quantity").Place(body, 5);
        Assert.Equal("""{"batch":{"project":"PJ-OSW-01","methodology":"M"},"quantity":5}""", body.ToJsonString());
    }

    [Theory]
    [InlineData("batch.periodTo", "batch.periodTo")]
    [InlineData("batch", "batch.project")]
    [InlineData("quantity", "quantity")]
    [InlineData("serials[0].first", "serials")]
    [InlineData("effective", "effective")]
    [InlineData("nothing", null)]
    [InlineData(null, null)]
    public void A_refusal_is_shown_at_its_field_and_one_of_the_whole_record_at_its_first(string? field, string? at) =>
        Assert.Equal(at, batch.SingleOrDefault(f => f.IsMeant(field, batch))?.Name);

    [Fact]
    public void A_product_and_a_unit_class_are_picked()
    {
        Assert.Equal(FieldKind.Product, FormField.Of(typeof(FreezeUnits)).Single(f => f.Name == "product").Kind);
        Assert.Equal(FieldKind.Unit, FormField.Of(typeof(ChangeCostMethod)).Single(f => f.Name == "unit").Kind);
        Assert.Equal("\"cn-ets/CEA/2025\"", FormField.Of(typeof(FreezeUnits)).Single(f => f.Name == "product").ToJson("cn-ets/CEA/2025")!.ToJsonString());
    }

    [Fact]
    public void A_correction_has_no_form_of_its_replacement() =>
        Assert.DoesNotContain(FormField.Of(typeof(CorrectMovement)), f => f.Name.Contains('.', StringComparison.Ordinal));

    [Theory]
    [InlineData(FieldKind.Tonnes, "10k", "1.5")]
    [InlineData(FieldKind.Number, "12.5", "-1")]
    [InlineData(FieldKind.Price, "83.10 CNY", "-1 CNY")]
    [InlineData(FieldKind.Price, "0.0001 EUR", "83.10")]
    [InlineData(FieldKind.Date, "2026-02-28", "2026-02-29")]
    [InlineData(FieldKind.Time, "23:59", "24:00")]
    [InlineData(FieldKind.Serials, "CN25 1-5", "CN25 1")]
    [InlineData(FieldKind.Product, "cn-ets/CEA/2025", "CEA25")]
    public void What_was_typed_is_read_or_not(FieldKind kind, string good, string bad)
    {
        var field = new FormField("any", kind, true, []);
        Assert.True(field.Reads(good) && field.Reads("") && field.Reads(null));
        Assert.False(field.Reads(bad));
        if (kind == FieldKind.Price) Assert.True(field.Reads("83.10", "CNY") && !field.Reads("-83.10", "CNY"));
    }
}
