namespace Opper.Batch;

/// <summary>The order in which results are given.</summary>
public enum BatchOrder
{
    /// <summary>Each result as soon as it is there.</summary>
    Completion,

    /// <summary>In the order of the inputs. A slow row holds back at most <see cref="BatchOptions.Window"/> rows behind it.</summary>
    Input,
}
