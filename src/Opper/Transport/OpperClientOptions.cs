using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace Opper;

/// <summary>Settings of an <see cref="OpperClient"/>. The client takes a copy: changes made afterwards have no effect.</summary>
public sealed partial class OpperClientOptions
{
    /// <summary>The base URL used when none is set: <c>https://api.opper.ai</c>.</summary>
    public const string DefaultBaseUrl = "https://api.opper.ai";

    /// <summary>The environment variable of the API key.</summary>
    public const string ApiKeyVariable = "OPPER_API_KEY";

    /// <summary>The environment variable of the API key that the official SDKs read, used when <see cref="ApiKeyVariable"/> is not set.</summary>
    public const string FallbackApiKeyVariable = "OPPER_HTTP_BEARER";

    /// <summary>The environment variable of the base URL.</summary>
    public const string BaseUrlVariable = "OPPER_BASE_URL";

    private Func<IJsonTypeInfoResolver, ICallerTypes>? _describe;

    internal const int DefaultMaxDepth = 256;
    internal const int DefaultMaxNumberLength = 1024;
    internal const int DefaultMaxResponseBytes = 256 * 1024 * 1024;

    /// <summary>The API key. Default: from <c>OPPER_API_KEY</c>, then <c>OPPER_HTTP_BEARER</c>.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The base URL, with or without <c>/v2</c> at its end. Default: from <c>OPPER_BASE_URL</c>, then <see cref="DefaultBaseUrl"/>. Plain http is for loopback, and for <see cref="PlainHttpHosts"/>.</summary>
    public string? BaseUrl { get; set; }

    /// <summary><see cref="BaseUrl"/> as a <see cref="Uri"/>: setting either sets both. <see langword="null"/> where none is set.</summary>
    public Uri? BaseAddress
    {
        get => Uri.TryCreate(BaseUrl, UriKind.RelativeOrAbsolute, out var address) ? address : null;
        set => BaseUrl = value?.OriginalString;
    }

