// All requests of the page to the emulator. Look-ups are marked, so that the emulator neither records them nor applies faults.
import { askKey } from './key.js';

const MARK = { 'X-Emulator-Page': '1' };

export const session = { base_url: location.origin, any_key: true };

export class ApiError extends Error {
  constructor(status, body, path) {
    super(describe(status, body, path));
    this.status = status;
  }
}

function describe(status, body, path) {
  const detail = body?.detail;
  if (Array.isArray(detail)) return detail.map(item => `${(item.loc ?? []).filter(part => part !== 'body').join('.')}: ${item.msg}`).join('; ');
  return typeof detail === 'string' ? detail : body?.message ?? `${path} returned ${status}`;
}

export async function openSession() {
  Object.assign(session, await emulator('GET', '/session'));
  session.key ??= sessionStorage.getItem('opper-emulator-key') ?? undefined;
}

/** The API key, which is requested from the user if the emulator does not provide it. */
async function key() {
  session.key ||= await askKey(session);
  sessionStorage.setItem('opper-emulator-key', session.key);
  return session.key;
}

async function read(response, path) {
  if (response.status === 204) return null;
  const text = await response.text();
  let body = null;
  try {
    body = JSON.parse(text);
  } catch {
    if (response.ok) throw new Error(`${path} returned no JSON: ${text.slice(0, 200)}`);
  }

  if (!response.ok) throw new ApiError(response.status, body, path);
  return body;
}

/** A call of the API as a client makes it, which is recorded and subject to faults. */
export async function call(path, body, signal) {
  return fetch(`/v2${path}`, {
    method: 'POST', signal, body: JSON.stringify(body),
    headers: { Authorization: `Bearer ${await key()}`, 'Content-Type': 'application/json' },
  });
}

export async function answer(response, path) {
  return read(response, path);
}

async function look(method, path, body, signal) {
  return send(`/v2${path}`, method, body, signal, true);
}

const send = async (path, method, body, signal, needsKey) => read(await ask(path, method, body, signal, needsKey), path);

/** Sends a request with the key if one is required, and asks for another key if that one is rejected. */
async function ask(path, method, body, signal, needsKey) {
  const headers = { ...MARK };
  if (needsKey) headers.Authorization = `Bearer ${await key()}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const response = await fetch(path, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body) });
  if (response.status === 401 && needsKey) {
    refuse();
    return ask(path, method, body, signal, needsKey);
  }

  return response;
}

function refuse() {
  session.key = undefined;
  sessionStorage.removeItem('opper-emulator-key');
  session.refused = true;
}

const query = values => {
  const text = new URLSearchParams(Object.entries(values ?? {}).filter(([, v]) => v !== null && v !== undefined && v !== '')).toString();
  return text ? `?${text}` : '';
};

export const get = (path, values, signal) => look('GET', path + query(values), undefined, signal);

export const post = (path, body, signal) => look('POST', path, body, signal);

/** All items of a paged list, up to a limit. Some endpoints allow only small pages. */
export async function all(path, values, limit = 100, most = 2000) {
  const items = [];
  for (let offset = 0; offset < most; offset += limit) {
    const page = await get(path, { ...values, offset, limit });
    items.push(...page.data);
    if (items.length >= page.meta.total_count || page.data.length === 0) break;
  }

  return items;
}

/** A request to the emulator itself, which requires a key only if not on loopback. */
export const emulator = (method, path, body) => send(`/_emulator${path}`, method, body, undefined, session.key_required === true);

/** A stream that continues as long as the page is open. */
export const follow = path => ask(`/_emulator${path}`, 'GET', undefined, undefined, session.key_required === true);
