// Derives a tree, a time range and span kinds from the list of spans of a trace.

const KNOWN = { generation: 'generation', retrieval: 'retrieval', query: 'retrieval', tool: 'tool', span: 'span', chain: 'span' };

/** The color and icon of a span type, with a default for unknown types. */
export function kindOf(span) {
  const type = (span.type ?? 'span').toLowerCase();
  return KNOWN[type] ?? (type.includes('tool') ? 'tool' : type.includes('retriev') || type.includes('search') ? 'retrieval' : 'other');
}

export const startOf = span => Date.parse(span.start_time);

/** Rows in tree order, each with its depth, its number of children and its position among its siblings. */
export function rows(spans) {
  const byId = new Map(spans.map(span => [span.id, span]));
  const children = new Map();
  for (const span of spans) {
    const parent = byId.has(span.parent_id) && span.parent_id !== span.id ? span.parent_id : null;
    if (!children.has(parent)) children.set(parent, []);
    children.get(parent).push(span);
  }

  const list = [];
  const seen = new Set();
  const add = (siblings, depth, parent) => siblings.sort((a, b) => startOf(a) - startOf(b)).forEach((span, index) => {
    if (seen.has(span.id)) return;
    seen.add(span.id);
    const own = children.get(span.id) ?? [];
    list.push({ span, depth, parent, children: own.length, place: index + 1, siblings: siblings.length });
    add(own, depth + 1, span.id);
  });
  add(children.get(null) ?? [], 0, null);
  // Spans in a cycle have no root; they are shown anyway.
  add(spans.filter(span => !seen.has(span.id)), 0, null);
  return list;
}

/** From the first start to the last end; a span without an end extends to the end of the trace. */
export function stretch(spans, now = Date.now()) {
  const start = Math.min(...spans.map(startOf));
  const open = spans.some(span => !span.end_time);
  const ends = spans.map(span => span.end_time ? Date.parse(span.end_time) : startOf(span));
  const last = Math.max(...ends, open ? Math.min(now, Math.max(...ends) + 60000) : 0);
  return { start, length: Math.max(1, last - start) };
}

/** About four round tick values for a duration. */
export function ticks(length) {
  const rough = length / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map(f => f * power).find(s => s >= rough);
  const marks = [];
  for (let t = 0; t <= length; t += step) marks.push(t);
  return marks;
}
