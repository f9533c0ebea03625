import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startEmulator } from "./emulator.mjs";
import { chunksOf, connect, noting, operationsOf } from "./sdk.mjs";

const capital = { type: "object", properties: { city: { type: "string" }, population: { type: "integer" } }, required: ["city"] };
const answered = new Set();
let emulator;
let opper;

before(async () => {
  emulator = await startEmulator();
  opper = noting(connect(emulator.address), answered);
});

after(() => emulator?.stop());

test("a call gives text, and structured output by schema", async () => {
  const text = await opper.call({ name: "greet", instructions: "Greet.", input: "Ann" });
  const json = await opper.call({ name: "geo/capital", input: "The city is Oslo.", outputSchema: capital, tags: { env: "test" }, model: ["openai/gpt-4o-mini", { name: "anthropic/claude-sonnet-4", options: { temperature: 0.2 } }], examples: [{ input: "a", output: "b" }] });

  assert.ok(text.spanId && text.message.includes("Ann"));
  assert.equal(typeof json.jsonPayload.city, "string");
  assert.equal(json.cached, false);
});

test("a stream starts with its span and gives the whole answer", async () => {
  const text = await chunksOf(await opper.stream({ name: "greet", input: "Ann" }));
  const json = await chunksOf(await opper.stream({ name: "geo/capital", input: "The city is Oslo.", outputSchema: capital }));

  assert.ok(text[0].spanId);
  assert.match(text.map(chunk => chunk.delta ?? "").join(""), /Ann/);
  assert.deepEqual(new Set(json.slice(1).map(chunk => chunk.jsonPath.split(".")[0])).has("city"), true);
});

test("functions with revisions, by id, by name, called and streamed", async () => {
  const created = await opper.functions.create({ name: "team/triage", instructions: "Say which team.", model: "openai/gpt-4o-mini", outputSchema: capital, configuration: { invocationCacheTtl: 0 } });
  const updated = await opper.functions.update(created.id, { instructions: "Name the team.", description: null, outputSchema: null });
  const list = await opper.functions.list("team", "-name", 0, 5);
  const revisions = await opper.functions.revisions.list(created.id);
  const old = await opper.functions.getByRevision(created.id, created.revisionId);

  assert.notEqual(updated.revisionId, created.revisionId);
  assert.equal((await opper.functions.get(created.id)).instructions, "Name the team.");
  assert.equal((await opper.functions.getByName("team/triage")).id, created.id);
  assert.equal(list.meta.totalCount, 1);
  assert.equal(revisions.data.length, 2);
  assert.equal(old.instructions, "Say which team.");
  assert.ok((await opper.functions.call(created.id, { input: "mail" })).message);
  assert.ok((await opper.functions.callRevision(created.id, created.revisionId, { input: "mail" })).jsonPayload);
  assert.ok((await chunksOf(await opper.functions.stream(created.id, { input: "mail" }))).length > 1);
  assert.ok((await chunksOf(await opper.functions.streamRevision(created.id, created.revisionId, { input: "mail" }))).length > 1);
  const facts = await opper.functions.create({ name: "team/facts", instructions: "Read the facts.", outputSchema: { type: "object", properties: { city: { type: "string" }, population: { type: "integer" }, coastal: { type: "boolean" }, mayor: { type: ["string", "null"] } }, required: ["city", "population", "coastal", "mayor"] } });
  for (const stream of [await opper.functions.stream(facts.id, { input: { city: "Oslo", population: 709000 } }), await opper.functions.streamRevision(facts.id, facts.revisionId, { input: { city: "Oslo", population: 709000 } })]) {
    // The SDK takes text only here.
    assert.ok((await chunksOf(stream)).some(chunk => chunk.delta === "709000"));
  }

  await opper.functions.delete(created.id);
  await assert.rejects(opper.functions.get(created.id), error => error.statusCode === 404);
});

