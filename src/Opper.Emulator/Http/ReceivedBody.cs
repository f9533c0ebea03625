namespace Opper.Emulator.Http;

/// <summary>The body of the request at hand, as it came.</summary>
internal sealed record ReceivedBody(byte[] Bytes);
