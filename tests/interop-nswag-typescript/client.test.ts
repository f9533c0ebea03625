import assert from "node:assert/strict";
import { test } from "node:test";
import { address, http, StreamingCallsClient } from "./connection.js";
import { FunctionsClient, KnowledgeClient, OpperApiError, SpansClient, TracesClient, type ErrorResponse, type ModelSelection, type StreamChunk } from "./obj/opper.js";

const calls = new StreamingCallsClient(address, http);
const functions = new FunctionsClient(address, http);
const capital = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };

test("a task gives text, or JSON of a schema", async () => {
  const text = await calls.call({ name: "greet", instructions: "Greet.", input: "Ann" });
  const json = await calls.call({ name: "capital", input: { text: "The city is Oslo." }, output_schema: capital, tags: { env: "test" } });

  assert.match(text.message ?? "", /Ann/);
  assert.equal(json.json_payload.city, "Oslo");
});

test("a function is created, listed, read, called and deleted; its model is a union", async () => {
  const model: ModelSelection = ["openai/gpt-4o-mini", { name: "anthropic/claude-sonnet-4", options: { temperature: 0.2 } }];
  const created = await functions.create({ name: "nswag/triage", instructions: "Say which team.", model, output_schema: capital });
  const listed = await functions.list("nswag/", "-name", 0, 5);
  const read = await functions.get(created.id);
  const called = await functions.call(created.id, { input: "Bergen" });
  const patched = await functions.update(created.id, { output_schema: null, model: "openai/gpt-4o-mini" });
  await functions.delete(created.id);

  assert.deepEqual(listed.data.map(item => item.name), ["nswag/triage"]);
  assert.equal(listed.meta.total_count, 1);
  assert.deepEqual(read.model, model);
  assert.deepEqual(read.output_schema, capital);
  assert.ok(called.span_id);
  assert.equal(patched.model, "openai/gpt-4o-mini");
  assert.equal(patched.output_schema ?? null, null);
});

test("a knowledge base is filled and searched with a filter", async () => {
  const knowledge = new KnowledgeClient(address, http);
  const base = await knowledge.create({ name: "nswag-manuals" });
  await knowledge.addDocument(base.id, { key: "reset", content: "Hold the red button for ten seconds to reset.", metadata: { lang: "en", page: 3 } });
  await knowledge.addDocument(base.id, { key: "reset-sv", content: "Hold the red button to reset, says the Swedish one.", metadata: { lang: "sv", page: 1 } });
  const found = await knowledge.query(base.id, { query: "how to reset", top_k: 5, filters: [{ field: "lang", operation: "in", value: ["en", "de"] }, { field: "page", operation: ">", value: 2 }] });

  assert.deepEqual(found.map(match => match.key), ["reset"]);
  assert.deepEqual(found[0].metadata, { lang: "en", page: 3 });
});

test("a span holds a call, and the trace has both", async () => {
  const spans = new SpansClient(address, http);
  const root = await spans.create({ name: "answer_mail", start_time: new Date().toISOString(), input: { mail: 7 } });
  const call = await calls.call({ name: "summarize_mail", input: "Please pay.", parent_span_id: root.id });
  await spans.update(root.id, { output: "sent", end_time: new Date().toISOString() });
  const trace = await new TracesClient(address, http).get(root.trace_id ?? "");

  assert.ok(trace.spans?.some(span => span.id === call.span_id && span.parent_id === root.id));
});

test("an unknown id and a bad request are typed errors", async () => {
  const missing = await failure(functions.get("00000000-0000-4000-8000-000000000000"));
  const invalid = await failure(functions.create({ name: "", instructions: "" }));
  const error: ErrorResponse = missing.result;

  assert.equal(missing.status, 404);
  assert.ok(error.message ?? error.detail);
  assert.equal(invalid.status, 422);
  assert.ok(Array.isArray((invalid.result as ErrorResponse).detail));
});

test("a stream gives the answer in pieces", async () => {
  const chunks: StreamChunk[] = [];
  for await (const chunk of calls.chunks({ name: "greet", input: "Ann" })) {
    chunks.push(chunk);
  }

  assert.ok(chunks[0].span_id);
  assert.ok(chunks.length > 2, `${chunks.length} chunks`);
  assert.match(chunks.map(chunk => chunk.delta ?? "").join(""), /Ann/);
});

async function failure(work: Promise<unknown>): Promise<OpperApiError> {
  try {
    await work;
  } catch (error) {
    if (OpperApiError.isOpperApiError(error)) {
      return error;
    }

    throw error;
  }

  return assert.fail("It did not fail.");
}