test("a knowledge base with documents and files", async () => {
  const manuals = await opper.knowledge.create({ name: "manuals" });
  await opper.knowledge.add(manuals.id, { key: "reset", content: "Hold the red button for ten seconds to reset.", metadata: { lang: "en", page: 3 } });
  await opper.knowledge.add(manuals.id, { content: "Bread needs flour.", metadata: { lang: "sv", page: 1 } });
  const found = await opper.knowledge.query(manuals.id, { query: "how to reset", topK: 1, filters: [{ field: "page", operation: ">", value: 2 }] });

  assert.equal(found[0].key, "reset");
  assert.ok(found[0].score > 0 && found[0].score <= 1);
  assert.equal((await opper.knowledge.list()).data[0].name, "manuals");
  assert.equal((await opper.knowledge.get(manuals.id)).count, 2);
  assert.equal((await opper.knowledge.getByName("manuals")).id, manuals.id);
  assert.equal((await opper.knowledge.getDocumentByKeyKnowledgeKnowledgeBaseIdDocumentsDocumentKeyGet(manuals.id, "reset")).segments.length, 1);

  const uploaded = await opper.knowledge.uploadFile(manuals.id, { file: new File(["Turn the blue valve to drain the boiler."], "boiler.txt", { type: "text/plain" }) });
  const target = await opper.knowledge.getUploadUrl(manuals.id, "pump.txt");
  const form = new FormData();
  Object.entries(target.fields).forEach(([name, value]) => form.append(name, value));
  form.append("file", new Blob(["The green pump moves water."], { type: "text/plain" }), "pump.txt");
  const sent = await fetch(target.url, { method: "POST", body: form });
  const registered = await opper.knowledge.registerFileUpload(manuals.id, { filename: "pump.txt", fileId: target.id, contentType: "text/plain", metadata: { lang: "en" } });

  assert.ok(sent.ok, await sent.text());
  assert.equal(registered.originalFilename, "pump.txt");
  assert.equal((await opper.knowledge.listFiles(manuals.id)).meta.totalCount, 2);
  assert.equal((await opper.knowledge.query(manuals.id, { query: "which pump moves water?", topK: 1 }))[0].key, registered.key);
  const download = await opper.knowledge.getFileDownloadUrl(manuals.id, uploaded.id);
  assert.equal(await (await fetch(download.url)).text(), "Turn the blue valve to drain the boiler.");
  await opper.knowledge.deleteFile(manuals.id, uploaded.id);
  assert.equal((await opper.knowledge.deleteDocuments(manuals.id, { filters: [{ field: "lang", operation: "=", value: "sv" }] })).deletedCount, 1);
  await opper.knowledge.delete(manuals.id);
  await assert.rejects(opper.knowledge.get(manuals.id), error => error.statusCode === 404);
});

test("spans, metrics, feedback, examples and traces", async () => {
  const root = await opper.spans.create({ name: "answer_mail", startTime: new Date(), input: { mail: 7 }, meta: { tenant: "acme" } });
  const call = await opper.call({ name: "summarize_mail", input: "Please pay the invoice.", parentSpanId: root.id });
  const metric = await opper.spanMetrics.createMetric(call.spanId, { dimension: "relevance", value: 0.82, comment: "by hand" });
  await opper.spanMetrics.updateMetric(call.spanId, metric.id, { value: 0.9 });
  await opper.spans.update(root.id, { endTime: new Date(), output: "sent", score: 10 });
  const feedback = await opper.spans.submitFeedback(call.spanId, { score: 1, comment: "good", saveToDataset: true });
  const saved = await opper.spans.saveExamples(call.spanId);

  assert.equal((await opper.spanMetrics.get(call.spanId, metric.id)).value, 0.9);
  assert.equal((await opper.spanMetrics.list(call.spanId)).data.length, 1);
  assert.equal(feedback.exampleSaved, true);
  assert.ok(saved.datasetEntryId);
  assert.equal((await opper.spans.get(call.spanId)).feedback.score, 1);
  const trace = await opper.traces.get(root.traceId);
  assert.equal(trace.spans.length, 2);
  assert.ok(trace.durationMs >= 0);
  assert.equal((await opper.traces.list("answer_mail")).data[0].id, root.traceId);

  await opper.spanMetrics.delete(call.spanId, metric.id);
  await opper.spans.delete(root.id);
  await assert.rejects(opper.spans.get(root.id), error => error.statusCode === 404);
});

