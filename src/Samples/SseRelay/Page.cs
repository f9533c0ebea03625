namespace Opper.Samples.SseRelay;

internal static class Page
{
    public const string Html = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>Report</title>
        <form><label>Topic <input name="topic" value="The harbour of Oslo"></label> <button>Write</button></form>
        <h1></h1>
        <ul></ul>
        <script>
          document.querySelector("form").onsubmit = submitted => {
            submitted.preventDefault();
            const events = new EventSource("/report?topic=" + encodeURIComponent(submitted.target.topic.value));
            events.onerror = () => events.close();
            events.onmessage = message => {
              const { value, isFinal } = JSON.parse(message.data);
              document.querySelector("h1").textContent = value?.title ?? "";
              document.querySelector("ul").replaceChildren(...(value?.findings ?? []).map(finding => Object.assign(document.createElement("li"), { textContent: finding })));
              if (isFinal) events.close();
            };
          };
        </script>
        </html>
        """;
}
