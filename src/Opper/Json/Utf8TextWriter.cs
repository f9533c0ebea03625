using System.Buffers;
using System.Text;

namespace Opper;

/// <summary>Encodes text into a byte buffer as it is written.</summary>
internal sealed class Utf8TextWriter(PooledBytes target) : TextWriter(System.Globalization.CultureInfo.InvariantCulture)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Encoder _encoder = Utf8.GetEncoder();
    private char[]? _chars = ArrayPool<char>.Shared.Rent(1024);
    private int _count;

    public override Encoding Encoding => Utf8;

    public override void Write(char value)
    {
        var chars = Chars;
        if (_count == chars.Length)
        {
            Encode(flush: false);
        }

        chars[_count++] = value;
    }

    public override void Write(string? value)
    {
        for (var (from, rest) = (0, value?.Length ?? 0); rest > 0;)
        {
            var part = Room(rest);
            value!.CopyTo(from, Chars, _count, part);
            _count += part;
            from += part;
            rest -= part;
        }
    }

    public override void Write(char[] buffer, int index, int count)
    {
        while (count > 0)
        {
            var part = Room(count);
            Array.Copy(buffer, index, Chars, _count, part);
            _count += part;
            index += part;
            count -= part;
        }
    }

    public override void Flush() => Encode(flush: true);

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _chars, null) is { } chars)
        {
            ArrayPool<char>.Shared.Return(chars);
        }

        base.Dispose(disposing);
    }

    private char[] Chars => _chars ?? throw new ObjectDisposedException(nameof(Utf8TextWriter));

    private int Room(int wanted)
    {
        if (_count == Chars.Length)
        {
            Encode(flush: false);
        }

        return Math.Min(wanted, Chars.Length - _count);
    }

    private void Encode(bool flush)
    {
        target.EnsureRoom(Utf8.GetMaxByteCount(_count + 1));
        target.Advance(_encoder.GetBytes(Chars, 0, _count, target.Array, target.Length, flush));
        _count = 0;
    }
}
