// Live: requests as they arrive, and the faults.
import { emulator } from './api.js';
import { cassetteCard, cassettePill } from './cassette.js';
import { fill, h, notice, searchField, toast } from './dom.js';
import { faultsCard } from './faults.js';
import * as feed from './feed.js';
import { clock, duration } from './format.js';
import { onKey } from './keys.js';
import { refill, walk } from './lists.js';
import { panes } from './panes.js';
import { requestPanel } from './request-panel.js';
import { statusOf } from './status.js';
import { welcome } from './welcome.js';

const SHOWN = 300;

export function liveView(main) {
  const frame = panes(main, { list: false, labels: { content: 'Requests', panel: 'Request' } });
  const filter = searchField({ placeholder: 'Filter: path, operation, status, fault', 'aria-label': 'Filter requests', oninput: () => draw() });
  const rows = h('nav', { class: 'requests', 'aria-label': 'Requests' });
  const pause = h('button', { type: 'button', class: 'button', 'aria-pressed': 'false', onclick: () => toggle() }, 'Pause');
  const stateLine = h('span', { class: 'pill', role: 'status' });
  const at = { number: null, paused: null, from: 0 };
  let panel = null;
  const faults = faultsCard();
  const cassette = cassetteCard();
  fill(frame.content, h('header', { class: 'pane-head' },
    h('div', { class: 'row apart wrap' },
      h('div', { class: 'row' }, h('h1', {}, 'Live'), stateLine),
      h('div', { class: 'row' }, pause,
        h('button', { type: 'button', class: 'button', onclick: clear }, 'Clear list'),
        h('button', { type: 'button', class: 'button danger', onclick: reset }, 'Reset emulator…'))),
    cassette.element, filter, faults.element), h('div', { class: 'scroll' }, rows));
  walk(rows);
  filter.classList.add('grow');

  const address = number => number ? `#/live/${number}` : '#/live';

  function matches(request, words) {
    const text = `${request.method} ${request.path}${request.query} ${request.operation ?? ''} ${request.status} ${request.fault ?? ''} ${request.cassette ?? ''}`.toLowerCase();
    return words.every(word => text.includes(word));
  }

  function draw() {
    const words = filter.querySelector('input').value.toLowerCase().split(/\s+/).filter(Boolean);
    const all = (at.paused ?? feed.known()).filter(request => request.number > at.from);
    const found = all.filter(request => matches(request, words));
    refill(rows, found.slice(0, SHOWN).map(row));
    if (feed.state === 'refused') fill(rows, notice('The emulator does not show its requests under this host name, only under localhost, 127.0.0.1 and the names that it was started to allow.'));
    else if (all.length === 0) fill(rows, welcome('Waiting for requests', 'Everything a client sends is shown here as it happens, with bodies, stream events and injected faults.', 'var models = await opper.Models.ListAsync();'));
    else if (found.length === 0) fill(rows, h('p', { class: 'empty' }, 'No request matches.'));
    stateLine.dataset.tone = at.paused ? 'warn' : feed.state === 'open' ? 'ok' : 'error';
    fill(stateLine, at.paused ? 'paused' : { open: 'listening', connecting: 'connecting…', refused: 'not allowed' }[feed.state]);
  }

  function row(request) {
    const status = statusOf(request);
    return h('a', { class: 'request', href: address(request.number), 'data-item': request.number, 'aria-current': request.number === at.number ? 'true' : null },
      h('span', { class: 'num seq' }, request.number),
      h('span', { class: `status${status.kind === '0' ? ' pulse' : ''}`, 'data-class': status.kind, 'aria-label': status.kind === '0' ? 'in progress' : `status ${status.text}` }, status.text),
      h('span', { class: 'method' }, request.method),
      h('span', { class: 'cut mono' }, decodePath(request.path), request.query ? h('span', { class: 'muted' }, request.query) : null),
      h('span', { class: 'row' }, request.fault ? h('span', { class: 'pill', 'data-tone': 'error' }, request.fault) : null, cassettePill(request), h('span', { class: 'small muted when' }, request.operation ?? '')),
      h('span', { class: 'num took' }, duration(request.duration_ms)),
      h('span', { class: 'num when' }, clock(request.received_at)));
  }

  function toggle() {
    at.paused = at.paused ? null : feed.known();
    pause.setAttribute('aria-pressed', String(at.paused !== null));
    fill(pause, at.paused ? 'Resume' : 'Pause');
    draw();
  }

  function clear() {
    at.from = feed.known()[0]?.number ?? 0;
    draw();
  }

  async function reset() {
    if (!confirm('Delete everything: functions, knowledge, traces, scripts, faults and recorded requests?')) return;
    try {
      await emulator('POST', '/reset');
      feed.forget();
      await Promise.all([faults.refresh(), cassette.refresh()]);
      toast('The emulator is empty again');
    } catch (error) {
      toast(error.message);
    }
  }

  async function show() {
    panel?.end();
    panel = null;
    frame.depth(at.number ? 'panel' : 'content');
    if (at.number) panel = requestPanel(frame.panel, at.number, address(null));
    await panel?.ready;
  }

  // Batches updates when many requests arrive.
  let waiting = false;
  const unlisten = feed.listen(request => {
    if (request?.number === at.number) panel?.refresh();
    if (request?.fault) faults.refresh();
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
      cassette.refresh();
    });
  });
  const keys = [
    onKey('p', toggle),
    onKey('Escape', () => {
      if (!at.number) return;
      const { number } = at;
      location.hash = address(null);
      rows.querySelector(`[data-item="${number}"]`)?.focus();
    }),
  ];

  return {
    async update({ parts: [number] }) {
      at.number = number ? Number(number) : null;
      draw();
      await Promise.all([show(), faults.refresh(), cassette.refresh()]);
    },
    leave() {
      panel?.end();
      unlisten();
      keys.forEach(end => end());
    },
  };
}

/** Decodes a path for display; an invalid escape leaves it unchanged. */
function decodePath(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
