// The files of a knowledge base.
import { all } from './api.js';
import { fill, h, notice } from './dom.js';
import { bytes } from './format.js';

const TONES = { success: 'ok', completed: 'ok', ready: 'ok', indexed: 'ok', error: 'error', failed: 'error' };

/** Fills itself; stays away where there are none or files are not served. */
export function filesCard(base, open) {
  const body = h('div');
  const card = h('section', { class: 'card', 'aria-label': 'Files', hidden: true }, h('header', {}, h('h2', {}, 'Files')), body);
  all(`/knowledge/${base.id}/files`).then(files => {
    card.hidden = files.length === 0;
    fill(body, h('table', {},
      h('thead', {}, h('tr', {}, ['File', 'Size', 'Status'].map(title => h('th', { scope: 'col' }, title)))),
      h('tbody', {}, files.map(file => h('tr', {},
        h('td', {}, h('button', { type: 'button', class: 'button quiet', onclick: () => open(file.key ?? file.original_filename) }, file.original_filename)),
        h('td', { class: 'num' }, bytes(file.size)),
        h('td', {}, h('span', { class: 'pill', 'data-tone': TONES[file.status] ?? 'warn' }, file.status)))))));
  }).catch(error => {
    card.hidden = error.status === 404;
    fill(body, notice(error));
  });
  return card;
}
