// Keyboard navigation in lists: a single tab stop, and arrow keys within the list (roving tabindex).

/** The items are those that match the selector; the current one, or the first, is the tab stop. */
export function walk(list, selector = '[data-item]') {
  const items = () => [...list.querySelectorAll(selector)].filter(item => item.offsetParent !== null);
  list.addEventListener('keydown', event => {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = items();
    const at = all.indexOf(document.activeElement?.closest(selector));
    if (at < 0) return;
    event.preventDefault();
    focusItem(list, all[Math.min(all.length - 1, Math.max(0, at + step))], selector);
  });
  rove(list, selector);
}

export function focusItem(list, item, selector = '[data-item]') {
  if (!item) return;
  rove(list, selector, item);
  item.focus();
  item.scrollIntoView({ block: 'nearest' });
}

/** Makes one item the tab stop. */
export function rove(list, selector = '[data-item]', chosen = null) {
  const all = [...list.querySelectorAll(selector)];
  chosen ??= all.find(item => item.matches('[aria-current], [aria-selected="true"]')) ?? all[0];
  for (const item of all) item.tabIndex = item === chosen ? 0 : -1;
}

/** Replaces the items of a list without losing the focus. */
export function refill(list, items, selector = '[data-item]') {
  const focused = list.contains(document.activeElement) ? document.activeElement.closest(selector)?.dataset.item : null;
  list.replaceChildren(...items);
  const again = focused ? list.querySelector(`[data-item="${CSS.escape(focused)}"]`) : null;
  rove(list, selector, again);
  again?.focus({ preventScroll: true });
}
