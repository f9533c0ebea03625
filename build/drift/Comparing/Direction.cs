namespace Opper.Drift.Comparing;

/// <summary>Which way a value travels.</summary>
internal enum Direction
{
    Parameter,
    Request,
    Response,
    Error,
}
