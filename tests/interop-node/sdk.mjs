import { Opper } from "opperai";

const internal = new Set(["constructor"]);

/** Every operation the SDK has, by path, such as functions.revisions.list. */
export function operationsOf(client, prefix = "") {
  const names = Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(client)));
  return names.flatMap(([name, property]) =>
    internal.has(name) ? []
    : property.get ? operationsOf(client[name], `${prefix}${name}.`)
    : [`${prefix}${name}`]);
}

/** The SDK as it is, with a note taken of each operation that gave an answer. */
export function noting(client, answered, prefix = "") {
  return new Proxy(client, {
    get(target, name) {
      const value = target[name];
      if (typeof value === "function") {
        return async (...parameters) => {
          const result = await value.apply(target, parameters);
          answered.add(`${prefix}${String(name)}`);
          return result;
        };
      }

      return typeof value === "object" && value !== null ? noting(value, answered, `${prefix}${String(name)}.`) : value;
    },
  });
}

export function connect(address) {
  return new Opper({ httpBearer: "any", serverURL: `${address}/v2` });
}

export async function chunksOf(stream) {
  const chunks = [];
  for await (const event of stream.result) {
    chunks.push(event.data);
  }

  return chunks;
}
