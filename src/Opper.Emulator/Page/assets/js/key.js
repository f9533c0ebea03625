// Asks the user for the API key if the emulator does not provide it to the page.
import { h } from './dom.js';

let asking = null;

export function askKey(session) {
  asking ??= new Promise(resolve => {
    const input = h('input', { type: 'password', name: 'key', required: true, autocomplete: 'off', autofocus: true, 'aria-label': 'API key' });
    const form = h('form', { method: 'dialog', class: 'stack' },
      h('h2', {}, session.refused ? 'That key was rejected' : 'API key required'),
      h('p', { class: 'muted' }, session.any_key
        ? 'This emulator is reachable from other machines, or under another host name, so the page does not receive its key. Any key is accepted.'
        : 'This emulator is reachable from other machines, or under another host name, so the page does not receive its key. Enter the key it was started with.'),
      input,
      h('div', { class: 'row' }, h('button', { class: 'button primary' }, 'Use this key')));
    const dialog = h('dialog', { 'aria-label': 'API key', oncancel: event => event.preventDefault() }, form);
    form.addEventListener('submit', event => {
      event.preventDefault();
      dialog.remove();
      asking = null;
      resolve(input.value.trim());
    });
    document.body.append(dialog);
    dialog.showModal();
  });
  return asking;
}
