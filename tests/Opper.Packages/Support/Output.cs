namespace Opper.Packages;

/// <summary>What a command said, and how it ended.</summary>
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
