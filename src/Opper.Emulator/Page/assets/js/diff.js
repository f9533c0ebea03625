// The differences between two texts, by line.
import { h } from './dom.js';

const MOST = 4_000_000;

/** Lines with " ", "-" or "+", from the longest common subsequence. */
export function diffLines(before, after) {
  const a = before.split('\n');
  const b = after.split('\n');
  if (a.length * b.length > MOST) return [...a.map(text => ['-', text]), ...b.map(text => ['+', text])];
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i][j] = a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }

  const lines = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push([' ', a[i]]);
      i++;
      j++;
    } else if (i < a.length && (j === b.length || lengths[i + 1][j] >= lengths[i][j + 1])) lines.push(['-', a[i++]]);
    else lines.push(['+', b[j++]]);
  }

  return lines;
}

const SAID = { '-': 'before: ', '+': 'after: ' };

/** The difference as an element; screen readers announce removed and added lines. */
export const diffBlock = (before, after) => h('pre', { class: 'code diff', tabindex: 0 },
  diffLines(before, after).map(([kind, text]) => h('div', kind === ' ' ? {} : { 'data-kind': kind }, kind === ' ' ? null : h('span', { class: 'visually-hidden' }, SAID[kind]), text || ' ')));
