using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Opper.Embeddings;

/// <summary>
/// Reads an array of JSON numbers from UTF-8 directly into floats. It returns <see langword="null"/> for anything but plain numbers, so that the general
/// reader handles the array.
/// </summary>
internal ref struct VectorScanner(ReadOnlySpan<byte> utf8)
{
    // 20 digits may overflow 64 bits; further digits do not affect a float.
    private const int MaxDigits = 19;

    // The largest power of ten that is exact as a double.
    private const int MaxPower = 22;

    // The mantissa bits that a double has beyond a float. Their middle value is the rounding boundary between two floats.
    private const int ExtraBits = 29;
    private const ulong ExtraMask = (1UL << ExtraBits) - 1;
    private const ulong Middle = 1UL << (ExtraBits - 1);

    // After three roundings, a double is off by at most two units in the last place.
    private const ulong Tolerance = 8;

    private const double SmallestNormal = 1.17549435e-38;

    private static readonly double[] Powers = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
        1e19, 1e20, 1e21, 1e22];

    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private int _position;

    /// <summary>The position of the closing bracket after <see cref="Read"/>.</summary>
    public readonly int End => _position;

    /// <param name="expected">The expected count, or 0. A correct count avoids a copy.</param>
    /// <returns>The numbers, or <see langword="null"/> if the array contains anything but numbers in the range of a float.</returns>
    public float[]? Read(int expected)
    {
        var exact = expected > 0 ? new float[expected] : null;
        var numbers = exact ?? ArrayPool<float>.Shared.Rent(2048);
        var count = 0;
        try
        {
            if (SkipSpace() == (byte)']')
            {
                return [];
            }

            while (true)
            {
                if (count == numbers.Length)
                {
                    var larger = ArrayPool<float>.Shared.Rent(checked(count * 2));
                    Array.Copy(numbers, larger, count);
                    Return(numbers, exact);
                    numbers = larger;
                }

                if (!TryReadNumber(out numbers[count++]))
                {
                    return null;
                }

                switch (SkipSpace())
                {
                    case (byte)',':
                        _position++;
                        SkipSpace();
                        break;
                    case (byte)']':
                        return ReferenceEquals(numbers, exact) && count == exact.Length ? exact : numbers.AsSpan(0, count).ToArray();
                    default:
                        return null;
                }
            }
        }
        finally
        {
            Return(numbers, exact);
        }
    }

    private static void Return(float[] numbers, float[]? exact)
    {
        if (!ReferenceEquals(numbers, exact))
        {
            ArrayPool<float>.Shared.Return(numbers);
        }
    }

    // 0 at the end of the input matches no expected character.
    private readonly byte Peek() => _position < _utf8.Length ? _utf8[_position] : (byte)0;

    private byte SkipSpace()
    {
        var next = Peek();
        // One comparison rules out all printable characters but the space.
        while (next <= (byte)' ' && next is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _position++;
            next = Peek();
        }

        return next;
    }

    private bool TryReadNumber(out float number)
    {
        number = 0;
        var start = _position;
        var isNegative = Peek() == (byte)'-';
        if (isNegative)
        {
            _position++;
        }

        var mantissa = 0UL;
        var digits = 0;
        var exponent = 0;
        var integerStart = _position;
        ReadDigits(ref mantissa, ref digits, ref exponent, step: 1);
        var integerLength = _position - integerStart;
        if (integerLength == 0 || (integerLength > 1 && _utf8[integerStart] == (byte)'0'))
        {
            return false;
        }

        if (Peek() == (byte)'.')
        {
            var fractionStart = ++_position;
            ReadDigits(ref mantissa, ref digits, ref exponent, step: 0);
            if (_position == fractionStart)
            {
                return false;
            }
        }

        if ((Peek() | 0x20) == (byte)'e' && !TryReadExponent(ref exponent))
        {
            return false;
        }

        return TryCombine(mantissa, exponent, isNegative, out number) || TryParseExactly(_utf8.Slice(start, _position - start), out number);
    }

    // step is 1 before the decimal point and 0 after it: dropped integer digits raise the exponent, kept fraction digits lower it.
    private void ReadDigits(ref ulong mantissa, ref int digits, ref int exponent, int step)
    {
        var position = _position;
        var (value, kept, power) = (mantissa, digits, exponent);
        if (value == 0)
        {
            // Leading zeros only affect the exponent.
            for (; position < _utf8.Length && _utf8[position] == (byte)'0'; position++)
            {
                power += step - 1;
            }
        }

        while (kept + EightDigits.Count <= MaxDigits && EightDigits.TryRead(_utf8.Slice(position), out var eight))
        {
            value = (value * EightDigits.Power) + eight;
            kept += EightDigits.Count;
            power += (step - 1) * EightDigits.Count;
            position += EightDigits.Count;
        }

        for (; position < _utf8.Length; position++)
        {
            var digit = (uint)(_utf8[position] - '0');
            if (digit > 9)
            {
                break;
            }

            if (kept < MaxDigits)
            {
                value = (value * 10) + digit;
                kept++;
                power += step - 1;
            }
            else
            {
                power += step;
            }
        }

        (_position, mantissa, digits, exponent) = (position, value, kept, power);
    }

    private bool TryReadExponent(ref int exponent)
    {
        _position++;
        var sign = Peek();
        if (sign is (byte)'+' or (byte)'-')
        {
            _position++;
        }

        var start = _position;
        var value = 0;
        for (uint digit; (digit = (uint)(Peek() - '0')) <= 9; _position++)
        {
            value = Math.Min((value * 10) + (int)digit, short.MaxValue);
        }

        exponent += sign == (byte)'-' ? -value : value;
        return _position > start;
    }

    private static bool TryCombine(ulong mantissa, int exponent, bool isNegative, out float number)
    {
        number = isNegative ? -0f : 0f;
        if (mantissa == 0)
        {
            return true;
        }

        if (exponent is < -MaxPower or > MaxPower)
        {
            return false;
        }

        var value = exponent < 0 ? mantissa / Powers[-exponent] : mantissa * Powers[exponent];
        var extra = (ulong)BitConverter.DoubleToInt64Bits(value) & ExtraMask;
        if (value is < SmallestNormal or > float.MaxValue || extra - (Middle - Tolerance) <= 2 * Tolerance)
        {
            return false;
        }

        number = (float)(isNegative ? -value : value);
        return true;
    }

    // For large exponents and for values near a rounding boundary.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryParseExactly(ReadOnlySpan<byte> digits, out float number)
    {
#if NET
        var isRead = float.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
#else
        var isRead = float.TryParse(System.Text.Encoding.ASCII.GetString(digits.ToArray()), NumberStyles.Float, CultureInfo.InvariantCulture, out number);
#endif
        return isRead && !float.IsInfinity(number);
    }
}
