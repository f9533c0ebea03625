// A trace over time: a tree on the left, bars on the right, with keyboard navigation.
import { fill, h, icon } from './dom.js';
import { count, duration } from './format.js';
import { focusItem, rove } from './lists.js';
import { kindOf, rows, startOf, stretch, ticks } from './spans.js';

const percent = part => `${(part * 100).toFixed(3)}%`;
const NAMES = { generation: 'Generation', retrieval: 'Retrieval', tool: 'Tool', span: 'Span', other: 'Other' };

export function waterfall(trace, { selected, folded, open }) {
  const spans = trace.spans ?? [];
  const time = stretch(spans);
  const all = rows(spans);
  const marks = ticks(time.length);
  const tree = h('div', { class: 'tree', role: 'tree', 'aria-label': `Spans of ${trace.name ?? 'the trace'}`, onkeydown: keys });
  let chosen = selected;

  const lines = () => marks.map(mark => h('span', { class: 'line', style: { left: percent(mark / time.length) } }));

  function row({ span, depth, children, place, siblings }) {
    const kind = kindOf(span);
    const took = span.end_time ? Date.parse(span.end_time) - startOf(span) : null;
    const facts = [span.type ?? 'span', took === null ? 'running' : duration(span.duration_ms ?? took), span.data?.total_tokens ? `${count(span.data.total_tokens)} tokens` : null, span.error ? 'failed' : null];
    return h('div', {
      class: 'span-row', role: 'treeitem', 'data-item': span.id, 'data-type': kind, 'data-failed': Boolean(span.error),
      'aria-level': depth + 1, 'aria-posinset': place, 'aria-setsize': siblings, 'aria-selected': String(span.id === chosen),
      'aria-expanded': children ? String(!folded.has(span.id)) : null,
      style: { '--depth': depth },
      onclick: event => {
        rove(tree, undefined, event.currentTarget);
        if (event.target.closest('.twist') && children) fold(span.id, !folded.has(span.id));
        else open(span);
      },
    },
    h('span', { class: 'span-name' },
      h('span', { class: 'twist' }, children ? icon('twist', 12) : null),
      icon(kind === 'other' ? 'span' : kind, 15), h('b', { class: 'cut' }, span.name), h('span', { class: 'visually-hidden' }, facts.filter(Boolean).join(', '))),
    h('span', { class: 'track', 'aria-hidden': 'true' }, lines(), bar(span, took)));
  }

  function bar(span, took) {
    const left = (startOf(span) - time.start) / time.length;
    const width = took === null ? 1 - left : took / time.length;
    const label = took === null ? 'running' : duration(span.duration_ms ?? took);
    const place = left + width < 0.8 ? 'after' : left > 0.2 ? 'before' : 'inside';
    const position = place === 'after' ? { left: `calc(${percent(left + width)} + 7px)` } : place === 'before' ? { right: `calc(${percent(1 - left)} + 5px)` } : { left: `calc(${percent(left)} + 8px)` };
    return [
      h('span', { class: 'bar', 'data-error': Boolean(span.error), 'data-running': took === null, style: { left: percent(left), width: percent(width) } }),
      h('span', { class: 'bar-label', 'data-place': place, style: position }, label),
    ];
  }

  function visible() {
    const hidden = new Set();
    return all.filter(({ span, parent }) => {
      const under = parent !== null && (hidden.has(parent) || folded.has(parent));
      if (under) hidden.add(span.id);
      return !under;
    });
  }

  function draw() {
    fill(tree, visible().map(row));
    rove(tree);
  }

  function fold(id, shut) {
    if (shut) folded.add(id);
    else folded.delete(id);
    draw();
    focus(id);
  }

  function keys(event) {
    const items = [...tree.children];
    const at = items.indexOf(document.activeElement);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const { span, parent, children } = all.find(r => r.span.id === items[at].dataset.item);
    const to = item => focusItem(tree, item);
    const acts = {
      ArrowDown: () => to(items[at + 1]),
      ArrowUp: () => to(items[at - 1]),
      Home: () => to(items[0]),
      End: () => to(items.at(-1)),
      Enter: () => open(span),
      ' ': () => open(span),
      ArrowRight: () => children && folded.has(span.id) ? fold(span.id, false) : children && to(items[at + 1]),
      ArrowLeft: () => children && !folded.has(span.id) ? fold(span.id, true) : parent && focus(parent),
    };
    if (!(event.key in acts)) return;
    event.preventDefault();
    acts[event.key]();
  }

  function focus(id = chosen) {
    focusItem(tree, (id && tree.querySelector(`[data-item="${CSS.escape(id)}"]`)) ?? tree.firstElementChild);
  }

  draw();
  const kinds = [...new Set(spans.map(kindOf))];
  return {
    folded,
    focus,
    select(id) {
      chosen = id;
      for (const item of tree.children) item.setAttribute('aria-selected', String(item.dataset.item === id));
    },
    element: h('div', { class: 'card waterfall' },
      h('div', { class: 'axis', 'aria-hidden': 'true' }, h('span', {}, 'Span'),
        h('span', { class: 'track' }, marks.map(mark => h('span', { class: 'tick', style: { left: percent(mark / time.length) } }, mark === 0 ? '0' : duration(mark).replace(/(\.\d*?)0+ /, '$1 ').replace('. ', ' '))))),
      tree,
      h('div', { class: 'legend' }, kinds.map(kind => h('span', { 'data-type': kind }, h('i'), NAMES[kind])),
        spans.some(span => span.error) ? h('span', { 'data-type': 'span', 'data-failed': true }, h('i'), 'Failed') : null)),
  };
}
