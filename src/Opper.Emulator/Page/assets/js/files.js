// The files of a knowledge base.
import { all } from './api.js';
import { fill, h, notice } from './dom.js';
import { bytes } from './format.js';

const TONES = { success: 'ok', failed: 'error' };
const AGAIN = 1000;

/** Renders the files, again while one is being indexed; empty if there are none. */
export function filesCard(base, open) {
  const body = h('div');
  const card = h('section', { class: 'card', 'aria-label': 'Files', hidden: true }, h('header', {}, h('h2', {}, 'Files')), body);

  async function load() {
    try {
      const files = await all(`/knowledge/${base.id}/files`);
      card.hidden = files.length === 0;
      fill(body, h('table', {},
        h('thead', {}, h('tr', {}, ['File', 'Size', 'Status'].map(title => h('th', { scope: 'col' }, title)))),
        h('tbody', {}, files.map(file => row(file, keyOf(file, files))))));
      if (files.some(file => file.status === 'indexing')) setTimeout(() => card.isConnected && load(), AGAIN);
    } catch (error) {
      card.hidden = error.status === 404;
      fill(body, notice(error));
    }
  }

  const row = (file, key) => h('tr', {},
    h('td', {}, h('button', { type: 'button', class: 'button quiet', onclick: () => open(key) }, file.original_filename)),
    h('td', { class: 'num' }, bytes(file.size)),
    h('td', {}, h('span', { class: 'pill', 'data-tone': TONES[file.status] ?? 'warn' }, file.status), ' ', h('span', { class: 'small muted' }, file.metadata?.['emulator.error'])));

  load();
  return card;
}

/** The document key of a file: the first file with a name has the name as its key, later ones have their id appended. */
const keyOf = (file, files) => files.some(other => other.original_filename === file.original_filename && other.document_id < file.document_id)
  ? `${file.original_filename}#${file.id}`
  : file.original_filename;
