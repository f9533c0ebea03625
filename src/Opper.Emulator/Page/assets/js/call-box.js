// Calls a function as a client would: the call is recorded, and subject to faults.
import { answer, call, get } from './api.js';
import { fill, h, notice } from './dom.js';
import { eventsOf, textOfEvents } from './events.js';
import { count, duration } from './format.js';
import { code, parsed } from './json.js';

export function callBox(function_, revision) {
  const input = h('textarea', { name: 'input', 'aria-label': 'Input', placeholder: 'Text, or JSON' });
  const stream = h('input', { type: 'checkbox', name: 'stream' });
  const result = h('div', { class: 'stack', 'aria-live': 'polite' });
  const button = h('button', { class: 'button primary' }, 'Call');
  const tail = revision ? `/${revision.id}` : '';

  async function run(event) {
    event.preventDefault();
    button.disabled = true;
    const started = performance.now();
    try {
      const path = `/functions/${function_.id}/call${stream.checked ? '/stream' : ''}${tail}`;
      const response = await call(path, { input: parsed(input.value) });
      await (stream.checked && response.ok ? streamed(response, started) : whole(await answer(response, path), started));
    } catch (error) {
      fill(result, notice(error));
    }

    button.disabled = false;
  }

  async function whole(body, started) {
    fill(result, figures(started, body.usage), code(body.json_payload ?? body.message), await traceLink(body.span_id));
  }

  async function streamed(response, started) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += part.value;
      const events = eventsOf(text);
      const said = textOfEvents(events);
      fill(result, figures(started), code(said || events.slice(1).join('\n')));
    }

    const first = eventsOf(text)[0];
    result.append(await traceLink(first && JSON.parse(first).span_id));
  }

  const figures = (started, usage) => h('p', { class: 'figures' },
    h('span', {}, h('b', {}, duration(performance.now() - started))),
    usage ? h('span', {}, h('b', {}, count(usage.total_tokens)), ' tokens') : null);

  async function traceLink(spanId) {
    if (!spanId) return '';
    const span = await get(`/spans/${spanId}`);
    return h('p', {}, h('a', { href: `#/traces/${span.trace_id}/${span.id}` }, 'See its trace'));
  }

  return h('form', { class: 'card', 'aria-label': 'Call this function', onsubmit: run },
    h('header', {}, h('h2', {}, revision ? 'Call this revision' : 'Call it')),
    h('div', { class: 'body stack' }, input,
      h('div', { class: 'row apart' }, h('label', { class: 'inline' }, stream, 'Stream the output'), button), result));
}