    /// <summary>Hosts, by their exact names, that plain http is allowed to although they are not this machine, such as the container <c>emulator</c> of a Docker network. The key, prompts and answers cross the network to them unencrypted. Default: none.</summary>
    public ICollection<string> PlainHttpHosts { get; private set; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The whole call: all attempts and the waits between them; for a stream, until it begins. Default: 10 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>One attempt: to the last byte of an answer, to the headers of a stream. Default: 5 minutes, as models may think that long.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest silence within a stream: how long is waited for its next bytes. Time that the reader takes for what has come does not count. Default: 2 minutes.</summary>
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a failed attempt is repeated: on 408, 429, 500, 502, 503, 504, connection failures and attempt timeouts; creating requests only when they surely were not processed. Default: 2.</summary>
    public int MaxRetries { get; set; } = 2;

    /// <summary>The first wait before a retry is random between 0 and this; each further bound is twice the one before. Default: 0.5 seconds.</summary>
    public TimeSpan RetryBaseDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The cap on that bound. Default: 8 seconds.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>The longest <c>Retry-After</c> that is waited for; with a longer one the error is thrown at once. Default: 60 seconds.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The most bytes that the body of one answer may have, counted after decompression; a longer one is an <see cref="OpperSerializationException"/>. Streams are bounded by <see cref="MaxEventBytes"/>. Default: 256 MiB.</summary>
    public int MaxResponseBytes { get; set; } = DefaultMaxResponseBytes;

    /// <summary>The most bytes that one event of a stream may have; a longer one is an <see cref="OpperStreamException"/>. What a stream gives in all may have as much as <see cref="MaxResponseBytes"/>. Default: 16 MiB.</summary>
    public int MaxEventBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How deep JSON may be nested, and how many steps a path of a stream may have. Default: 256; at most 512.</summary>
    public int MaxDepth { get; set; } = DefaultMaxDepth;

    /// <summary>The most characters that one number in JSON may have. Default: 1,024.</summary>
    public int MaxNumberLength { get; set; } = DefaultMaxNumberLength;

    internal JsonLimits JsonLimits => new(MaxDepth, MaxNumberLength);

    /// <summary>How many pages of a whole list (<c>ListAll…</c>) are fetched at once, when the server has said how many items there are; 1 for one after another, each when it is needed. Default: 4; at most 64.</summary>
    public int MaxPagesInFlight { get; set; } = 4;

    /// <summary>Where the client logs: each call, retries, and spans that could not be recorded; no content and no key. Default: nowhere; with <c>AddOpper</c>, the host's.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Whether inputs and outputs go into the activities of <see cref="OpperDiagnostics.ActivitySourceName"/>, by OpenTelemetry's <c>gen_ai.input.messages</c> and its kind. They may hold personal data. Default: <see langword="false"/>.</summary>
    public bool RecordContent { get; set; }

    /// <summary>Whether <c>/</c> in the names of functions and knowledge bases goes out as <c>%2F</c> instead of separating path segments. Default: <see langword="false"/>.</summary>
    public bool EscapeSlashInNames { get; set; }

    /// <summary>Whether typed answers are held against the validation attributes of their types (<c>[Range]</c>, <c>[StringLength]</c>, <c>[RegularExpression]</c>, <c>[Required]</c>, …,
    /// and <c>IValidatableObject</c>), down to the last item; one that breaks a rule is an <see cref="OpperSerializationException"/>. Default: <see langword="false"/>: the schema tells the model, and what comes is taken.</summary>
    public bool ValidateAnswers { get; set; }

    /// <summary>Where the contracts of typed answers and inputs come from, such as a <c>JsonSerializerContext</c>: native AOT needs one. Types it does not know are described by reflection, where that may be used. Default: reflection alone.</summary>
    public IJsonTypeInfoResolver? TypeInfoResolver
    {
        get;
        set
        {
            field = value;
            // Named here alone: a natively compiled program that sets no resolver is spared what describes types.
            _describe = static resolver => TypeSource.For(resolver);
        }
    }

    /// <summary>Where types are described that are not the library's; <see langword="null"/> for reflection, where it may be used.</summary>
    internal ICallerTypes? Types => TypeInfoResolver is { } resolver ? _describe?.Invoke(resolver) : null;

    /// <summary>Whether the JSON of a typed answer may stand in a Markdown fence, after prose or after a model's thoughts (<c>&lt;think&gt;</c>), in calls, streams and chats. Default: <see langword="true"/>; otherwise such an answer is an <see cref="OpperSerializationException"/>.</summary>
    public bool AllowTextAroundJson { get; set; } = true;

    /// <summary>Which endpoints calls, chats and embeddings are sent to. Default: <see cref="OpperSurface.TaskCalls"/>.</summary>
    public OpperSurface Surface { get; set; }

    /// <summary>Whether schemas of calls go out with OpenAI's <c>strict</c> on <see cref="OpperSurface.Compat"/>: every object closed, every member required, optional ones nullable. One that cannot be made so, as that of a dictionary, goes out loose. Default: <see langword="false"/>.</summary>
    public bool StrictSchemas { get; set; }

    /// <summary>Whether a log message (Information, once per process) tells who makes calls on <see cref="OpperSurface.TaskCalls"/> of the other surface. Default: <see langword="false"/>.</summary>
    public bool HintAtCompatSurface { get; set; }

    /// <summary>A name for the application, added to the <c>User-Agent</c> header, such as <c>my-app/1.2</c>; printable ASCII. Default: none.</summary>
    public string? ApplicationName { get; set; }

    /// <summary>Headers sent with every request; their values are printable ASCII. Default: none.</summary>
    public IDictionary<string, string> DefaultHeaders { get; private set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The HTTP version to ask for; lower ones are accepted. Default: 1.1. Not used on .NET Framework.</summary>
    public Version HttpVersion { get; set; } = System.Net.HttpVersion.Version11;

    /// <summary>The clock of timeouts, waits and time stamps. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Names the type only: the key never shows.</summary>
    /// <returns>The name of this type.</returns>
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
            throw new ArgumentOutOfRangeException(nameof(Surface), Surface, $"{nameof(Surface)} must be {nameof(OpperSurface.TaskCalls)} or {nameof(OpperSurface.Compat)}.");
        }

        if (TimeProvider is null)
        {
            throw new ArgumentException($"{nameof(TimeProvider)} must not be null.", nameof(TimeProvider));
        }

        if (ApplicationName is not null && !RequestHeaders.IsValid(ApplicationName))
        {
            throw new ArgumentException($"{nameof(ApplicationName)} goes into a header, so it must be printable ASCII.", nameof(ApplicationName));
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

        throw new ArgumentException($"No Opper API key: set the environment variable {ApiKeyVariable}, or {nameof(OpperClientOptions)}.{nameof(ApiKey)}.", nameof(ApiKey));
    }

    internal Uri ResolveBaseUrl()
        => BaseUrl is not null ? Opper.BaseAddress.Parse(BaseUrl, nameof(BaseUrl), PlainHttpHosts)
            : Environment.GetEnvironmentVariable(BaseUrlVariable) is { Length: > 0 } value ? Opper.BaseAddress.Parse(value, BaseUrlVariable, PlainHttpHosts)
            : new Uri(DefaultBaseUrl + "/");

    internal static TimeSpan CheckTimeout(TimeSpan value, string name)
        => (value > TimeSpan.Zero && value.TotalMilliseconds <= int.MaxValue) || value == System.Threading.Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be more than zero and at most 24 days, or Timeout.InfiniteTimeSpan.");

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

    // The value itself stays out of the message.
    private static string CheckKey(string value, string source)
    {
        var key = value.Trim();
        if (key.Length == 0)
        {
            throw new ArgumentException($"{source} is blank. Give an Opper API key, or leave it out to read the environment variable {ApiKeyVariable}.", source);
        }

        if (key.Any(c => c is <= ' ' or >= (char)127))
        {
            throw new ArgumentException($"{source} holds white space or characters that no API key has. Check what was pasted.", source);
        }

        return key;
    }
}
