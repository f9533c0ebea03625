// Requests as they come, kept for whoever shows them. One connection for the whole page.
import { emulator } from './api.js';

const KEPT = 1000;
const requests = new Map();
const listeners = new Set();
let source = null;
export let state = 'connecting';

export const known = () => [...requests.values()].sort((a, b) => b.number - a.number);

/** Calls back with each request that comes or is answered, and with null when the whole list or the connection has changed. */
export function listen(callback) {
  listeners.add(callback);
  return () => listeners.delete(callback);
}

const tell = request => listeners.forEach(callback => callback(request));

function keep(request) {
  requests.set(request.number, request);
  if (requests.size > KEPT) requests.delete(requests.keys().next().value);
}

export function forget() {
  requests.clear();
  tell(null);
}

export function connect() {
  source?.close();
  source = new EventSource('/_emulator/requests/live');
  source.onmessage = event => {
    const request = JSON.parse(event.data);
    if (request.number) {
      keep(request);
      tell(request);
    } else {
      opened();
    }
  };
  source.onerror = () => {
    state = source.readyState === EventSource.CLOSED ? 'refused' : 'connecting';
    tell(null);
  };
}

// What came before, and what came while nobody listened.
async function opened() {
  state = 'open';
  try {
    (await emulator('GET', '/requests')).forEach(keep);
  } catch {
    state = 'refused';
  }

  tell(null);
}
