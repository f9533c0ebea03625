// Filters on metadata: a field, an operator, a value.
import { h, icon } from './dom.js';

const COMPARISONS = ['=', '!=', '>', '<', 'in'];

export function filterRow() {
  const row = h('div', { class: 'filter', role: 'group', 'aria-label': 'Filter' },
    h('input', { name: 'field', placeholder: 'field', 'aria-label': 'Field', spellcheck: 'false' }),
    h('select', { name: 'operation', 'aria-label': 'Comparison' }, COMPARISONS.map(c => h('option', {}, c))),
    h('input', { name: 'value', placeholder: 'value; a, b for in', 'aria-label': 'Value', spellcheck: 'false' }),
    h('button', { type: 'button', class: 'button quiet', 'aria-label': 'Remove this filter', onclick: () => row.remove() }, icon('close', 14)));
  return row;
}

/** 2024 and true are parsed as a number and a Boolean; "2024" in quotes is a string. */
function valueOf(text) {
  const trimmed = text.trim();
  if (/^(-?\d+(\.\d+)?|true|false|".*")$/.test(trimmed)) return JSON.parse(trimmed);
  return trimmed;
}

export const filtersOf = rows => [...rows.querySelectorAll('.filter')].map(row => {
  const [field, operation, value] = ['field', 'operation', 'value'].map(name => row.querySelector(`[name="${name}"]`).value);
  return { field: field.trim(), operation, value: operation === 'in' ? value.split(',').map(valueOf) : valueOf(value) };
}).filter(filter => filter.field !== '');
