// Highlights the words of a query in a text, including inflected forms.
import { h } from './dom.js';

const WORD = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;
const STOP = new Set('a about after all an and any are as at be been before being but by can could did do does during each every for from get had has have how i in is it its me my of on or our shall should so that the their then there these this to was we were what when where which who why will with would you your'.split(' '));

/** A simple stemmer: sufficient to match "resetting" with "reset". */
export function stem(word) {
  let w = word.toLowerCase().replace(/['’]s$/, '');
  if (w.length > 4 && w.endsWith('ies')) w = `${w.slice(0, -3)}y`;
  else if (w.length > 3 && /[^su]s$/.test(w)) w = w.slice(0, -1);
  if (w.length > 5 && w.endsWith('ing')) w = w.slice(0, -3);
  else if (w.length > 4 && w.endsWith('ed')) w = w.slice(0, -2);
  w = w.replace(/([^aeiouls])\1$/, '$1');
  return w.length > 4 && w.endsWith('e') ? w.slice(0, -1) : w;
}

/** The text as nodes, with the words of the query in mark elements. */
export function highlight(text, query) {
  const wanted = new Set([...query.matchAll(WORD)].map(match => match[0]).filter(word => !STOP.has(word.toLowerCase())).map(stem));
  if (wanted.size === 0) return [text];
  const pieces = [];
  let last = 0;
  for (const match of text.matchAll(WORD)) {
    if (!wanted.has(stem(match[0]))) continue;
    pieces.push(text.slice(last, match.index), h('mark', {}, match[0]));
    last = match.index + match[0].length;
  }

  pieces.push(text.slice(last));
  return pieces;
}
