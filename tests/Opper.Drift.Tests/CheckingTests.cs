using Opper.Drift.Checking;

namespace Opper.Drift.Tests;

public sealed class CheckingTests
{
    [Test]
    public void The_contract_has_no_errors() => Assert.That(ContractCheck.Check(Drift.Contract), Is.Empty);

    [Test]
    public void Invalid_YAML_is_reported_with_its_line()
    {
        var (line, text) = Broken("      operationId: Calls_Call\n", "      operationId: Calls_Call: again\n");
        var error = ContractCheck.Check(text).Single();

        Assert.That(error.Code, Is.EqualTo("OPPER101"));
        Assert.That(error.Line, Is.EqualTo(line));
    }

    [Test]
    public void A_duplicate_key_is_reported_with_its_line()
    {
        var (line, text) = Broken("      operationId: Calls_Call\n", "      operationId: Calls_Call\n      operationId: Calls_Call\n");
        var error = ContractCheck.Check(text).Single();

        Assert.That(error.Code, Is.EqualTo("OPPER101"));
        Assert.That(error.Line, Is.EqualTo(line + 1));
        Assert.That(error.Message, Does.Contain("operationId"));
    }

    [Test]
    public void A_broken_reference_is_reported_with_its_line_and_a_suggestion()
    {
        var (line, text) = Broken("$ref: '#/components/schemas/CallRequest'", "$ref: '#/components/schemas/CallRequst'");
        var error = ContractCheck.Check(text).Single();

        Assert.That(error.Code, Is.EqualTo("OPPER102"));
        Assert.That(error.Line, Is.EqualTo(line));
        Assert.That(error.Message, Is.EqualTo("'#/components/schemas/CallRequst' points at nothing. Did you mean '#/components/schemas/CallRequest'?"));
    }

    [Test]
    public void A_duplicate_operation_id_is_reported_with_both_lines()
    {
        var first = Broken("operationId: Calls_Call\n", "operationId: Calls_Call\n").Line;
        var (line, text) = Broken("operationId: Calls_Stream\n", "operationId: Calls_Call\n");
        var error = ContractCheck.Check(text).Single();

        Assert.That(error.Code, Is.EqualTo("OPPER103"));
        Assert.That(error.Line, Is.EqualTo(line));
        Assert.That(error.Message, Does.EndWith($"line {first}."));
    }

    [Test]
    public void A_keyword_unknown_to_OpenAPI_is_reported_with_its_line()
    {
        var (line, text) = Broken("      requestBody:\n", "      requestBodies:\n");
        var error = ContractCheck.Check(text).Single();

        Assert.That(error.Code, Is.EqualTo("OPPER104"));
        Assert.That(error.Line, Is.EqualTo(line).Or.EqualTo(line + 1));
        Assert.That(error.Message, Does.Contain("requestBodies"));
    }

    [Test]
    public void An_error_has_the_format_of_compiler_errors() =>
        Assert.That(new ContractError(12, 7, "OPPER102", "It points at nothing.").Format("/here/opper.yaml"),
            Is.EqualTo("/here/opper.yaml(12,7): error OPPER102: It points at nothing."));

    private static (int Line, string Text) Broken(string text, string by)
    {
        var at = Drift.Contract.IndexOf(text, StringComparison.Ordinal);
        return (Drift.Contract[..at].Count(c => c == '\n') + 1, Drift.Contract[..at] + by + Drift.Contract[(at + text.Length)..]);
    }
}
