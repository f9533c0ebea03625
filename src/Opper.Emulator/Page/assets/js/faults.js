// The active faults, and a form to add one.
import { emulator } from './api.js';
import { fill, h, notice } from './dom.js';
import { plural } from './format.js';

const KINDS = [
  ['status', 'Status', ['status', 'retry_after']],
  ['latency', 'Latency', ['delay_ms']],
  ['stalled_headers', 'Never responds', []],
  ['stalled_body', 'Stalls in the body', ['after_bytes']],
  ['connection_reset', 'Resets the connection', []],
  ['cut_body', 'Cuts the body', ['after_bytes']],
  ['malformed_json', 'Malformed JSON', []],
  ['wrong_content_type', 'Wrong content type', []],
];
const NUMBERS = {
  status: { title: 'Status', value: 503, min: 400, max: 599 },
  retry_after: { title: 'Retry-After, s', min: 0 },
  delay_ms: { title: 'Delay, ms', value: 1000, min: 0 },
  after_bytes: { title: 'After bytes', min: 0 },
  times: { title: 'Times', min: 1, placeholder: 'always' },
  probability: { title: 'Chance', value: 1, min: 0, max: 1, step: 'any' },
  seed: { title: 'Seed', min: 0 },
};

export function faultsCard() {
  const active = h('div', {});
  const problem = h('div', {});
  const summary = h('summary', {}, 'Faults');
  const operations = h('datalist', { id: 'operations' });
  const kind = h('select', { name: 'kind' }, KINDS.map(([value, title]) => h('option', { value }, title)));
  const fields = Object.fromEntries(Object.entries(NUMBERS).map(([name, { title, ...attributes }]) => [name, h('label', { 'data-field': name }, title, h('input', { type: 'number', name, ...attributes }))]));
  const operation = h('input', { name: 'operation', list: 'operations', placeholder: 'all of the API', spellcheck: 'false', autocomplete: 'off', onfocus: load });
  const form = h('form', { class: 'fault-form', 'aria-label': 'Add a fault', onsubmit: add },
    h('label', {}, 'What happens', kind), h('label', {}, 'To', operation), operations, Object.values(fields),
    h('button', { class: 'button primary' }, 'Add fault'));
  kind.addEventListener('change', fit);
  fit();

  function fit() {
    const own = KINDS.find(([value]) => value === kind.value)[2];
    for (const [name, field] of Object.entries(fields)) field.hidden = !own.includes(name) && !['times', 'probability', 'seed'].includes(name);
  }

  async function load() {
    if (operations.hasChildNodes()) return;
    const document_ = await emulator('GET', '/openapi.json');
    const ids = Object.values(document_.paths).flatMap(path => Object.values(path).map(o => o.operationId)).filter(Boolean);
    fill(operations, [...new Set(ids)].sort().map(id => h('option', { value: id })));
  }

  async function add(event) {
    event.preventDefault();
    const fault = { kind: kind.value, ...(operation.value.trim() ? { operation: operation.value.trim() } : {}) };
    for (const [name, field] of Object.entries(fields)) {
      const { value } = field.querySelector('input');
      if (!field.hidden && value !== '') fault[name] = Number(value);
    }

    await attempt(() => emulator('POST', '/faults', fault));
  }

  async function attempt(act) {
    try {
      fill(problem);
      await act();
    } catch (error) {
      fill(problem, notice(error));
    }

    await refresh();
  }

  async function refresh() {
    let list;
    try {
      list = await emulator('GET', '/faults');
    } catch (error) {
      fill(active, notice(error));
      return;
    }

    const inForce = list.filter(fault => !(fault.hits >= fault.times)).length;
    fill(summary, 'Faults', inForce ? [' ', h('span', { class: 'pill', 'data-tone': 'error' }, `${inForce} in force`)] : null);
    fill(active, list.map(fault => h('div', { class: 'fault' },
      h('b', {}, KINDS.find(([value]) => value === fault.kind)?.[1] ?? fault.kind), describe(fault).map(text => h('span', { class: 'pill' }, text)),
      h('span', { class: 'small muted' }, plural(fault.hits, 'hit')),
      h('button', { type: 'button', class: 'button quiet', 'aria-label': `End the fault ${fault.kind}`, onclick: () => attempt(() => emulator('DELETE', `/faults/${fault.id}`)) }, 'End'))),
    list.length ? h('button', { type: 'button', class: 'button danger', onclick: () => attempt(() => emulator('DELETE', '/faults')) }, 'Clear all faults') : null);
  }

  return {
    refresh,
    element: h('details', { class: 'card', id: 'faults' }, summary, h('div', { class: 'body stack' },
      h('p', { class: 'small muted' }, 'Faults make the emulator misbehave for clients. This page’s own requests are not affected.'), active, form, problem)),
  };
}

const describe = fault => [
  fault.operation ?? 'all of the API',
  fault.status && `status ${fault.status}`,
  fault.retry_after !== undefined && `Retry-After ${fault.retry_after} s`,
  fault.delay_ms && `${fault.delay_ms} ms`,
  fault.after_bytes && `after ${fault.after_bytes} bytes`,
  fault.times && (fault.hits >= fault.times ? 'used up' : plural(fault.times - fault.hits, 'time') + ' more'),
  fault.probability < 1 && `chance ${fault.probability}`,
].filter(Boolean);
