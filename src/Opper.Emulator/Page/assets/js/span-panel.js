// The details of one span.
import { get } from './api.js';
import { copyButton, facts, fill, h, icon, section } from './dom.js';
import { count, dollars, duration } from './format.js';
import { codeSection } from './json.js';
import { costOf, kindOf, startOf } from './spans.js';

export async function spanPanel(panel, trace, span, away) {
  const data = span.data ?? {};
  const kind = kindOf(span);
  const feedback = h('div', {});
  fill(panel,
    h('header', { class: 'panel-head' },
      h('div', { class: 'row apart' },
        h('span', { class: 'type-badge', 'data-type': kind }, icon(kind === 'other' ? 'span' : kind, 14), span.type ?? 'span'),
        h('a', { class: 'button quiet', href: away, 'aria-label': 'Close details', title: 'Close (Esc)' }, icon('close', 14))),
      h('h2', { tabindex: -1 }, span.name),
      h('div', { class: 'figures' },
        h('span', {}, h('b', {}, duration(span.duration_ms))),
        h('span', {}, 'from ', h('b', {}, duration(Math.max(0, startOf(span) - Date.parse(trace.start_time))))),
        data.total_tokens ? h('span', {}, h('b', {}, count(data.total_tokens)), ' tokens') : null,
        costOf(span) ? h('span', {}, h('b', {}, dollars(costOf(span)))) : null)),
    h('div', { class: 'scroll' },
      span.error ? h('div', { class: 'section' }, h('p', { class: 'notice' }, span.error)) : null,
      metrics(span.metrics),
      feedback,
      details(span, data),
      codeSection('Instructions', data.instructions),
      codeSection('Input', data.input),
      codeSection('Output', data.output),
      codeSection('Meta', withoutOwn(span.meta)),
      ids(trace, span)));
  const whole = await get(`/spans/${encodeURIComponent(span.id)}`);
  if (whole.feedback) fill(feedback, section('Feedback', null, meter('Score', whole.feedback.score, whole.feedback.comment)));
}

function details(span, data) {
  const pairs = [
    ['Model', data.model && h('code', {}, data.model)],
    ['Function', data.function && h('a', { href: `#/functions/by-name/${encodeURIComponent(data.function)}` }, data.function)],
    ['Completed by', { 'built-in': 'the built-in rules (no model)', scripted: 'a script', upstream: 'the upstream model' }[span.meta?.emulator] ?? span.meta?.emulator],
    ['Tags', data.tags?.length ? h('span', { class: 'row wrap' }, data.tags.map(tag => h('span', { class: 'pill' }, tag))) : null],
    ['Score', span.score],
    ['Observations', data.observations],
  ].filter(([, value]) => value !== null && value !== undefined && value !== '');
  return pairs.length ? section('Details', null, facts(pairs)) : null;
}

// The emulator’s own entry is shown under details, as “Completed by”.
function withoutOwn(meta) {
  const { emulator, ...rest } = meta ?? {};
  if (emulator) delete rest.cost;
  return Object.keys(rest).length ? rest : null;
}

const metrics = list => list?.length
  ? section('Metrics', null, list.map(metric => meter(metric.dimension, metric.value, metric.comment)))
  : null;

/** A value, with a bar if it is a fraction. */
const meter = (name, value, comment) => h('div', { class: 'metric' },
  h('span', { class: 'cut' }, name),
  value >= 0 && value <= 1 ? h('span', { class: 'meter', 'aria-hidden': 'true' }, h('i', { style: { width: `${value * 100}%` } })) : h('span'),
  h('span', { class: 'num' }, Number(value.toFixed(3))),
  comment ? h('small', {}, comment) : null);

function ids(trace, span) {
  const byId = new Map(trace.spans.map(s => [s.id, s]));
  const chain = [];
  for (let at = span; at && !chain.includes(at); at = byId.get(at.parent_id)) chain.unshift(at);
  const lines = [['trace', trace.id], ...chain.map(s => [s.name, s.id]), span.data?.generation_id ? ['generation', span.data.generation_id] : null].filter(Boolean);
  return section('Ids', null, h('ul', { class: 'ids' }, lines.map(([what, id], depth) =>
    h('li', { style: { '--depth': depth } }, h('span', { class: 'what cut' }, what), h('code', { class: 'cut grow' }, id), copyButton(id, `id of ${what}`)))));
}
