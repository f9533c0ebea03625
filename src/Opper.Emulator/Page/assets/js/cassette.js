// The hits, misses and recordings of the cassette; empty without one.
import { emulator, session } from './api.js';
import { fill, h, notice } from './dom.js';
import { count, plural } from './format.js';

const MODES = { record: 'Recording to', replay: 'Replaying', auto: 'Replaying, and recording what is missing, ' };
const TONES = { hit: 'ok', miss: 'error', recorded: 'accent' };

/** What the cassette did with a request. */
export const cassettePill = request => request.cassette ? h('span', { class: 'pill', 'data-tone': TONES[request.cassette] }, request.cassette) : null;

export function cassetteCard() {
  const line = h('div', { class: 'row wrap', role: 'group', 'aria-label': 'Cassette' });
  const problems = h('div', {});

  async function refresh() {
    if (!session.cassette) return;
    try {
      const now = await emulator('GET', '/cassette');
      fill(line,
        h('span', { class: 'small' }, MODES[now.mode], ' ', h('code', { title: now.path }, now.path.split(/[\\/]/).pop())),
        h('span', { class: 'pill' }, plural(now.exchanges, 'exchange')),
        now.mode === 'record' ? null : [
          h('span', { class: 'pill', 'data-tone': 'ok' }, plural(now.hits, 'hit')),
          h('span', { class: 'pill', 'data-tone': now.misses ? 'error' : null }, plural(now.misses, 'miss', 'misses')),
          h('span', { class: 'pill' }, `${count(now.unplayed)} not asked for`)],
        now.mode === 'replay' ? null : h('span', { class: 'pill', 'data-tone': 'accent' }, `${count(now.recorded)} recorded`));
      fill(problems, now.warnings.map(notice));
    } catch (error) {
      fill(problems, notice(error));
    }
  }

  return { refresh, element: session.cassette ? h('div', { class: 'stack' }, line, problems) : null };
}
