namespace Opper.Ocr;

public partial class OcrClient
{
    /// <summary>Extracts the text of a document. <c>POST /v2/ocr</c>.</summary>
    /// <param name="model">The OCR model. <see cref="ListModelsAsync"/> lists the available models.</param>
    /// <param name="document">The document, such as <see cref="OcrDocument.FromFile"/>.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The pages, with their text as Markdown.</returns>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<OcrResponse> ProcessAsync(string model, OcrDocument document, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        ProcessAsync(new OcrRequest { Model = model, Document = document }, options, cancellationToken);
}
