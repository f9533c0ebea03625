namespace Opper.Packages;

/// <summary>The output and the exit code of a command.</summary>
internal sealed record Output(string Command, int ExitCode, string Text)
{
    public Output Succeeds()
    {
        Assert.That(ExitCode, Is.Zero, ToString());
        return this;
    }

    public Output Fails()
    {
        Assert.That(ExitCode, Is.Not.Zero, ToString());
        return this;
    }

    public override string ToString() => $"{Command} ended with {ExitCode}:\n{Text}";
}
