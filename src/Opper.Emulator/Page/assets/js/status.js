// The status of a request.

/** The label of a status; a request that ended without a status was truncated. */
export function statusOf(request) {
  if (request.status) return { text: request.status, kind: String(request.status)[0] };
  return request.duration_ms === null ? { text: '···', kind: '0' } : { text: 'cut', kind: 'cut' };
}
