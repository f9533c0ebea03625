using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Opper.Aot;

/// <summary>Prints one line per result, with a digest that is the same in every run.</summary>
internal sealed partial class Report(string baseAddress)
{
    private readonly Dictionary<string, string> _ids = [];
    private readonly bool _isVerbose = Environment.GetEnvironmentVariable("OPPER_AOT_VERBOSE") == "1";

    public void Got<T>(string what, T value) => Text(what, JsonSerializer.Serialize(value, Answers.Default.GetTypeInfo(typeof(T))
        ?? throw new InvalidOperationException($"Add [JsonSerializable(typeof({typeof(T).Name}))] to {nameof(Answers)}.")));

    public void Done(string what) => Text(what, "done");

    public void Text(string what, string text)
    {
        var plain = Normalize(text);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(plain)))[..12];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-40} {digest} {plain.Length,6}"));
        if (_isVerbose)
        {
            Console.WriteLine("    " + plain);
        }
    }

    // IDs, times and the port differ between runs; IDs are numbered in order of appearance.
    private string Normalize(string text)
    {
        text = text.Replace(baseAddress, "http://emulator", StringComparison.Ordinal);
        text = Time().Replace(text, "(time)");
        text = UnixTime().Replace(text, "$1(time)");
        text = Policy().Replace(text, "$1(policy)");
        return Id().Replace(text, match =>
        {
            if (!_ids.TryGetValue(match.Value, out var name))
            {
                _ids[match.Value] = name = $"(id {_ids.Count})";
            }

            return name;
        });
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\d(T[\d:.]+(Z|\+00:00)?)?|\d{8}T\d{6}Z")]
    private static partial Regex Time();

    [GeneratedRegex("""("created":|"created_at":|"duration_ms":|expires=)\d+""")]
    private static partial Regex UnixTime();

    // Of a presigned upload: contains the expiration time.
    [GeneratedRegex("(\"policy\":\")[^\"]+")]
    private static partial Regex Policy();

    [GeneratedRegex("[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}|[0-9a-f]{16,64}")]
    private static partial Regex Id();
}
