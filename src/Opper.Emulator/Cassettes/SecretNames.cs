using System.Collections.Frozen;

namespace Opper.Emulator.Cassettes;

/// <summary>Names whose values are secrets, as headers, members, form fields and query parameters.</summary>
internal static class SecretNames
{
    private static readonly FrozenSet<string> Members = new[]
    {
        "authorization", "apikey", "xapikey", "password", "secret", "clientsecret", "accesstoken", "refreshtoken", "idtoken", "privatekey",
        "xamzsignature", "xamzcredential", "xamzsecuritytoken", "awsaccesskeyid", "awssecretaccesskey", "xgoogsignature", "xgoogcredential",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Secrets only among the fields of an upload form, which they sign.
    private static readonly FrozenSet<string> OfUploads = new[] { "policy", "signature" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] InHeaders = ["auth", "cookie", "token", "secret", "key", "signature", "credential", "password"];

    /// <summary>The member with the fields of an upload form in responses of the API.</summary>
    public const string UploadFields = "fields";

    public static bool IsMember(IReadOnlyList<string> path)
    {
        if (path.Count > 1 && path[^2] == "properties")
        {
            // A JSON Schema describes the member rather than containing its value.
            return false;
        }

        var name = path[^1].Replace("-", string.Empty, StringComparison.Ordinal).Replace("_", string.Empty, StringComparison.Ordinal);
        return Members.Contains(name) || (path.Count > 1 && path[^2] == UploadFields && OfUploads.Contains(name));
    }

    public static bool IsHeader(string name) =>
        !name.StartsWith("x-ratelimit", StringComparison.OrdinalIgnoreCase) && InHeaders.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
}
