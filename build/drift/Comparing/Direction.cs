namespace Opper.Drift.Comparing;

/// <summary>The direction in which a value is sent.</summary>
internal enum Direction
{
    Parameter,
    Request,
    Response,
    Error,
}
