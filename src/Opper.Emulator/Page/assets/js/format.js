// Formats numbers and times.
const TIME = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
const FULL = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium', hour12: false });
const COUNT = new Intl.NumberFormat('en');

export const count = number => COUNT.format(number ?? 0);

export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

export function duration(ms) {
  if (ms === null || ms === undefined) return '…';
  if (ms < 1) return '<1 ms';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60000) return `${(ms / 1000).toFixed(ms < 10000 ? 2 : 1)} s`;
  return `${Math.floor(ms / 60000)} min ${Math.round(ms % 60000 / 1000)} s`;
}

export function bytes(size) {
  if (size < 1024) return `${size} B`;
  return size < 1048576 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1048576).toFixed(1)} MB`;
}

export const clock = text => TIME.format(new Date(text));

function ago(time) {
  const seconds = Math.max(0, (Date.now() - time) / 1000);
  if (seconds < 5) return 'now';
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86400)} d ago`;
}

/** A time element with a relative time that is updated. */
export function since(text) {
  const element = document.createElement('time');
  element.dateTime = text ?? '';
  const time = Date.parse(text);
  if (Number.isNaN(time)) return element;
  element.title = FULL.format(time);
  element.textContent = ago(time);
  return element;
}

setInterval(() => {
  for (const element of document.querySelectorAll('time[datetime]')) {
    const time = Date.parse(element.dateTime);
    if (!Number.isNaN(time)) element.textContent = ago(time);
  }
}, 10000);