test("a dataset's entries", async () => {
  const { datasetId } = await opper.functions.create({ name: "with_dataset", instructions: "Answer." });
  const entry = await opper.datasets.createEntry(datasetId, { input: { country: "Norway" }, output: "Oslo", expected: "Oslo" });
  await opper.datasets.createEntry(datasetId, { input: "Bread", output: "Flour" });
  await opper.datasets.entries.update(datasetId, entry.id, { comment: "fine" });

  assert.equal((await opper.datasets.getEntry(datasetId, entry.id)).comment, "fine");
  assert.equal((await opper.datasets.listEntries(datasetId)).meta.totalCount, 2);
  assert.equal((await opper.datasets.queryEntries(datasetId, "country of Norway", 1))[0].id, entry.id);
  await opper.datasets.deleteEntry(datasetId, entry.id);
  assert.equal((await opper.datasets.listEntries(datasetId)).meta.totalCount, 1);
});

test("models, custom models and aliases", async () => {
  const custom = await opper.languageModels.registerCustom({ name: "my-gpt", identifier: "azure/gpt-5", apiKey: "secret", extra: { api_version: "2025-01-01" } });
  const alias = await opper.languageModels.createAlias({ name: "cheap-first", fallbackModels: ["my-gpt", "openai/gpt-4o-mini"] });
  await opper.languageModels.updateCustom(custom.id, { identifier: "azure/gpt-5-mini" });
  await opper.languageModels.updateAlias(alias.id, { description: "low price" });

  assert.ok((await opper.languageModels.list()).data.length > 3);
  assert.equal((await opper.languageModels.getCustom(custom.id)).identifier, "azure/gpt-5-mini");
  assert.equal((await opper.languageModels.getCustomByName("my-gpt")).id, custom.id);
  assert.equal((await opper.languageModels.listCustom()).meta.totalCount, 1);
  assert.equal((await opper.languageModels.getAlias(alias.id)).description, "low price");
  assert.equal((await opper.languageModels.getAliasByName("cheap-first")).id, alias.id);
  assert.equal((await opper.languageModels.listAliases()).meta.totalCount, 1);
  assert.ok((await opper.call({ name: "through_alias", input: "x", model: "cheap-first" })).message);
  await opper.languageModels.deleteAlias(alias.id);
  await opper.languageModels.deleteCustom(custom.id);
  await assert.rejects(opper.languageModels.getCustom(custom.id), error => error.statusCode === 404);
});

test("embeddings have the wanted dimension", async () => {
  const made = await opper.embeddings.create({ input: ["red", "blue"], model: { name: "azure/text-embedding-3-large", options: { dimensions: 8 } } });

  assert.deepEqual(made.data.map(item => item.embedding.length), [8, 8]);
});

test("reranking and text recognition", async () => {
  const ranked = await opper.rerank.documents({ query: "capital of Norway", documents: [{ text: "Bread recipe." }, { text: "Oslo is the capital of Norway.", metadata: { n: 1 } }], model: "cohere/rerank-v3.5" });
  const read = await opper.ocr.processOcrOcrPost({ model: "mistral/mistral-ocr-latest", document: { type: "base64", content: Buffer.from("# Title\n\nSome text.").toString("base64"), documentName: "a.md" } });

  assert.equal(ranked.results[0].index, 1);
  assert.ok((await opper.rerank.listModels()).data.length > 0);
  assert.match(read.pages[0].markdown, /Title/);
  assert.ok((await opper.ocr.listOcrModelsOcrModelsGet()).data.length > 0);
});

test("chat as OpenAI has it", async () => {
  const answer = await opper.openai.createChatCompletion({ model: "openai/gpt-4o-mini", messages: [{ role: "user", content: "Say hello to Ann." }] });

  assert.equal(answer.choices[0].finishReason, "stop");
  assert.ok(answer.usage.totalTokens > 0);
});

test("usage of what was called", async () => {
  const rows = await opper.analytics.getUsage(undefined, undefined, "day", ["total_tokens"], ["model"]);

  assert.ok(rows.length > 0 && rows.every(row => Number(row.cost) >= 0));
});

test("errors are the SDK's own", async () => {
  await assert.rejects(opper.functions.create({ name: "geo/capital", instructions: "x" }), error => error.name === "ConflictError");
  await assert.rejects(opper.functions.list(null, null, 0, 1000), error => error.name === "RequestValidationError");
});

test("every operation of the SDK has been answered", t => {
  const all = operationsOf(connect(emulator.address));
  t.diagnostic(`opperai 3.4.1: ${answered.size} of ${all.length} operations answered by the emulator`);

  assert.deepEqual(all.filter(name => !answered.has(name)), []);
  assert.ok(all.length >= 68, `${all.length} operations found`);
});
