// The official Node SDK as one more client of the comparison: the same roles and the same lines as ClientProcess.cs.
// node opperai.mjs client|start|start-typed opperai <server> <folder of tests/interop-node>
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [role, , server, interop] = process.argv.slice(2);
const { Opper } = await import(pathToFileURL(createRequire(join(interop, "package.json")).resolve("opperai")));

const question = {
  name: "harbours/winter",
  instructions: "Answer in a few sentences, for children, with what the harbour master told you. Stay with the facts; say so where none are known.",
  input: "How long does the harbour of Göteborg stay frozen in a hard winter, and what do the boats do meanwhile? Please also name two people who would know, and say how sure you are of all this.",
  model: "openai/gpt-4o-mini",
};
const texts = Array.from({ length: 256 }, (_, number) => `Harbour number ${number}`);
const at = scenario => new Opper({ httpBearer: "key-for-nothing", serverURL: `${server.replace(/\/$/, "")}/${scenario}/v2` });
const [calls, typed, vectors] = ["call", "typed", "embed"].map(at);

async function* pieces(scenario) {
  const response = await at(scenario).stream(question);
  for await (const event of response.result) {
    yield event.data.delta;
  }
}

/** Processor time and time of an operation in ns; what is allocated Node does not say. */
async function measure(work) {
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  const operations = await work();
  const time = Number(process.hrtime.bigint() - start);
  const used = process.cpuUsage(cpu);
  return { time: time / operations, cpu: ((used.user + used.system) * 1000) / operations };
}

const median = values => values.sort((a, b) => a - b)[values.length >> 1];

function inFlight(width, count, operation) {
  let left = count;
  return Promise.all(Array.from({ length: width }, async () => {
    while (left-- > 0) {
      await operation();
    }
  }));
}

const check = (actual, expected) => {
  if (actual !== expected) {
    throw new Error(`${actual} came where ${expected} were due.`);
  }
  return actual;
};

const ofCalls = (client, read) => measure(async () => {
  await inFlight(32, 1000, async () => read(await client.call(question)).length);
  return 1000;
});

async function page(count) {
  const client = at(`pages-${count}`);
  let seen = 0;
  for (;;) {
    const { data, meta } = await client.datasets.listEntries("d1", seen, 100);
    seen += data.length;
    if (data.length === 0 || seen >= meta.totalCount) {
      return seen;
    }
  }
}

const work = {
  call: () => ofCalls(calls, answer => answer.message),
  typed: () => ofCalls(typed, answer => answer.jsonPayload.title),
  latency: async () => {
    const times = [];
    for (let i = 0; i < 200; i++) {
      const start = process.hrtime.bigint();
      await calls.call(question);
      times.push(Number(process.hrtime.bigint() - start));
    }
    return { time: median(times) };
  },
  text: () => measure(async () => {
    let count = 0;
    for await (const piece of pieces("text-20000")) {
      count += piece.length > 0 ? 1 : 0;
    }
    return check(count, 20000);
  }),
  paced: async () => {
    const times = [];
    for await (const piece of pieces("paced-250")) {
      times.push(Number(process.hrtime.bigint() - BigInt(piece.trim())));
    }
    return { time: median(times) };
  },
  embed: () => measure(async () => {
    for (let i = 0; i < 2; i++) {
      check((await vectors.embeddings.create({ input: texts })).data.length, 256);
    }
    return 2;
  }),
  pages: () => measure(async () => check(await page(10000), 10000) / 10000),
};

async function answer(line) {
  try {
    const result = await work[line]?.();
    return result ? Object.entries(result).map(([name, value]) => `${name}=${value}`).join(";") : "none";
  } catch (error) {
    return `failed ${String(error.stack).replaceAll("\n", " | ")}`;
  }
}

if (role !== "client") {
  const answered = role === "start" ? (await calls.call(question)).message : (await typed.call(question)).jsonPayload.title;
  const used = process.cpuUsage();
  console.log(answered.length === 0 ? "none" : `cpu=${(used.user + used.system) * 1000}`);
  process.exit(0);
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(await answer(line));
}
