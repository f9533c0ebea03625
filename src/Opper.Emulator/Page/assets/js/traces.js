// Traces: the list, the waterfall of one, the panel of a span.
import { all, get } from './api.js';
import { copyButton, fill, h, notice, searchField } from './dom.js';
import * as feed from './feed.js';
import { count, duration, plural, since } from './format.js';
import { codeSection } from './json.js';
import { onKey } from './keys.js';
import { refill, walk } from './lists.js';
import { back, panes } from './panes.js';
import { spanPanel } from './span-panel.js';
import { waterfall } from './waterfall.js';
import { welcome } from './welcome.js';

const SIZE = 50;
const TOUCHES = /^(Calls_|Spans_|SpanMetrics_|Chat_|Knowledge_Query|Functions_.*(Call|Stream))/;

export function tracesView(main) {
  const frame = panes(main, { labels: { list: 'Traces', content: 'Trace', panel: 'Span' } });
  const filter = searchField({ placeholder: 'Filter by name', 'aria-label': 'Filter traces by name', oninput: () => { at.offset = 0; list(); } });
  const rows = h('nav', { class: 'items', 'aria-label': 'Traces' });
  const paging = h('div', { class: 'row apart', role: 'group', 'aria-label': 'Paging' });
  const at = { offset: 0, trace: null, span: null, shown: null };
  let timer = null;
  fill(frame.list, h('header', { class: 'pane-head' }, h('h2', {}, 'Traces'), filter), h('div', { class: 'scroll' }, rows, paging));
  walk(rows);
  paging.style.setProperty('padding', '0 16px 14px');

  const address = (trace, span) => `#/traces${trace ? `/${trace}` : ''}${span ? `/${span}` : ''}`;

  async function list() {
    const wanted = filter.querySelector('input').value.trim().toLowerCase();
    let traces, total;
    try {
      // The API filters by the exact name, so partial names are filtered here.
      const page = wanted ? { data: (await all('/traces')).filter(t => t.name?.toLowerCase().includes(wanted)) } : await get('/traces', { offset: at.offset, limit: SIZE });
      total = page.meta?.total_count ?? page.data.length;
      traces = wanted ? page.data.slice(at.offset, at.offset + SIZE) : page.data;
    } catch (error) {
      fill(rows, notice(error));
      return;
    }

    refill(rows, traces.map(row));
    if (traces.length === 0) fill(rows, h('p', { class: 'empty' }, wanted ? `No trace has “${wanted}” in its name.` : 'None yet.'));
    fill(paging, total > SIZE ? [
      h('button', { type: 'button', class: 'button quiet', disabled: at.offset === 0, onclick: () => page(-SIZE) }, '← Newer'),
      h('span', { class: 'small muted num' }, `${at.offset + 1}–${at.offset + traces.length} of ${count(total)}`),
      h('button', { type: 'button', class: 'button quiet', disabled: at.offset + SIZE >= total, onclick: () => page(SIZE) }, 'Older →'),
    ] : []);
    if (!at.trace) {
      if (traces.length > 0 && matchMedia('(min-width: 761px)').matches) location.replace(address(traces[0].id));
      else if (traces.length === 0 && !wanted) fill(frame.content, h('div', { class: 'scroll' }, welcome('No traces yet', 'Every call leaves a trace here, with its input, output, model and tokens. Create one:', 'var answer = await opper.CallAsync<string>(\n    "geography", "Answer the question.", "What is the capital of France?");')));
    }
  }

  function page(step) {
    at.offset = Math.max(0, at.offset + step);
    list();
  }

  const row = trace => h('a', { class: 'item', href: address(trace.id), 'data-item': trace.id, 'aria-current': trace.id === at.trace ? 'true' : null },
    h('span', { class: 'row' },
      h('span', { class: 'dot', 'data-status': trace.status, role: 'img', 'aria-label': trace.status ?? 'unknown' }),
      h('span', { class: 'item-name cut grow' }, trace.name ?? trace.id),
      h('span', { class: 'num small' }, duration(trace.duration_ms))),
    h('span', { class: 'row apart small muted' }, since(trace.start_time), trace.total_tokens ? h('span', { class: 'num' }, plural(trace.total_tokens, 'token')) : null));

  async function open() {
    let trace;
    try {
      trace = await get(`/traces/${encodeURIComponent(at.trace)}`);
    } catch (error) {
      fill(frame.content, h('div', { class: 'content stack' }, back('#/traces', 'Traces'), notice(error)));
      return;
    }

    if (trace.id !== at.trace && trace.id.toLowerCase() !== at.trace.toLowerCase()) return;
    const had = at.shown?.fall.element.contains(document.activeElement);
    const fall = waterfall(trace, { selected: at.span, folded: at.shown?.trace.id === trace.id ? at.shown.fall.folded : new Set(), open: span => { location.hash = address(trace.id, span.id); } });
    const scrolled = at.shown?.trace.id === trace.id ? frame.content.querySelector('.scroll')?.scrollTop : 0;
    fill(frame.content, h('div', { class: 'scroll' }, h('div', { class: 'content stack' }, head(trace), fall.element,
      h('div', { class: 'pair' }, whole('Input', trace.input), whole('Output', trace.output)))));
    frame.content.querySelector('.scroll').scrollTop = scrolled ?? 0;
    at.shown = { trace, fall };
    if (had) fall.focus();
    await panel();
  }

  const whole = (title, value) => {
    const block = codeSection(title, value);
    block?.classList.add('card');
    block?.setAttribute('aria-label', `${title} of the trace`);
    return block;
  };

  const head = trace => h('header', { class: 'stack' }, back('#/traces', 'Traces'),
    h('div', { class: 'row apart' },
      h('h1', {}, trace.name ?? 'Trace'),
      h('span', { class: 'pill', 'data-tone': { success: 'ok', completed: 'ok', error: 'error', running: 'warn' }[trace.status] }, trace.status)),
    h('div', { class: 'figures' },
      h('span', {}, h('b', {}, duration(trace.duration_ms)), ' in all'),
      h('span', {}, h('b', {}, count(trace.spans?.length)), trace.spans?.length === 1 ? ' span' : ' spans'),
      h('span', {}, h('b', {}, count(trace.total_tokens)), ' tokens'),
      h('span', {}, since(trace.start_time)),
      h('span', { class: 'row' }, h('code', {}, trace.id.slice(0, 8)), copyButton(trace.id, 'trace id'))));

  async function panel() {
    const spans = at.shown?.trace.spans ?? [];
    const span = spans.find(s => s.id === at.span);
    frame.depth(span ? 'panel' : at.trace ? 'content' : 'list');
    at.shown?.fall.select(at.span);
    if (span) await spanPanel(frame.panel, at.shown.trace, span, address(at.trace));
  }

  // A call in progress changes the list and the trace while they are shown.
  const unlisten = feed.listen(request => {
    if (request && (!TOUCHES.test(request.operation ?? '') || request.duration_ms === null)) return;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      await list();
      if (at.trace && at.shown?.trace.status === 'running') await open();
    }, 300);
  });
  const close = onKey('Escape', () => {
    if (at.span) {
      const span = at.span;
      location.hash = address(at.trace);
      at.shown?.fall.focus(span);
    } else rows.querySelector('[aria-current]')?.focus();
  });

  return {
    async update({ parts: [trace = null, span = null] }) {
      const other = trace !== at.trace;
      Object.assign(at, { trace: trace || null, span: span || null });
      for (const item of rows.querySelectorAll('[data-item]')) {
        if (item.dataset.item === at.trace) item.setAttribute('aria-current', 'true');
        else item.removeAttribute('aria-current');
      }

      if (!rows.hasChildNodes() || !at.trace) await list();
      if (at.trace && (other || !at.shown)) await open();
      else await panel();
    },
    leave() {
      clearTimeout(timer);
      unlisten();
      close();
    },
  };
}
