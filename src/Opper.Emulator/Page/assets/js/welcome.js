// The empty states.
import { session } from './api.js';
import { copyButton, h } from './dom.js';

const block = (text, what) => h('div', { class: 'card' },
  h('header', { class: 'row apart' }, h('h2', { class: 'label' }, what), copyButton(text, what)), h('pre', { class: 'body', tabindex: 0 }, text));

/** A heading, an explanation, and sample code. */
export const welcome = (title, why, line) => h('div', { class: 'empty' },
  h('h1', {}, title),
  h('p', {}, why),
  block(`export OPPER_BASE_URL=${session.base_url}\nexport OPPER_API_KEY=${session.key ?? '<key>'}`, 'Environment'),
  block(`using Opper;\n\nvar opper = new OpperClient();\n${line}`, 'C#'));
