import { CallsClient, type CallRequest, type StreamChunk } from "./obj/opper.js";

export const address = process.env["OPPER_BASE_URL"] ?? "https://api.opper.ai";

/** What the generated clients send with: fetch, with the key. */
export const http = {
  fetch(url: RequestInfo, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("Authorization", `Bearer ${process.env["OPPER_API_KEY"]}`);
    return fetch(url, { ...init, headers });
  },
};

/** NSwag's template reads an event stream as one JSON value; this client gives its events as they come. */
export class StreamingCallsClient extends CallsClient {
  async *chunks(request: CallRequest): AsyncGenerator<StreamChunk> {
    const body = await this.stream(request) as unknown as ReadableStream<Uint8Array>;
    const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
    let rest = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const lines = (rest + part.value).split(/\r?\n/);
      rest = lines.pop() ?? "";
      for (const line of lines.filter(line => line.startsWith("data:"))) {
        yield JSON.parse(line.slice("data:".length));
      }
    }
  }

  protected override processStream(response: Response): Promise<any> {
    return response.ok ? Promise.resolve(response.body) : super.processStream(response);
  }
}
