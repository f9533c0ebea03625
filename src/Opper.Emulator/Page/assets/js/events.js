// Parses server-sent events from the text received so far.

/** The data of each complete event. */
export const eventsOf = text => text.split(/\r?\n\r?\n/).slice(0, -1)
  .map(block => block.split(/\r?\n/).filter(line => line.startsWith('data:')).map(line => line.slice(5).replace(/^ /, '')).join('\n'))
  .filter(Boolean);

/** The concatenated text deltas of a call or a chat; empty for other streams. */
export function textOfEvents(events) {
  let text = '';
  for (const event of events) {
    try {
      const json = JSON.parse(event);
      if (typeof json.delta === 'string' && !json.json_path) text += json.delta;
      else text += json.choices?.[0]?.delta?.content ?? '';
    } catch {
      // [DONE] and invalid events have no text.
    }
  }

  return text;
}
