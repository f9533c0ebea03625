// Knowledge bases: the list, one of them with a search box, its files, and a document.
import { all, get, post } from './api.js';
import { copyButton, facts, fill, h, icon, notice, section } from './dom.js';
import * as feed from './feed.js';
import { filesCard } from './files.js';
import { filterRow, filtersOf } from './filters.js';
import { plural } from './format.js';
import { highlight } from './highlight.js';
import { codeSection } from './json.js';
import { onKey } from './keys.js';
import { refill, walk } from './lists.js';
import { back, panes } from './panes.js';
import { welcome } from './welcome.js';

export function knowledgeView(main) {
  const frame = panes(main, { labels: { list: 'Knowledge bases', content: 'Knowledge base', panel: 'Document' } });
  const rows = h('nav', { class: 'items', 'aria-label': 'Knowledge bases' });
  const at = { id: null, hits: null, query: '', key: null };
  fill(frame.list, h('header', { class: 'pane-head' }, h('h2', {}, 'Knowledge bases')), h('div', { class: 'scroll' }, rows));
  walk(rows);

  const address = (id, key) => `#/knowledge${id ? `/${id}` : ''}${key ? `/${encodeURIComponent(key)}` : ''}`;

  async function list() {
    let bases;
    try {
      bases = await all('/knowledge');
    } catch (error) {
      fill(rows, notice(error));
      return;
    }

    refill(rows, bases.map(base => {
      const amount = h('span', { class: 'small muted cut' }, base.description ?? base.embedding_model);
      return h('a', { class: 'item', href: address(base.id), 'data-item': base.id, 'aria-current': base.id === at.id ? 'true' : null },
        h('span', { class: 'item-name cut' }, base.name), amount);
    }));
    if (bases.length === 0) fill(rows, h('p', { class: 'empty' }, 'None yet.'));
    if (at.id) return;
    if (bases.length > 0 && matchMedia('(min-width: 761px)').matches) location.replace(address(bases[0].id));
    else if (bases.length === 0) {
      fill(frame.content, h('div', { class: 'scroll' }, welcome('No knowledge bases yet', 'A knowledge base contains documents that are searched by their content. Create one and add a document:',
        'var manuals = await opper.Knowledge.CreateAsync(\n    new CreateKnowledgeBaseRequest { Name = "manuals" });\nawait opper.Knowledge.AddDocumentAsync(\n    manuals.Id,\n    new AddDocumentRequest { Key = "reset", Content = "Hold the button for ten seconds." });')));
    }
  }

  async function open() {
    at.hits = null;
    try {
      const base = await get(`/knowledge/${encodeURIComponent(at.id)}`);
      draw(base);
    } catch (error) {
      fill(frame.content, h('div', { class: 'content stack' }, back('#/knowledge', 'Knowledge bases'), notice(error)));
    }
  }

  function draw(base) {
    const text = h('input', { type: 'search', name: 'query', required: true, autocomplete: 'off', placeholder: 'Ask, or name what you look for', 'aria-label': 'Search this knowledge base', 'data-slash': true });
    const top = h('input', { type: 'number', name: 'top_k', value: 5, min: 1, max: 100});
    const filters = h('div', { class: 'filters' });
    const results = h('div', { class: 'stack', 'aria-live': 'polite' });
    const form = h('form', { class: 'stack', role: 'search', onsubmit: event => { event.preventDefault(); search(); } },
      h('div', { class: 'ask' }, h('div', { class: 'search' }, icon('search'), text), h('label', {}, 'top_k', top), h('button', { class: 'button primary' }, 'Search')),
      filters,
      h('div', { class: 'row' }, h('button', { type: 'button', class: 'button quiet', onclick: () => { filters.append(filterRow()); filters.lastChild.querySelector('input').focus(); } }, '+ Filter by metadata')));

    async function search() {
      try {
        at.query = text.value;
        at.hits = await post(`/knowledge/${base.id}/query`, { query: text.value, top_k: Number(top.value), filters: filtersOf(filters) });
        fill(results, hitsOf(base, at.hits, text.value));
      } catch (error) {
        fill(results, notice(error));
      }
    }

    fill(frame.content, h('div', { class: 'scroll' }, h('div', { class: 'content stack' },
      back('#/knowledge', 'Knowledge bases'),
      h('header', { class: 'stack' }, h('h1', {}, base.name), base.description ? h('p', { class: 'muted' }, base.description) : null,
        h('div', { class: 'figures' },
          h('span', {}, h('b', {}, plural(base.count ?? 0, 'document'))), h('span', {}, h('code', {}, base.embedding_model)),
          h('span', { class: 'row' }, h('code', {}, base.id.slice(0, 8)), copyButton(base.id, 'knowledge base id')))),
      form, results, filesCard(base, key => { location.hash = address(base.id, key); }))));
  }

  function hitsOf(base, hits, query) {
    if (hits.length === 0) return h('p', { class: 'muted' }, 'Nothing was found: no documents match the filters, or there are none.');
    const best = hits[0].score || 1;
    const items = h('ol', { class: 'hits card', 'aria-label': 'Results' }, hits.map((hit, index) =>
      h('li', {}, h('a', { class: 'hit', href: address(base.id, hit.key), 'data-item': `${hit.id} ${index}`, onclick: () => { at.segment = hit.content; } },
        h('span', { class: 'score' }, h('b', { class: 'num' }, hit.score.toFixed(2)), h('span', { class: 'meter', 'aria-hidden': 'true' }, h('i', { style: { width: `${Math.max(0, hit.score / Math.max(1, best)) * 100}%` } }))),
        h('span', { class: 'stack' },
          h('span', { class: 'row wrap' }, h('b', {}, hit.key), Object.entries(hit.metadata ?? {}).map(([name, value]) => h('span', { class: 'pill' }, `${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`))),
          h('p', {}, highlight(hit.content, query)))))));
    walk(items);
    return [h('p', { class: 'small muted' }, `${plural(hits.length, 'passage')}, the best first. Scores compare words and their parts; no model is asked.`), items];
  }

  async function document_() {
    frame.depth(at.key ? 'panel' : at.id ? 'content' : 'list');
    for (const hit of frame.content.querySelectorAll('.hit')) {
      if (at.key && hit.getAttribute('href') === address(at.id, at.key)) hit.setAttribute('aria-current', 'true');
      else hit.removeAttribute('aria-current');
    }

    if (!at.key) return;
    const top = h('header', { class: 'panel-head' },
      h('div', { class: 'row apart' }, h('span', { class: 'type-badge', 'data-type': 'retrieval' }, 'Document'),
        h('a', { class: 'button quiet', href: address(at.id), 'aria-label': 'Close document', title: 'Close (Esc)' }, icon('close', 14))),
      h('h2', {}, at.key));
    try {
      const found = await get(`/knowledge/${encodeURIComponent(at.id)}/documents/${at.key.split('/').map(encodeURIComponent).join('/')}`);
      fill(frame.panel, top, h('div', { class: 'scroll' },
        section('Details', null, facts([['Id', h('span', { class: 'row' }, h('code', { class: 'cut' }, found.id), copyButton(found.id, 'document id'))], ['Segments', found.segments.length]])),
        Object.keys(found.metadata ?? {}).length ? codeSection('Metadata', found.metadata) : null,
        section('Segments', null, found.segments.map(segment => h('p', { class: 'segment', 'data-hit': segment.content === at.segment }, highlight(segment.content, at.query))))));
      frame.panel.querySelector('[data-hit]')?.scrollIntoView({ block: 'nearest' });
    } catch (error) {
      fill(frame.panel, top, h('div', { class: 'section' }, notice(error)));
    }
  }

  let timer = null;
  const unlisten = feed.listen(request => {
    if (request && (!/^Knowledge_(Create|Delete)$/.test(request.operation ?? '') || request.duration_ms === null)) return;
    clearTimeout(timer);
    timer = setTimeout(list, 300);
  });
  const close = onKey('Escape', () => {
    if (at.key) {
      const hit = frame.content.querySelector('.hit[aria-current]');
      location.hash = address(at.id);
      hit?.focus();
    } else rows.querySelector('[aria-current]')?.focus();
  });

  return {
    async update({ parts: [id = null, ...key] }) {
      const other = id !== at.id;
      Object.assign(at, { id: id || null, key: key.join('/') || null });
      if (other || !at.id) {
        at.query = '';
        await list();
      }

      if (at.id && other) await open();
      await document_();
    },
    leave() {
      clearTimeout(timer);
      unlisten();
      close();
    },
  };
}
