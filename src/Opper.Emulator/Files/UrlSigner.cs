using System.Security.Cryptography;

namespace Opper.Emulator.Files;

/// <summary>Signs and verifies URLs and form policies. The key is part of the state, so that URLs remain valid after a restart.</summary>
internal sealed class UrlSigner(Store store, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private const string Algorithm = "EMULATOR-HMAC-SHA256";
    private const string KeyId = "url";

    /// <summary>A path and query that allow one method on one file.</summary>
    public string Path(string method, string id)
    {
        var expires = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"{EmulatorPaths.Storage}/{id}?expires={expires}&signature={Sign(method, id, expires)}");
    }

    /// <summary>Throws if the query does not allow the request.</summary>
    public void Check(HttpRequest request, string id)
    {
        if (!long.TryParse(request.Query["expires"], CultureInfo.InvariantCulture, out var expires)
            || !Same(request.Query["signature"], Sign(request.Method, id, expires)))
        {
            throw ApiException.BadRequest(StatusCodes.Status403Forbidden, "The signature of the URL does not match the request");
        }

        CheckExpiry(DateTimeOffset.FromUnixTimeSeconds(expires));
    }

    /// <summary>The fields that an upload form must include, as in S3.</summary>
    public JsonObject Fields(string id, string fileName, int maxBytes)
    {
        var now = time.GetUtcNow();
        var fields = new JsonObject
        {
            ["key"] = $"{id}/{fileName}",
            ["x-amz-algorithm"] = Algorithm,
            ["x-amz-date"] = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
        };
        var conditions = new JsonArray([.. fields.Select(f => new JsonObject { [f.Key] = f.Value!.DeepClone() }),
            new JsonArray("content-length-range", 0, maxBytes)]);
        var policy = Convert.ToBase64String(Encoding.UTF8.GetBytes(Wire.Text(new JsonObject { ["expiration"] = Wire.Time(now + Lifetime),
            ["conditions"] = conditions })));
        fields["policy"] = policy;
        fields["x-amz-signature"] = Sign(policy);
        return fields;
    }

    /// <summary>The ID of the file that the fields allow to upload; throws if they were modified.</summary>
    public string Check(IReadOnlyDictionary<string, string> fields)
    {
        if (!fields.TryGetValue("policy", out var policy) || !fields.TryGetValue("x-amz-signature", out var signature))
        {
            throw ApiException.BadRequest("The form has no policy and x-amz-signature; send all entries of fields before the file");
        }

        if (!Same(signature, Sign(policy)))
        {
            throw ApiException.BadRequest(StatusCodes.Status403Forbidden, "The signature does not match the policy");
        }

        var terms = JsonNode.Parse(Convert.FromBase64String(policy))!.AsObject();
        CheckExpiry(Wire.Time(terms["expiration"])!.Value);
        var allowed = terms["conditions"]!.AsArray().OfType<JsonObject>().SelectMany(c => c)
            .ToDictionary(c => c.Key, c => (string)c.Value!, StringComparer.Ordinal);
        foreach (var (name, value) in allowed.Where(c => fields.GetValueOrDefault(c.Key) != c.Value))
        {
            throw ApiException.BadRequest(StatusCodes.Status403Forbidden, $"The field {name} must be sent with the value {value}");
        }

        foreach (var extra in fields.Keys.Where(f => f is not ("policy" or "x-amz-signature") && !allowed.ContainsKey(f)))
        {
            throw ApiException.BadRequest(StatusCodes.Status403Forbidden, $"The policy does not allow the field {extra}");
        }

        return allowed["key"].Split('/', 2)[0];
    }

    private void CheckExpiry(DateTimeOffset expires) =>
        ApiException.BadRequestIf(time.GetUtcNow() >= expires, StatusCodes.Status403Forbidden, "The URL has expired");

    private static bool Same(string? given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given ?? string.Empty), Encoding.UTF8.GetBytes(expected));

    private string Sign(string method, string id, long expires) => Sign(string.Create(CultureInfo.InvariantCulture, $"{method}\n{id}\n{expires}"));

    private string Sign(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(Key(), Encoding.UTF8.GetBytes(text)));

    private byte[] Key() => store.Atomically(() =>
    {
        var keys = store.Table(StateTables.SigningKeys);
        if (keys.Get(KeyId) is { } known)
        {
            return Convert.FromBase64String((string)known["key"]!);
        }

        var key = RandomNumberGenerator.GetBytes(32);
        keys.Put(KeyId, new JsonObject { ["key"] = Convert.ToBase64String(key) });
        return key;
    });
}
