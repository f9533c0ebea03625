// Asks the person for the key where the emulator may not give it to the page by itself.
import { h } from './dom.js';

let asking = null;

export function askKey(session) {
  asking ??= new Promise(resolve => {
    const input = h('input', { type: 'password', name: 'key', required: true, autocomplete: 'off', autofocus: true, 'aria-label': 'API key' });
    const form = h('form', { method: 'dialog', class: 'stack' },
      h('h2', {}, session.refused ? 'That key was refused' : 'Which key?'),
      h('p', { class: 'muted' }, session.any_key
        ? 'This emulator is reachable from other machines, or under a foreign name, so the page is not told its key. Any key will do.'
        : 'This emulator is reachable from other machines, or under a foreign name, so the page is not told its key. Enter the one it was started with.'),
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
