using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace Opper;

/// <summary>Options of an <see cref="OpperClient"/>, which copies them. Timeouts are at most 24 days, or <c>Timeout.InfiniteTimeSpan</c>.</summary>
public sealed partial class OpperClientOptions
{
    /// <summary>The default base URL: <c>https://api.opper.ai</c>.</summary>
    public const string DefaultBaseUrl = "https://api.opper.ai";

    /// <summary>The name of the environment variable for the API key: <c>OPPER_API_KEY</c>.</summary>
    public const string ApiKeyVariable = "OPPER_API_KEY";

    /// <summary>The environment variable that the official SDKs read: <c>OPPER_HTTP_BEARER</c>. Used if <see cref="ApiKeyVariable"/> is not set.</summary>
    public const string FallbackApiKeyVariable = "OPPER_HTTP_BEARER";

    /// <summary>The name of the environment variable for the base URL: <c>OPPER_BASE_URL</c>.</summary>
    public const string BaseUrlVariable = "OPPER_BASE_URL";

    private Func<IJsonTypeInfoResolver, ICallerTypes>? _describe;

    internal const int DefaultMaxDepth = 256;
    internal const int DefaultMaxNumberLength = 1024;
    internal const int DefaultMaxResponseBytes = 256 * 1024 * 1024;

    /// <summary>The API key. Default: the value of <c>OPPER_API_KEY</c>, then of <c>OPPER_HTTP_BEARER</c>.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The base URL, with or without a trailing <c>/v2</c>. Default: the value of <c>OPPER_BASE_URL</c>, then <see cref="DefaultBaseUrl"/>.
    /// Unencrypted <c>http</c> is allowed only for loopback addresses and <see cref="PlainHttpHosts"/>.</summary>
    public string? BaseUrl { get; set; }

    /// <summary><see cref="BaseUrl"/> as a <see cref="Uri"/>; setting one sets the other. <see langword="null"/> if it is not set.</summary>
    public Uri? BaseAddress
    {
        get => Uri.TryCreate(BaseUrl, UriKind.RelativeOrAbsolute, out var address) ? address : null;
        set => BaseUrl = value?.OriginalString;
    }

