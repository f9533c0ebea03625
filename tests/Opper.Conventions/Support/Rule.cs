namespace Opper.Conventions;

/// <summary>A rule, and its violations in one message.</summary>
internal static class Rule
{
    public static void Holds(string rule, IEnumerable<string> offenders)
    {
        var found = offenders.Distinct().ToList();
        if (found.Count > 0)
        {
            Assert.Fail($"Rule: {rule}\nBroken by ({found.Count}):\n  " + string.Join("\n  ", found));
        }
    }
}
