// How a request stands.

/** What a status says at a glance; a request that ended without one was cut. */
export function statusOf(request) {
  if (request.status) return { text: request.status, kind: String(request.status)[0] };
  return request.duration_ms === null ? { text: '···', kind: '0' } : { text: 'cut', kind: 'cut' };
}
