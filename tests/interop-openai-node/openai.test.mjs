import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import OpenAI from "openai";
import { startEmulator } from "../interop-node/emulator.mjs";

// As a user of the SDK changes over: another base URL, another key, nothing else.
let emulator;
let openai;

const weather = { type: "function", function: { name: "get_weather", description: "Tells the weather of a city.", parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } } };
const mail = { type: "object", properties: { email: { type: "string", format: "email" }, amount: { type: "number" } }, required: ["email", "amount"], additionalProperties: false };

before(async () => {
  emulator = await startEmulator();
  openai = new OpenAI({ baseURL: `${emulator.address.replace(/\/$/, "")}/v3/compat`, apiKey: "any", maxRetries: 0 });
});

after(() => emulator?.stop());

test("a chat is answered, with tokens, cost and an id in the traces", async () => {
  const { data, response } = await openai.chat.completions.create({ model: "openai/gpt-4o-mini", messages: [{ role: "user", content: "Say hello to Ann." }] }).withResponse();

  assert.match(data.choices[0].message.content, /Ann/);
  assert.equal(data.choices[0].finish_reason, "stop");
  assert.equal(data.model, "openai/gpt-4o-mini");
  assert.equal(data.usage.total_tokens, data.usage.prompt_tokens + data.usage.completion_tokens);
  assert.equal(Number(response.headers.get("x-opper-cost")), data.usage.opper.cost.total);
  assert.equal(response.headers.get("x-opper-trace-id"), data.meta.trace_uuid);
});

test("a stream ends with its usage and cost", async () => {
  let text = "";
  let usage;
  for await (const chunk of await openai.chat.completions.create({ model: "openai/gpt-4o-mini", stream: true, stream_options: { include_usage: true }, messages: [{ role: "user", content: "Say hello to Ann." }] })) {
    text += chunk.choices[0]?.delta.content ?? "";
    usage = chunk.usage ?? usage;
  }

  assert.match(text, /Ann/);
  assert.ok(usage.opper.cost.total > 0);
});

test("a schema is filled from the message, whole and streamed", async () => {
  const request = { model: "openai/gpt-4o-mini", messages: [{ role: "user", content: "From ann@example.com: please pay an amount of 120.50 euros." }], response_format: { type: "json_schema", json_schema: { name: "mail", schema: mail, strict: true } } };
  const whole = await openai.chat.completions.create(request);
  const streamed = await openai.chat.completions.stream(request).finalChatCompletion();

  assert.deepEqual(JSON.parse(whole.choices[0].message.content), { email: "ann@example.com", amount: 120.5 });
  assert.equal(streamed.choices[0].message.content, whole.choices[0].message.content);
});

test("a tool is called, and its result is told", async () => {
  const messages = [{ role: "user", content: "What is the weather like?\nCity: Oslo" }];
  const asked = (await openai.chat.completions.create({ model: "openai/gpt-4o-mini", messages, tools: [weather] })).choices[0];
  const [call] = asked.message.tool_calls;
  const told = (await openai.chat.completions.create({ model: "openai/gpt-4o-mini", messages: [...messages, asked.message, { role: "tool", tool_call_id: call.id, content: "Snow, minus 4" }], tools: [weather] })).choices[0];
  const streamed = await openai.chat.completions.stream({ model: "openai/gpt-4o-mini", messages, tools: [weather] }).finalChatCompletion();

  assert.equal(asked.finish_reason, "tool_calls");
  assert.deepEqual(JSON.parse(call.function.arguments), { city: "Oslo" });
  assert.match(told.message.content, /get_weather gave: Snow, minus 4/);
  assert.deepEqual(JSON.parse(streamed.choices[0].message.tool_calls[0].function.arguments), { city: "Oslo" });
});

test("Opper's headers name the task, its parent and its tags", async () => {
  const completion = await openai.chat.completions.create(
    { model: "openai/gpt-4o-mini", messages: [{ role: "system", content: "Greet." }, { role: "user", content: "Ann" }] },
    { headers: { "X-Opper-Name": "greet", "X-Opper-Tags": "env:test" } });
  const span = await (await fetch(`${emulator.address}/v2/spans/${completion.meta.trace_uuid}`, { headers: { Authorization: "Bearer any" } })).json();

  assert.equal(span.name, "greet");
});

test("embeddings, as numbers and as the SDK asks for them", async () => {
  const made = await openai.embeddings.create({ model: "openai/text-embedding-3-small", input: ["red", "blue"], dimensions: 8 });
  const floats = await openai.embeddings.create({ model: "openai/text-embedding-3-small", input: ["red", "blue"], dimensions: 8, encoding_format: "float" });

  assert.equal(made.data[0].embedding.length, 8);
  made.data[1].embedding.forEach((number, index) => assert.ok(Math.abs(number - floats.data[1].embedding[index]) < 1e-6));
});

test("models are listed", async () => {
  const models = [];
  for await (const model of openai.models.list()) {
    models.push(model.id);
  }

  assert.ok(models.includes("openai/gpt-4o-mini"));
});

test("refusals are the SDK's own errors", async () => {
  const chat = model => openai.chat.completions.create({ model, messages: [{ role: "user", content: "hi" }] });

  await assert.rejects(chat("no-such-model"), error => error instanceof OpenAI.BadRequestError && error.type === "invalid_request_error");
  await assert.rejects(chat(["openai/gpt-4o", "openai/gpt-4o-mini"]), OpenAI.BadRequestError);
  await assert.rejects(openai.chat.completions.create({ model: "openai/gpt-4o-mini" }), OpenAI.BadRequestError);
});
