import createClient from "openapi-fetch";
import type { components, paths } from "./obj/opper.js";

export type Schemas = components["schemas"];

/** A client of the contract: paths, parameters, bodies and answers are checked by the compiler. */
export function connect() {
  return createClient<paths>({
    baseUrl: process.env["OPPER_BASE_URL"] ?? "https://api.opper.ai",
    headers: { Authorization: `Bearer ${process.env["OPPER_API_KEY"]}` },
  });
}

/** The data of server-sent events, as they come. */
export async function* events<T>(body: ReadableStream<Uint8Array>): AsyncGenerator<T> {
  let rest = "";
  for await (const text of body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)) {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines.filter(line => line.startsWith("data:"))) {
      yield JSON.parse(line.slice("data:".length)) as T;
    }
  }
}
