// The layout of a view: a list, the content and a panel; on a narrow screen one of them at a time.
import { fill, h } from './dom.js';

export function panes(main, { list = true, labels }) {
  const make = (name, label) => h('section', { class: `pane pane-${name}`, 'aria-label': label });
  const parts = { list: list ? make('list', labels.list) : null, content: make('content', labels.content), panel: make('panel', labels.panel) };
  parts.panel.hidden = true;
  const frame = h('div', { class: list ? 'panes' : 'panes no-list', 'data-depth': list ? 'list' : 'content' }, parts.list, parts.content, parts.panel);
  fill(main, frame);
  return {
    ...parts,
    /** The visible pane on a narrow screen: list, content or panel. */
    depth(name) {
      frame.dataset.depth = name;
      parts.panel.hidden = name !== 'panel';
      if (name === 'panel') frame.dataset.panel = 'open';
      else delete frame.dataset.panel;
    },
  };
}

/** The back link on a narrow screen. */
export const back = (href, label) => h('a', { class: 'button quiet back', href }, `← ${label}`);
