// Elements are created individually: data from the network is never parsed as HTML.
const SVG = 'http://www.w3.org/2000/svg';

/** Creates an element; props starting with "on" are listeners, "style" sets custom properties, null omits an attribute. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'style') for (const [key, v] of Object.entries(value)) element.style.setProperty(key, v);
    else if (name === 'value') element.value = value;
    else element.setAttribute(name, value === true ? '' : value);
  }

  element.append(...nodes(children));
  return element;
}

const nodes = children => children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false)
  .map(child => child instanceof Node ? child : String(child));

/** Replaces the children. */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
  return element;
}

const PATHS = {
  traces: 'M3 5h11M6 10h11M9 15h6',
  functions: 'M12.5 3.5c-2.5 0-3 1.5-3.3 4L8 16.500M5.500 9h7M8 16.500c-.3 1-1 1.500-2 1.500',
  knowledge: 'M4 4.500c2.500-.8 4.500-.5 6 1 1.500-1.500 3.500-1.800 6-1v11c-2.500-.8-4.500-.5-6 1-1.500-1.500-3.500-1.800-6-1zM10 5.500v11',
  live: 'M2.500 10h3.500l2-5.500 4 11 2-5.500h3.500',
  reference: 'M7 5.500 2.500 10 7 14.500M13 5.500l4.500 4.500-4.500 4.500',
  theme: 'M10 3.500a6.500 6.500 0 1 0 0 13zM10 3.500a6.500 6.500 0 0 1 0 13',
  keys: 'M3 6h14v8.500H3zM6 9h.01M9 9h.01M12 9h.01M14.500 9h.01M7 12h6',
  search: 'M9 3.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11zM13 13l4 4',
  copy: 'M7 7h9v9H7zM4 13V4h9',
  close: 'M5 5l10 10M15 5 5 15',
  twist: 'M8 5.500l5 4.500-5 4.500z',
  generation: 'M10 3l1.700 4.800L16.500 9.500l-4.800 1.700L10 16l-1.700-4.800L3.500 9.500l4.800-1.700zM15.500 14.500v3M14 16h3',
  retrieval: 'M9 3.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11zM13 13l4 4',
  tool: 'M16.500 5.500a4 4 0 0 1-5.300 5L6 15.700a1.600 1.600 0 0 1-2.200-2.200l5.200-5.200a4 4 0 0 1 5-5.300l-2.300 2.300.5 2 2 .5z',
  span: 'M4 6.500h12M4 10h12M4 13.500h12',
};

/** A 16×16 line icon, hidden from screen readers. */
export function icon(name, size = 16) {
  const svg = document.createElementNS(SVG, 'svg');
  const attributes = { viewBox: '0 0 20 20', width: size, height: size, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.6, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true' };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name] ?? PATHS.span);
  svg.append(path);
  return svg;
}

/** Shows a temporary message, which screen readers announce. */
export function toast(text) {
  const box = document.getElementById('toasts');
  const line = h('div', { class: 'toast' }, text);
  box.append(line);
  setTimeout(() => line.remove(), 2600);
}

export function copyButton(text, what) {
  return h('button', {
    type: 'button', class: 'button quiet', 'aria-label': `Copy ${what}`, title: `Copy ${what}`,
    onclick: async event => {
      event.stopPropagation();
      try {
        await navigator.clipboard.writeText(text);
        toast(`Copied ${what}`);
      } catch {
        toast('The browser did not allow copying');
      }
    },
  }, icon('copy', 14));
}

/** A section with a heading, actions beside it, and content. */
export const section = (title, aside, ...content) =>
  h('section', { class: 'section', 'aria-label': title }, h('header', {}, h('h2', { class: 'label' }, title), aside), content);

export const notice = error => h('p', { class: 'notice', role: 'alert' }, error?.message ?? String(error));

export const facts = pairs => h('dl', { class: 'facts' },
  pairs.filter(([, value]) => value !== null && value !== undefined && value !== '').map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));

/** A search field, which the key "/" focuses. */
export const searchField = props => h('div', { class: 'search' }, icon('search'), h('input', { type: 'search', autocomplete: 'off', spellcheck: 'false', 'data-slash': true, ...props }));
