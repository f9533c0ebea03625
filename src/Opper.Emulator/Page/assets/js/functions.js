// Functions: the list, and one function with its revisions, their differences, and a form to call it.
import { all, get } from './api.js';
import { callBox } from './call-box.js';
import { copyButton, facts, fill, h, notice, searchField } from './dom.js';
import * as feed from './feed.js';
import { diffBlock } from './diff.js';
import { since } from './format.js';
import { codeSection, textOf } from './json.js';
import { onKey } from './keys.js';
import { refill, walk } from './lists.js';
import { back, panes } from './panes.js';
import { welcome } from './welcome.js';

const FIELDS = [['name', 'Name'], ['description', 'Description'], ['model', 'Model'], ['instructions', 'Instructions'], ['input_schema', 'Input schema'], ['output_schema', 'Output schema'], ['configuration', 'Configuration']];

const modelName = model => typeof model === 'string' ? model : Array.isArray(model) ? model.map(modelName).join(' → ') : model?.name;

export function functionsView(main) {
  const frame = panes(main, { labels: { list: 'Functions', content: 'Function', panel: 'Details' } });
  const filter = searchField({ placeholder: 'Filter by name', 'aria-label': 'Filter functions by name', oninput: () => list() });
  const rows = h('nav', { class: 'items', 'aria-label': 'Functions' });
  const at = { id: null, revision: null, mode: 'content' };
  fill(frame.list, h('header', { class: 'pane-head' }, h('h2', {}, 'Functions'), filter), h('div', { class: 'scroll' }, rows));
  walk(rows);

  const address = (id, revision) => `#/functions${id ? `/${id}` : ''}${revision ? `/${revision}` : ''}`;

  async function list() {
    const wanted = filter.querySelector('input').value.trim();
    let functions;
    try {
      functions = await all('/functions', { name: wanted });
    } catch (error) {
      fill(rows, notice(error));
      return;
    }

    refill(rows, functions.map(f => h('a', { class: 'item', href: address(f.id), 'data-item': f.id, 'aria-current': f.id === at.id ? 'true' : null },
      h('span', { class: 'item-name cut' }, f.name), h('span', { class: 'small muted cut' }, modelName(f.model) ?? 'default model'))));
    if (functions.length === 0) fill(rows, h('p', { class: 'empty' }, wanted ? `No function has “${wanted}” in its name.` : 'None yet.'));
    if (at.id) return;
    if (functions.length > 0 && matchMedia('(min-width: 761px)').matches) location.replace(address(functions[0].id));
    else if (functions.length === 0 && !wanted) fill(frame.content, h('div', { class: 'scroll' }, welcome('No functions yet', 'A function is a named task. The first call with a name creates it; each change is a revision.', 'var function = await opper.Functions.CreateAsync(\n    new CreateFunctionRequest { Name = "translate", Instructions = "Translate to French." });')));
  }

  async function open() {
    try {
      const function_ = await get(`/functions/${encodeURIComponent(at.id)}`);
      const revisions = await all(`/functions/${encodeURIComponent(at.id)}/revisions`, {}, 20);
      draw(function_, revisions);
    } catch (error) {
      fill(frame.content, h('div', { class: 'content stack' }, back('#/functions', 'Functions'), notice(error)));
    }
  }

  function draw(function_, revisions) {
    const index = Math.max(0, revisions.findIndex(r => r.id === at.revision));
    const now = revisions[index];
    const before = revisions[index + 1];
    const number = revisions.length - index;
    const body = h('div', { class: 'stack', id: 'revision-body', role: 'tabpanel' });
    const tabs = h('div', { class: 'tabs', role: 'tablist', 'aria-label': 'What to show' }, [['content', 'Content'], ['changes', 'What changed']].map(([mode, title]) =>
      h('button', { type: 'button', role: 'tab', 'data-item': mode, 'aria-controls': 'revision-body', 'aria-selected': String(at.mode === mode), tabindex: at.mode === mode ? 0 : -1, onclick: () => choose(mode), onkeydown: event => { if (/^Arrow(Left|Right)$/.test(event.key)) choose(mode === 'content' ? 'changes' : 'content', true); } }, title)));
    const choose = (mode, focus) => {
      at.mode = mode;
      for (const tab of tabs.children) {
        tab.setAttribute('aria-selected', String(tab.dataset.item === mode));
        tab.tabIndex = tab.dataset.item === mode ? 0 : -1;
        if (focus && tab.dataset.item === mode) tab.focus();
      }

      fill(body, mode === 'content' ? content(now.configuration) : changes(before, now, number));
    };
    choose(at.mode);
    const timeline = h('nav', { class: 'items', 'aria-label': 'Revisions' }, revisions.map((revision, i) =>
      h('a', { class: 'revision', href: address(function_.id, revision.id), 'data-item': revision.id, 'aria-current': i === index ? 'true' : null },
        h('span', { class: 'num' }, revisions.length - i),
        h('span', { class: 'grow' },
          h('span', { class: 'row apart' }, h('span', {}, i === 0 ? 'Latest' : 'Revision'), h('span', { class: 'small muted' }, since(revision.created_at))),
          h('span', { class: 'small muted cut' }, changed(revisions[i + 1], revision).map(([, title]) => title).join(', ') || (revisions[i + 1] ? 'Nothing changed' : 'Created'))))));
    walk(timeline);
    const kept = frame.content.contains(document.activeElement) && document.activeElement.matches('.revision');
    fill(frame.content, h('div', { class: 'scroll' }, h('div', { class: 'content stack' },
      back('#/functions', 'Functions'),
      h('header', { class: 'stack' }, h('h1', {}, function_.name),
        function_.description ? h('p', { class: 'muted' }, function_.description) : null,
        h('div', { class: 'figures' }, h('span', {}, h('b', {}, modelName(function_.model))), h('span', { class: 'row' }, h('code', {}, function_.id.slice(0, 8)), copyButton(function_.id, 'function id')))),
      h('div', { class: 'function-grid' },
        h('div', { class: 'stack' }, h('div', { class: 'row apart wrap' }, tabs, h('span', { class: 'pill' }, `Revision ${number} of ${revisions.length}`)), body, callBox(function_, index === 0 ? null : now)),
        h('section', { class: 'card', 'aria-label': 'Revisions' }, h('header', {}, h('h2', {}, 'Revisions')), timeline)))));
    timeline.style.setProperty('padding', '8px');
    if (kept) timeline.querySelector('[aria-current]')?.focus();
  }

  const content = configuration => FIELDS.filter(([field]) => !['name', 'description'].includes(field))
    .map(([field, title]) => field === 'model' ? modelCard(configuration) : codeSection(title, configuration[field]))
    .filter(Boolean).map(block => { block.classList.add('card'); return block; });

  const modelCard = configuration => configuration.model && typeof configuration.model !== 'string'
    ? codeSection('Model', configuration.model)
    : configuration.model ? h('div', { class: 'section' }, facts([['Model', h('code', {}, configuration.model)]])) : null;

  const changed = (before, now) => before ? FIELDS.filter(([field]) => JSON.stringify(before.configuration[field]) !== JSON.stringify(now.configuration[field])) : [];

  function changes(before, now, number) {
    if (!before) return h('p', { class: 'muted' }, 'This is the first revision.');
    const list = changed(before, now);
    if (list.length === 0) return h('p', { class: 'muted' }, `No differences from revision ${number - 1}.`);
    return [h('p', { class: 'muted small' }, `Revision ${number - 1} to ${number}: removed lines are red, added lines are green.`), list.map(([field, title]) =>
      h('section', { class: 'card section', 'aria-label': `Change of ${title}` }, h('h2', { class: 'label' }, title), diffBlock(textOf(before.configuration[field] ?? ''), textOf(now.configuration[field] ?? ''))))];
  }

  let timer = null;
  const unlisten = feed.listen(request => {
    if (request && (!/^(Functions_(Create|Update|Delete)|Calls_)/.test(request.operation ?? '') || request.duration_ms === null)) return;
    clearTimeout(timer);
    timer = setTimeout(list, 300);
  });
  const close = onKey('Escape', () => rows.querySelector('[aria-current]')?.focus());

  return {
    async update({ parts: [id = null, revision = null, ...rest] }) {
      if (id === 'by-name') {
        location.replace(address((await get(`/functions/by-name/${[revision, ...rest].map(encodeURIComponent).join('/')}`)).id));
        return;
      }

      const same = id === at.id && rows.hasChildNodes();
      Object.assign(at, { id: id || null, revision: revision || null });
      frame.depth(at.id ? 'content' : 'list');
      if (!same) await list();
      if (at.id) await open();
    },
    leave() {
      clearTimeout(timer);
      unlisten();
      close();
    },
  };
}
