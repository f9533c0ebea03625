// Server-sent events, as text that has come so far.

/** The data of each whole event of a stream's text. */
export const eventsOf = text => text.split(/\r?\n\r?\n/).slice(0, -1)
  .map(block => block.split(/\r?\n/).filter(line => line.startsWith('data:')).map(line => line.slice(5).replace(/^ /, '')).join('\n'))
  .filter(Boolean);

/** What the text deltas of a call or a chat say together; empty if they are of another kind. */
export function textOfEvents(events) {
  let text = '';
  for (const event of events) {
    try {
      const json = JSON.parse(event);
      if (typeof json.delta === 'string' && !json.json_path) text += json.delta;
      else text += json.choices?.[0]?.delta?.content ?? '';
    } catch {
      // [DONE] and broken events say nothing.
    }
  }

  return text;
}
