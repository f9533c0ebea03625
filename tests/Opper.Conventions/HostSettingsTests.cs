using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Serialization;

namespace Opper.Conventions;

[NonParallelizable]
public sealed class HostSettingsTests
{
    private Func<JsonSerializerSettings>? _before;

    [SetUp]
    public void Keep() => _before = JsonConvert.DefaultSettings;

    [TearDown]
    public void Restore() => JsonConvert.DefaultSettings = _before;

    [Test]
    public async Task Global_serializer_settings_affect_neither_requests_nor_responses()
    {
        var plain = await RunAllAsync();
        JsonConvert.DefaultSettings = Hostile;
        var hosted = await RunAllAsync();
        JsonConvert.DefaultSettings = _before;

        Rule.Holds(
            "JsonConvert.DefaultSettings of the host has no effect on what the client sends and reads.",
            plain.Zip(hosted).Where(pair => pair.First != pair.Second).Select(pair => $"{pair.First}\n    became {pair.Second}"));
    }

    [Test]
    public async Task Global_serializer_settings_do_not_affect_values_of_the_caller()
    {
        var request = () => new CallRequest
        {
            Name = "n",
            Input = new { CountryName = "Norway", When = new DateTime(2026, 1, 5, 9, 30, 0, DateTimeKind.Utc), Nothing = (string?)null, Day = DayOfWeek.Monday,
                Nested = new Dictionary<string, object> { ["Key"] = 1.50m } },
            Model = new ModelWithOptions { Name = "m", Options = new { Temperature = 0.5 } },
            Tags = new Dictionary<string, string> { ["EnvName"] = "test" },
        };
        var plain = await SendAsync(request());
        JsonConvert.DefaultSettings = Hostile;
        var hosted = await SendAsync(request());
        JsonConvert.DefaultSettings = _before;

        Assert.That(plain, Does.Contain("CountryName").And.Contain("EnvName"));
        Assert.That(hosted, Is.EqualTo(plain));
    }

    private static JsonSerializerSettings Hostile() => new()
    {
        TypeNameHandling = TypeNameHandling.All,
        ContractResolver = new CamelCasePropertyNamesContractResolver(),
        DateFormatHandling = DateFormatHandling.MicrosoftDateFormat,
        DateParseHandling = DateParseHandling.DateTime,
        DateTimeZoneHandling = DateTimeZoneHandling.Local,
        DateFormatString = "yyyy",
        NullValueHandling = NullValueHandling.Include,
        DefaultValueHandling = DefaultValueHandling.Ignore,
        Formatting = Formatting.Indented,
        MissingMemberHandling = MissingMemberHandling.Error,
        PreserveReferencesHandling = PreserveReferencesHandling.All,
        FloatParseHandling = FloatParseHandling.Double,
        StringEscapeHandling = StringEscapeHandling.EscapeNonAscii,
        Converters = { new StringEnumConverter(), new JavaScriptDateTimeConverter() },
    };

    private static async Task<List<string>> RunAllAsync()
    {
        var runs = new List<string>();
        foreach (var exchange in Exchange.Known.Where(exchange => !exchange.Operation.IsHandwritten))
        {
            try
            {
                var (sent, result) = await exchange.RunAsync();
                var given = result is ValueTuple<List<StreamChunk>, OpperStreamException?> stream
                    ? string.Concat(stream.Item1.Select(chunk => $"{chunk.Delta} {chunk.DeltaKind} {chunk.JsonPath}; ")) + stream.Item2?.ErrorMessage
                    : PlainJson.Write(result).ToString(Formatting.None);
                runs.Add($"{exchange}: sent {sent.PathAndQuery} {sent.Body}, gave {given}");
            }
            catch (Exception exception)
            {
                runs.Add($"{exchange}: {exception.GetType().Name} {exception.Message}");
            }
        }

        return runs;
    }

    private static async Task<string?> SendAsync(CallRequest request)
    {
        var handler = new CapturingHandler(body: """{"span_id":"s"}""");
        await CapturingHandler.Client(handler).Calls.CallAsync(request);
        return handler.Body;
    }
}
