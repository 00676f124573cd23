/** What callers hear when no agent can speak to them. */
export const SENTENCES = {
  unknownNumber: 'This number is not configured. Goodbye.',
  busy: 'All our lines are busy at the moment. Please call again in a few minutes.',
  notConfigured: 'This line is not set up yet. Please call again later.',
  failed: 'Sorry, we are having a technical problem and cannot go on with this call.',
  transferring: 'Sorry, we are having a technical problem. I will connect you with someone now.',
} as const
