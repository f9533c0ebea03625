namespace Opper.Integration;

/// <summary>
/// The tests that are skipped when the suite is recorded and replayed. A recording has the responses of an emulator to a client, so tests of anything else are
/// skipped. This is the only such list.
/// </summary>
internal static class NotReplayable
{
    private const string OtherServers = "It uses its own server (raw sockets, another program) or the page; no emulator is recorded.";
    private const string Inside =
        "It inspects the recorded emulator (restart, reset, requests to its upstream, abandoned streams), which a recording does not have.";
    private const string OwnAddresses = "It changes the signed URLs of the emulator; a recorder replaces them with its own.";
    private const string ByTheOrder =
        "Its equal requests are concurrent, and each continues with its response; a recording replays the responses in recorded order.";

    private const string ByTheClock = "Its client sends different requests each time: a span queue combines writes in quick succession.";

    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["BodyTests"] = OtherServers,
        ["BrokenConnectionTests"] = OtherServers,
        ["HttpClientOwnershipTests"] = OtherServers,
        ["StalledServerTests"] = OtherServers,
        ["LargeUploadTests"] = OtherServers,
        ["KilledServerTests"] = OtherServers,
        ["EmulatorPageTests"] = OtherServers,
        ["EmulatorStateTests.A_data_file_survives_a_restart_and_serves_one_emulator_at_a_time"] = Inside,
        ["EmulatorStateTests.A_snapshot_restores_the_state(False)"] = Inside,
        ["EmulatorStateTests.A_snapshot_restores_the_state(True)"] = Inside,
        ["EmulatorStateTests.A_reset_clears_state_scripts_faults_and_requests"] = Inside,
        ["KnowledgeFileTests.Files_and_signed_URLs_survive_a_restart"] = Inside,
        ["TypedStreamTests.A_request_aborted_by_a_browser_is_aborted_at_the_emulator"] = Inside,
        ["UpstreamTests.A_call_is_forwarded_as_a_chat_and_returns_its_output_and_tokens"] = Inside,
        ["UpstreamTests.A_chat_is_forwarded_without_the_fields_of_Opper_and_streamed"] = Inside,
        ["UpstreamTests.The_next_model_of_a_list_is_tried_when_one_fails"] = Inside,
        ["KnowledgeUploadTests.Concurrent_GetOrCreate_calls_return_the_same_knowledge_base"] = ByTheOrder,
        ["TracingTests.Every_span_of_a_thousand_parallel_pipelines_has_the_right_parent(True)"] = ByTheClock,
        ["TracingTests.Calls_of_a_queued_span_are_in_its_trace"] = ByTheClock,
        ["KnowledgeFileTests.Presigned_URLs_expire_after_an_hour_and_cannot_be_tampered_with"] = OwnAddresses,
    };

    /// <summary>The reason why a test is skipped; null if it is not.</summary>
    /// <param name="fixture">The full name of its class.</param>
    /// <param name="name">Its name, with its arguments.</param>
    public static string? Reason(string? fixture, string name) =>
        fixture is null ? null
        : fixture.StartsWith("Opper.Integration.Cassettes.", StringComparison.Ordinal) ? OtherServers
        : Reasons.GetValueOrDefault(Short(fixture)) ?? Reasons.GetValueOrDefault($"{Short(fixture)}.{name}");

    private static string Short(string fixture) => fixture[(fixture.LastIndexOf('.') + 1)..];
}
