using System.Text;
using System.Text.Json;

namespace Opper.Aot.Parts;

internal static class TypedCalls
{
    private static readonly CallRequest Request = new()
    {
        Name = "aot/invoice",
        Instructions = "Read the invoice.",
        Input = new Question("Invoice of Fjord AS, 2026-03-01, total 1250.50 NOK, 3 lines", [1, 2]),
    };

    public static async Task RunAsync(OpperClient opper, Report report)
    {
        report.Text("schema", OpperSchema.For(Types.Default.Invoice).ToString()!);
        report.Text("schema of flags", OpperSchema.For(Types.Default.Rights).ToString()!);
        var typed = await opper.CallAsync<Invoice>(Request);
        report.Text("a typed call", JsonSerializer.Serialize(typed.Value, Types.Default.Invoice));
        report.Text("a typed call by its metadata", (await opper.CallAsync(Request, Types.Default.Invoice)).Value.Vendor);
        report.Text("a typed call of a number", $"{(await opper.CallAsync<int>("aot/number", "How many?", "There are 42 of them.")).Value}");
        report.Text("a typed call of a list",
            string.Join('|', (await opper.CallAsync<List<string>>("aot/list", "List the cities.", "Oslo, Bergen, Tromsø")).Value));

        var pieces = new StringBuilder();
        await foreach (var partial in opper.StreamAsync<Invoice>(Request))
        {
            pieces.AppendLine($"{partial.Path} {partial.IsFinal} {JsonSerializer.Serialize(partial.Value, Types.Default.Invoice)}");
        }

        report.Text("a typed stream", pieces.ToString());
        var final = await opper.StreamAsync<Invoice>(Request).GetFinalResultAsync();
        report.Text("a typed stream's result", JsonSerializer.Serialize(final.Value, Types.Default.Invoice));

        try
        {
            await opper.CallAsync<Unknown>("aot/unknown", "Answer.", "Fjord");
        }
        catch (NotSupportedException exception)
        {
            report.Text("a type without metadata", exception.Message);
        }

        try
        {
            await opper.Calls.CallAsync(new CallRequest { Name = "aot/unknown", Input = new Unknown { Name = "Fjord" } });
        }
        catch (ArgumentException exception)
        {
            report.Text("an input without metadata", exception.Message);
        }
    }
}
