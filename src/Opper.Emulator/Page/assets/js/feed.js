// The requests, as they arrive. Browsers open at most six HTTP/1.1 connections to a server, so only one tab listens and forwards
// them to the others. If tabs cannot elect one (Web Locks require a secure context, such as localhost), each of them polls.
import { emulator, follow } from './api.js';

const KEPT = 1000;
const NAME = 'opper-emulator-requests';
const PAUSE = 1000;
const requests = new Map();
const listeners = new Set();
const tabs = new BroadcastChannel(NAME);
let isListening = false;
export let state = 'connecting';

export const known = () => [...requests.values()].sort((a, b) => b.number - a.number);

/** Calls back with each request that arrives or completes, and with null if the whole list or the connection has changed. */
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
  announce({ forget: true });
}

export function connect() {
  tabs.onmessage = ({ data }) => {
    if (data.ask) {
      if (isListening) tabs.postMessage({ state });
    } else {
      take(data);
    }
  };
  if (navigator.locks) {
    // The lock is held until the tab is closed; then another tab listens.
    navigator.locks.request(NAME, listenForAll);
    tabs.postMessage({ ask: true });
  } else {
    poll();
  }
}

/** Notifies this tab and the others. */
function announce(news) {
  tabs.postMessage(news);
  take(news);
}

function take({ request, forget: all, state: now }) {
  if (request) {
    keep(request);
    tell(request);
  } else if (all) {
    requests.clear();
    tell(null);
  } else if (now === 'open') {
    opened();
  } else {
    state = now;
    tell(null);
  }
}

// Loads the requests that arrived before, or while no tab was listening.
async function opened() {
  state = 'open';
  try {
    (await emulator('GET', '/requests')).forEach(keep);
  } catch {
    state = 'refused';
  }

  tell(null);
}

async function listenForAll() {
  isListening = true;
  for (;;) {
    try {
      const response = await follow('/requests/live');
      if (!response.ok) {
        announce({ state: 'refused' });
        return;
      }

      await read(response.body.pipeThrough(new TextDecoderStream()).getReader());
    } catch {
      // The emulator is not available, possibly only for a moment.
    }

    announce({ state: 'connecting' });
    await pause();
  }
}

async function read(reader) {
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (text + value).split('\n\n');
    text = events.pop();
    for (const event of events) {
      const request = JSON.parse(event.replace(/^data: ?/gm, ''));
      announce(request.number ? { request } : { state: 'open' });
    }
  }
}

async function poll() {
  for (;;) {
    try {
      // Requests that had not completed yet are loaded again.
      const all = [...requests.values()];
      const after = Math.min(...all.filter(r => r.duration_ms === null).map(r => r.number - 1), Math.max(0, ...all.map(r => r.number)));
      const changed = await emulator('GET', `/requests?after=${after}`);
      if (state !== 'open') take({ state: 'open' });
      changed.forEach(request => take({ request }));
    } catch (error) {
      take({ state: error.status === 403 ? 'refused' : 'connecting' });
    }

    await pause();
  }
}

const pause = () => new Promise(resolve => setTimeout(resolve, PAUSE));
