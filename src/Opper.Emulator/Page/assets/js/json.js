// JSON with indentation and syntax highlighting; other text is shown unchanged.
import { h, copyButton, section } from './dom.js';

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],]/g;
const COLOURED = 200_000;

/** Parses an input or output: JSON text as JSON, other text as a string. */
export function parsed(value) {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

export const textOf = value => typeof value === 'string' ? value : JSON.stringify(value, null, 2);

/** The highlighted tokens of JSON text. */
export function coloured(text) {
  if (text.length > COLOURED) return [text];
  const pieces = [];
  let last = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > last) pieces.push(text.slice(last, match.index));
    const [whole, string, colon] = match;
    const kind = string ? (colon ? 'k' : 's') : /[{}[\],]/.test(whole) ? 'p' : 'n';
    pieces.push(h('span', { class: kind }, string ?? whole), colon ?? '');
    last = match.index + whole.length;
  }

  pieces.push(text.slice(last));
  return pieces;
}

export function code(value) {
  const json = parsed(value);
  const text = textOf(json);
  return typeof json === 'string'
    ? h('pre', { class: 'code text', tabindex: 0 }, text)
    : h('pre', { class: 'code', tabindex: 0 }, coloured(text));
}

/** A titled block with a value and a copy button; nothing if there is no value. */
export const codeSection = (title, value) => value === null || value === undefined || value === ''
  ? null
  : section(title, copyButton(textOf(parsed(value)), title.toLowerCase()), code(value));
