import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, events, type Schemas } from "./opper.js";

const opper = connect();
const capital = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };

test("a task gives text, or JSON of a schema", async () => {
  const text = await opper.POST("/v2/call", { body: { name: "greet", instructions: "Greet.", input: "Ann" } });
  const json = await opper.POST("/v2/call", { body: { name: "capital", input: { text: "The city is Oslo." }, output_schema: capital, tags: { env: "test" } } });
  const payload = json.data?.json_payload as { city: string };

  assert.match(text.data?.message ?? "", /Ann/);
  assert.equal(payload.city, "Oslo");
});

test("a function is created, listed, read, called and deleted; its model is a union", async () => {
  const model: Schemas["ModelSelection"] = ["openai/gpt-4o-mini", { name: "anthropic/claude-sonnet-4", options: { temperature: 0.2 } }];
  const created = await opper.POST("/v2/functions", { body: { name: "ts/triage", instructions: "Say which team.", model, output_schema: capital } });
  assert.ok(created.data, "It is created.");
  const path = { function_id: created.data.id };
  const listed = await opper.GET("/v2/functions", { params: { query: { name: "ts/", sort: "-name", limit: 5 } } });
  const read = await opper.GET("/v2/functions/{function_id}", { params: { path } });
  const called = await opper.POST("/v2/functions/{function_id}/call", { params: { path }, body: { input: "Bergen" } });
  const patched = await opper.PATCH("/v2/functions/{function_id}", { params: { path }, body: { output_schema: null, model: "openai/gpt-4o-mini" } });
  const deleted = await opper.DELETE("/v2/functions/{function_id}", { params: { path } });

  assert.deepEqual(listed.data?.data.map(item => item.name), ["ts/triage"]);
  assert.equal(listed.data?.meta.total_count, 1);
  assert.deepEqual(read.data?.model, model);
  assert.deepEqual(read.data?.output_schema, capital);
  assert.ok(called.data?.span_id);
  assert.equal(patched.data?.model, "openai/gpt-4o-mini");
  assert.equal(patched.data?.output_schema ?? null, null);
  assert.equal(deleted.response.status, 204);
});

test("a knowledge base is filled and searched with a filter", async () => {
  const base = await opper.POST("/v2/knowledge", { body: { name: "ts-manuals" } });
  assert.ok(base.data, "It is created.");
  const path = { knowledge_base_id: base.data.id };
  await opper.POST("/v2/knowledge/{knowledge_base_id}/add", { params: { path }, body: { key: "reset", content: "Hold the red button for ten seconds to reset.", metadata: { lang: "en", page: 3 } } });
  await opper.POST("/v2/knowledge/{knowledge_base_id}/add", { params: { path }, body: { key: "reset-sv", content: "Hold the red button to reset, says the Swedish one.", metadata: { lang: "sv", page: 1 } } });
  const filters: Schemas["KnowledgeFilter"][] = [{ field: "lang", operation: "in", value: ["en", "de"] }, { field: "page", operation: ">", value: 2 }];
  const found = await opper.POST("/v2/knowledge/{knowledge_base_id}/query", { params: { path }, body: { query: "how to reset", top_k: 5, filters } });

  assert.deepEqual(found.data?.map(match => match.key), ["reset"]);
  assert.deepEqual(found.data?.[0]?.metadata, { lang: "en", page: 3 });
  assert.ok((found.data?.[0]?.score ?? 0) > 0);
});

test("a span holds a call, and the trace has both", async () => {
  const root = await opper.POST("/v2/spans", { body: { name: "answer_mail", start_time: new Date().toISOString(), input: { mail: 7 } } });
  assert.ok(root.data, "It is created.");
  const call = await opper.POST("/v2/call", { body: { name: "summarize_mail", input: "Please pay.", parent_span_id: root.data.id } });
  await opper.PATCH("/v2/spans/{span_id}", { params: { path: { span_id: root.data.id } }, body: { output: "sent", end_time: new Date().toISOString() } });
  const trace = await opper.GET("/v2/traces/{trace_id}", { params: { path: { trace_id: root.data.trace_id ?? "" } } });

  assert.ok(trace.data?.spans?.some(span => span.id === call.data?.span_id && span.parent_id === root.data.id));
});

test("an unknown id and a bad request are typed errors", async () => {
  const missing = await opper.GET("/v2/functions/{function_id}", { params: { path: { function_id: "00000000-0000-4000-8000-000000000000" } } });
  const invalid = await opper.POST("/v2/functions", { body: { name: "", instructions: "" } });
  const error: Schemas["ErrorResponse"] | undefined = missing.error;

  assert.equal(missing.response.status, 404);
  assert.ok(error?.message ?? error?.detail);
  assert.equal(invalid.response.status, 422);
  assert.ok(Array.isArray(invalid.error?.detail));
});

test("a stream gives the answer in pieces", async () => {
  const stream = await opper.POST("/v2/call/stream", { body: { name: "greet", input: "Ann" }, parseAs: "stream" });
  assert.ok(stream.data, "It is answered.");
  const chunks: Schemas["StreamChunk"][] = [];
  for await (const chunk of events<Schemas["StreamChunk"]>(stream.data)) {
    chunks.push(chunk);
  }

  assert.ok(chunks[0]?.span_id);
  assert.ok(chunks.length > 2, `${chunks.length} chunks`);
  assert.match(chunks.map(chunk => chunk.delta ?? "").join(""), /Ann/);
});
