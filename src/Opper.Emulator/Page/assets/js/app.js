// The entry point: session, routing, and global keys.
import { openSession, session } from './api.js';
import { fill, h, icon, notice, toast } from './dom.js';
import * as feed from './feed.js';
import { showKeys, watchKeys } from './keys.js';
import { functionsView } from './functions.js';
import { knowledgeView } from './knowledge.js';
import { liveView } from './live.js';
import { tracesView } from './traces.js';

const VIEWS = {
  traces: { title: 'Traces', make: tracesView },
  functions: { title: 'Functions', make: functionsView },
  knowledge: { title: 'Knowledge', make: knowledgeView },
  live: { title: 'Live', make: liveView },
};

const main = document.getElementById('main');
let shown = null;

/** Parses #/traces/<id>/<id>?name=x into view, parts and query. */
function route() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  const [name, ...parts] = path.split('/').map(decodeURIComponent);
  return { name: session.cassette ? 'live' : name in VIEWS ? name : 'traces', parts, query: new URLSearchParams(query) };
}

async function show() {
  const to = route();
  if (shown?.name !== to.name) {
    shown?.view.leave?.();
    shown = { name: to.name, view: VIEWS[to.name].make(fill(main)) };
    document.title = `${VIEWS[to.name].title} · Opper Emulator`;
    for (const link of document.querySelectorAll('#nav a')) {
      if (link.dataset.view === to.name) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
  }

  try {
    await shown.view.update(to);
  } catch (error) {
    toast(error.message);
  }
}

function furnish() {
  fill(document.getElementById('nav'),
    Object.entries(VIEWS).map(([name, view]) => h('a', { href: `#/${name}`, 'data-view': name }, icon(name, 20), h('span', {}, view.title))),
    h('a', { href: '/reference/', 'data-view': 'reference' }, icon('reference', 20), h('span', {}, 'API')));
  fill(document.getElementById('rail-foot'),
    h('button', { type: 'button', onclick: switchTheme, title: 'Light or dark' }, icon('theme', 18), h('span', {}, 'Theme')),
    h('button', { type: 'button', onclick: showKeys, title: 'Keyboard shortcuts' }, icon('keys', 18), h('span', {}, 'Keys')));
  document.querySelector('.skip').addEventListener('click', event => {
    event.preventDefault();
    main.focus();
  });
}

const switchTheme = () => toast(`${globalThis.toggleTheme()} theme`);

furnish();
watchKeys({ switchTheme, go: number => document.querySelectorAll('#nav a')[number]?.click() });
addEventListener('hashchange', show);
try {
  await openSession();
  // With a cassette, traces, functions and knowledge are those of the recorded server, so only requests are shown.
  if (session.cassette) document.querySelectorAll('#nav a[data-view]').forEach(link => ['live', 'reference'].includes(link.dataset.view) || link.remove());
  feed.connect();
  await show();
} catch (error) {
  fill(main, h('div', { class: 'content' }, notice(error)));
}
