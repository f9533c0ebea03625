namespace Opper.Emulator.Http;

/// <summary>The raw body of the current request.</summary>
internal sealed record ReceivedBody(byte[] Bytes);
