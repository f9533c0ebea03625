namespace Opper.Packages.Builds;

/// <summary>A contract from which no client can be generated: the build reports the line and the reason.</summary>
public sealed class ContractErrorTests
{
    private const string Contract = "opper.yaml";
    private WorkingCopy _copy = null!;

    [OneTimeSetUp]
    public async Task CopyAsync() => _copy = await WorkingCopy.CreateAsync();

    [OneTimeTearDown]
    public void Delete() => _copy.Dispose();

    [SetUp]
    public void Restore() => _copy.Restore(Contract);

    [Test]
    public async Task Invalid_YAML_fails_the_build_at_its_line()
    {
        var line = _copy.Replace(Contract, "      operationId: Calls_Call\n", "      operationId: Calls_Call: again\n");
        var output = (await BuildAsync()).Fails();

        Assert.That(output.Text, Does.Match($@"opper\.yaml\({line},\d+\): error OPPER101: "));
        Assert.That(output.Text, Does.Not.Contain("   at "));
    }

    [Test]
    public async Task A_broken_reference_fails_the_build_at_its_line()
    {
        var line = _copy.Replace(Contract, "$ref: '#/components/schemas/CallRequest'", "$ref: '#/components/schemas/CallRequst'");
        var output = (await BuildAsync()).Fails();

        Assert.That(output.Text,
            Does.Match(
                $@"opper\.yaml\({line},\d+\): error OPPER102: '#/components/schemas/CallRequst' points at nothing\. "
                + @"Did you mean '#/components/schemas/CallRequest'\?"));
        Assert.That(output.Text, Does.Not.Contain("   at "));
    }

    [Test]
    public async Task A_duplicate_operation_id_fails_the_build_at_the_second()
    {
        var line = _copy.Replace(Contract, "operationId: Calls_Stream\n", "operationId: Calls_Call\n");
        var output = (await BuildAsync()).Fails();

        Assert.That(output.Text, Does.Match($@"opper\.yaml\({line},\d+\): error OPPER103: operationId 'Calls_Call' is taken by the operation in line \d+\."));
    }

    [Test]
    public async Task An_error_is_reported_once_for_all_target_frameworks()
    {
        _copy.Replace(Contract, "$ref: '#/components/schemas/CallRequest'", "$ref: '#/components/schemas/CallRequst'");
        var output = (await _copy.BuildAsync("src/Opper")).Fails();

        // The summary after it repeats everything.
        var asItHappened = output.Text.Split("Build FAILED")[0];
        Assert.That(asItHappened.Split("error OPPER102"), Has.Length.EqualTo(2), output.Text);
    }

    private Task<Output> BuildAsync() => _copy.BuildAsync("src/Opper", "-p:TargetFrameworks=net10.0");
}
