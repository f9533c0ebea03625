namespace Opper.Drift.Tests;

/// <summary>The removed and added lines between two texts, in order, by longest common subsequence.</summary>
internal static class LineDiff
{
    public static (IReadOnlyList<string> Removed, IReadOnlyList<string> Added) Of(string before, string after)
    {
        var (old, now) = (before.Split('\n'), after.Split('\n'));
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var (removed, added) = (new List<string>(), new List<string>());
        for (int i = 0, j = 0; i < old.Length || j < now.Length;)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                (i, j) = (i + 1, j + 1);
            }
            else if (j >= now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                removed.Add(old[i++]);
            }
            else
            {
                added.Add(now[j++]);
            }
        }

        return (removed, added);
    }
}
