namespace Opper.Ocr;

public partial class OcrClient
{
    /// <summary>Reads the text of a document. <c>POST /v2/ocr</c>.</summary>
    /// <param name="model">The OCR model; <see cref="ListModelsAsync"/> lists them.</param>
    /// <param name="document">The document, such as <see cref="OcrDocument.FromFile"/>.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The pages with their text as Markdown.</returns>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<OcrResponse> ProcessAsync(string model, OcrDocument document, RequestOptions? options = null, CancellationToken cancellationToken = default)
        => ProcessAsync(new OcrRequest { Model = model, Document = document }, options, cancellationToken);
}
