// One request and its response; a stream is updated while it is received.
import { emulator } from './api.js';
import { cassettePill } from './cassette.js';
import { copyButton, facts, fill, h, icon, notice, section } from './dom.js';
import { eventsOf, textOfEvents } from './events.js';
import { clock, duration } from './format.js';
import { code, codeSection, coloured } from './json.js';
import { statusOf } from './status.js';

const AGAIN = 400;

export function requestPanel(panel, number, away) {
  let timer = null;
  let over = false;

  async function refresh() {
    clearTimeout(timer);
    let request;
    try {
      request = await emulator('GET', `/requests/${number}`);
    } catch (error) {
      if (!over) fill(panel, head(`Request ${number}`), h('div', { class: 'section' }, notice(error)));
      return;
    }

    if (over) return;
    const scrolled = panel.querySelector('.scroll')?.scrollTop ?? 0;
    const focused = panel.contains(document.activeElement);
    fill(panel, head(`${request.method} ${request.path}`, request), body(request));
    panel.querySelector('.scroll').scrollTop = scrolled;
    if (focused) panel.querySelector('a').focus();
    if (request.duration_ms === null || request.duration_ms === undefined) timer = setTimeout(refresh, AGAIN);
  }

  const head = (title, request) => h('header', { class: 'panel-head' },
    h('div', { class: 'row apart' }, request ? statusPill(request) : h('span'), h('a', { class: 'button quiet', href: away, 'aria-label': 'Close details', title: 'Close (Esc)' }, icon('close', 14))),
    h('h2', { class: 'mono' }, title),
    request ? h('div', { class: 'figures' }, h('span', {}, h('b', {}, duration(request.duration_ms))), h('span', {}, clock(request.received_at)), request.operation ? h('span', {}, request.operation) : null) : null);

  const ready = refresh();
  return { ready, refresh, end() { over = true; clearTimeout(timer); } };
}

function statusPill(request) {
  const status = statusOf({ ...request, duration_ms: request.duration_ms ?? null });
  return h('span', { class: 'row' },
    h('span', { class: 'status', 'data-class': status.kind }, status.kind === '0' ? 'in progress' : status.text),
    request.fault ? h('span', { class: 'pill', 'data-tone': 'error' }, `fault: ${request.fault}`) : null,
    cassettePill(request));
}

const body = request => h('div', { class: 'scroll' },
  request.query ? section('Query', null, facts([...new URLSearchParams(request.query)])) : null,
  codeSection('Request body', request.body),
  response(request),
  section('Headers', null, facts(Object.entries(request.headers ?? {}).map(([name, value]) => [name, h('code', {}, value)]))));

function response(request) {
  const text = request.response_body;
  if (!text) return section('Response', null, h('p', { class: 'muted' }, request.duration_ms === null || request.duration_ms === undefined ? 'In progress…' : 'No body.'));
  if (!request.response_content_type?.startsWith('text/event-stream')) return codeSection('Response', text);
  const events = eventsOf(text);
  const said = textOfEvents(events);
  return [
    said ? section('Streamed text', copyButton(said, 'streamed text'), code(said)) : null,
    section(`${events.length} events`, copyButton(text, 'events'), h('ol', { class: 'code', tabindex: 0, 'aria-label': 'Events' }, events.map((event, index) =>
      h('li', { class: 'event' }, h('span', {}, index + 1), h('span', {}, coloured(event)))))),
  ];
}
