namespace Opper.Batch;

/// <summary>The order in which results are returned.</summary>
public enum BatchOrder
{
    /// <summary>Each result as soon as it is available.</summary>
    Completion,

    /// <summary>In the order of the inputs. A slow row delays at most <see cref="BatchOptions.Window"/> subsequent rows.</summary>
    Input,
}