    /// <summary>Exact names of hosts that may be called over unencrypted <c>http</c> besides loopback, such as a Docker container. Default: none.</summary>
    public ICollection<string> PlainHttpHosts { get; private set; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The timeout for the whole call, including retries and the delays between them; for a stream, until it starts. Default: 10 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The timeout for one attempt, up to the last byte of the response or, for a stream, its headers. Default: 5 minutes.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The maximum time to wait for more bytes of a stream; time spent processing chunks is not counted. Default: 2 minutes.</summary>
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The maximum number of retries after 408, 429, 500, 502, 503, 504, a connection failure or an attempt timeout. Requests that create a
    /// resource are retried only if the server cannot have processed them (429, 503, no connection). Default: 2.</summary>
    public int MaxRetries { get; set; } = 2;

    /// <summary>The upper bound of the random delay before the first retry, doubled for each further retry. Default: 0.5 seconds.</summary>
    public TimeSpan RetryBaseDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The maximum delay before a retry, which does not limit <c>Retry-After</c>. Default: 8 seconds.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>The maximum <c>Retry-After</c> to wait for. If the server asks for more, the error is thrown immediately. Default: 60 seconds.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The maximum decompressed response size in bytes; exceeding it throws <see cref="OpperSerializationException"/>. Default: 256 MiB.</summary>
    public int MaxResponseBytes { get; set; } = DefaultMaxResponseBytes;

    /// <summary>The maximum size of a stream event in bytes. Exceeding it throws <see cref="OpperStreamException"/>. The content of a whole stream
    /// is limited by <see cref="MaxResponseBytes"/>. Default: 16 MiB.</summary>
    public int MaxEventBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>The maximum nesting depth of JSON, and of the JSON paths of streams, from 1 to 512. Default: 256.</summary>
    public int MaxDepth { get; set; } = DefaultMaxDepth;

    /// <summary>The maximum length of a JSON number in characters. Default: 1,024.</summary>
    public int MaxNumberLength { get; set; } = DefaultMaxNumberLength;

    internal JsonLimits JsonLimits => new(MaxDepth, MaxNumberLength);

    /// <summary>The maximum number of pages that <c>ListAll…</c> fetches concurrently, from 1 to 64; 1 fetches each page on demand. Default: 4.</summary>
    public int MaxPagesInFlight { get; set; } = 4;

    /// <summary>The logger factory. Content and API keys are never logged. Default: none; with <c>AddOpper</c>, the host's.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Whether activities include inputs and outputs, which may contain personal data. Default: <see langword="false"/>.</summary>
    public bool RecordContent { get; set; }

    /// <summary>Whether <c>/</c> in function and knowledge base names is escaped as <c>%2F</c> in the path. Default: <see langword="false"/>.</summary>
    public bool EscapeSlashInNames { get; set; }

    /// <summary>Whether typed results are validated recursively against the validation attributes of their types (<c>[Range]</c>, <c>[Required]</c>, …) and
    /// <c>IValidatableObject</c>. An invalid result throws <see cref="OpperSerializationException"/>. Default: <see langword="false"/>.</summary>
    public bool ValidateOutputs { get; set; }

    /// <summary>The metadata of input and result types, such as a <c>JsonSerializerContext</c>; required for native AOT. Types it does not cover fall back to
    /// reflection where that is available. Default: reflection only.</summary>
    public IJsonTypeInfoResolver? TypeInfoResolver
    {
        get;
        set
        {
            field = value;
            // Referenced only here, so that trimming removes the schema code from programs that set no resolver.
            _describe = static resolver => TypeSource.For(resolver);
        }
    }

    /// <summary>The metadata source for the caller's types; <see langword="null"/> for reflection.</summary>
    internal ICallerTypes? Types => TypeInfoResolver is { } resolver ? _describe?.Invoke(resolver) : null;

    /// <summary>Whether the JSON of a typed result may be in a Markdown code fence or follow prose or reasoning (<c>&lt;think&gt;</c>). If not, such a response
    /// throws <see cref="OpperSerializationException"/>. Default: <see langword="true"/>.</summary>
    public bool AllowTextAroundJson { get; set; } = true;

    /// <summary>The API surface that calls, chats and embeddings are sent to. Default: <see cref="OpperSurface.TaskCalls"/>.</summary>
    public OpperSurface Surface { get; set; }

    /// <summary>Whether output schemas on <see cref="OpperSurface.Compat"/> use OpenAI's <c>strict</c> mode (no additional properties, all properties required,
    /// optional ones nullable). Schemas that cannot be strict, such as those of dictionaries, are sent unchanged. Default: <see langword="false"/>.</summary>
    public bool StrictSchemas { get; set; }

    /// <summary>Whether task calls log a hint (Information, once per process) that the Compat surface exists. Default: <see langword="false"/>.</summary>
    public bool HintAtCompatSurface { get; set; }

    /// <summary>The application name to add to the <c>User-Agent</c> header, such as <c>my-app/1.2</c>. Must be printable ASCII. Default: none.</summary>
    public string? ApplicationName { get; set; }

    /// <summary>Headers to send with every request. Values must be printable ASCII. Default: none.</summary>
    public IDictionary<string, string> DefaultHeaders { get; private set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The HTTP version to request; lower versions are accepted. Default: 1.1. Ignored on .NET Framework.</summary>
    public Version HttpVersion { get; set; } = System.Net.HttpVersion.Version11;

    /// <summary>The time provider for timeouts, delays and timestamps. Default: <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Returns the type name, without the API key.</summary>
    /// <returns>The type name.</returns>
    public override string ToString() => nameof(OpperClientOptions);

    internal OpperClientOptions Clone()
    {
        var copy = (OpperClientOptions)MemberwiseClone();
        copy.DefaultHeaders = new Dictionary<string, string>(DefaultHeaders, StringComparer.OrdinalIgnoreCase);
        copy.PlainHttpHosts = new HashSet<string>(PlainHttpHosts, StringComparer.OrdinalIgnoreCase);
        return copy;
    }

    internal void Validate()
    {
        CheckTimeout(Timeout, nameof(Timeout));
        CheckTimeout(AttemptTimeout, nameof(AttemptTimeout));
        CheckTimeout(StreamIdleTimeout, nameof(StreamIdleTimeout));
        ValidateTracing();
        CheckNotNegative(RetryBaseDelay, nameof(RetryBaseDelay));
        CheckNotNegative(MaxRetryDelay, nameof(MaxRetryDelay));
        CheckNotNegative(MaxRetryAfter, nameof(MaxRetryAfter));
        if (MaxRetries < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(MaxRetries), MaxRetries, $"{nameof(MaxRetries)} must be 0 or more.");
        }

        CheckPositive(MaxResponseBytes, nameof(MaxResponseBytes));
        CheckPositive(MaxEventBytes, nameof(MaxEventBytes));
        CheckPositive(MaxNumberLength, nameof(MaxNumberLength));
        if (MaxDepth is < 1 or > OpperJson.MaxDepth)
        {
            throw new ArgumentOutOfRangeException(nameof(MaxDepth), MaxDepth, $"{nameof(MaxDepth)} must be between 1 and {OpperJson.MaxDepth}.");
        }

        if (MaxPagesInFlight is < 1 or > 64)
        {
            throw new ArgumentOutOfRangeException(nameof(MaxPagesInFlight), MaxPagesInFlight, $"{nameof(MaxPagesInFlight)} must be between 1 and 64.");
        }

        if (Surface is not (OpperSurface.TaskCalls or OpperSurface.Compat))
        {
            throw new ArgumentOutOfRangeException(nameof(Surface), Surface,
                $"{nameof(Surface)} must be {nameof(OpperSurface.TaskCalls)} or {nameof(OpperSurface.Compat)}.");
        }

        if (TimeProvider is null)
        {
            throw new ArgumentException($"{nameof(TimeProvider)} must not be null.", nameof(TimeProvider));
        }

        if (ApplicationName is not null && !RequestHeaders.IsValid(ApplicationName))
        {
            throw new ArgumentException($"{nameof(ApplicationName)} is sent in a header and must be printable ASCII.", nameof(ApplicationName));
        }

        using (var message = new HttpRequestMessage())
        {
            RequestHeaders.Add(message, DefaultHeaders);
        }

        ResolveApiKey();
        ResolveBaseUrl();
    }

    internal string ResolveApiKey()
    {
        if (ApiKey is not null)
        {
            return CheckKey(ApiKey, nameof(ApiKey));
        }

        foreach (var variable in new[] { ApiKeyVariable, FallbackApiKeyVariable })
        {
            if (Environment.GetEnvironmentVariable(variable) is { } value && !string.IsNullOrWhiteSpace(value))
            {
                return CheckKey(value, variable);
            }
        }

        throw new ArgumentException($"No Opper API key is set. Set the environment variable {ApiKeyVariable} or {nameof(OpperClientOptions)}.{nameof(ApiKey)}.",
            nameof(ApiKey));
    }

    internal Uri ResolveBaseUrl() =>
        BaseUrl is not null ? Transport.BaseAddress.Parse(BaseUrl, nameof(BaseUrl), PlainHttpHosts)
            : Environment.GetEnvironmentVariable(BaseUrlVariable) is { Length: > 0 } value ? Transport.BaseAddress.Parse(value, BaseUrlVariable, PlainHttpHosts)
            : new Uri(DefaultBaseUrl + "/");

    internal static TimeSpan CheckTimeout(TimeSpan value, string name) =>
        (value > TimeSpan.Zero && value.TotalMilliseconds <= int.MaxValue) || value == System.Threading.Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be greater than zero and at most 24 days, or Timeout.InfiniteTimeSpan.");

    private partial void ValidateTracing();

    private static void CheckNotNegative(TimeSpan value, string name)
    {
        if (value < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must not be negative.");
        }
    }

    private static void CheckPositive(int value, string name)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be 1 or more.");
        }
    }

    // The message must not contain the key.
    private static string CheckKey(string value, string source)
    {
        var key = value.Trim();
        if (key.Length == 0)
        {
            throw new ArgumentException($"{source} is blank. Set it to an Opper API key, or to null to read the environment variable {ApiKeyVariable}.",
                source);
        }

        if (key.Any(c => c is <= ' ' or >= (char)127))
        {
            throw new ArgumentException($"{source} contains white space or characters that are not allowed in an API key.", source);
        }

        return key;
    }
}
