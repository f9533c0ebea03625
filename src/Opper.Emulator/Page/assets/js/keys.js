// Global keyboard shortcuts, and the dialog that lists them.
import { h } from './dom.js';

const KEYS = [
  [['1', '…', '5'], 'Traces, Functions, Knowledge, Live, API reference'],
  [['/'], 'To the search or filter field'],
  [['↑', '↓'], 'Move in a list or a waterfall'],
  [['←', '→'], 'Fold and unfold a span'],
  [['Enter'], 'Open what is focused'],
  [['Esc'], 'Close the details, back to the list'],
  [['p'], 'Pause and resume, in Live'],
  [['t'], 'Light or dark'],
  [['?'], 'This list'],
];

export function showKeys() {
  const dialog = h('dialog', { 'aria-label': 'Keyboard shortcuts', onclose: () => dialog.remove() },
    h('h2', {}, 'Keys'),
    h('dl', { class: 'keys' }, KEYS.map(([keys, what]) => [h('dt', { class: 'row' }, keys.map(key => key === '…' ? key : h('kbd', {}, key))), h('dd', {}, what)])),
    h('form', { method: 'dialog', class: 'row' }, h('button', { class: 'button' }, 'Close')));
  dialog.querySelector('form').style.setProperty('margin-top', '18px');
  document.body.append(dialog);
  dialog.showModal();
}

const typing = target => target.matches?.('input, textarea, select, [contenteditable]');

/** Views listen to the event "emulator:key" for their own shortcuts. */
export function watchKeys({ switchTheme, go }) {
  addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    if (event.key === 'Escape') {
      if (typing(event.target)) event.target.blur();
      dispatchEvent(new CustomEvent('emulator:key', { detail: 'Escape' }));
      return;
    }

    if (typing(event.target)) return;
    if (/^[1-5]$/.test(event.key)) go(Number(event.key) - 1);
    else if (event.key === '?') showKeys();
    else if (event.key === 't') switchTheme();
    else if (event.key === '/') {
      const field = document.querySelector('[data-slash]');
      if (!field) return;
      event.preventDefault();
      field.focus();
      field.select();
    } else dispatchEvent(new CustomEvent('emulator:key', { detail: event.key }));
  });
}

/** Handles a key while a view is shown; returns a function that stops it. */
export function onKey(key, act) {
  const listener = event => { if (event.detail === key) act(); };
  addEventListener('emulator:key', listener);
  return () => removeEventListener('emulator:key', listener);
}
