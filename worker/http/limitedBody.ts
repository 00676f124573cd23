import { bodyLimit } from 'hono/body-limit'

/** The longest instructions of an agent are far below. */
const MAX_BYTES = 1024 * 1024

/** Refuses what nobody sends by the dashboard, before it is read. */
export const limitedBody = bodyLimit({
  maxSize: MAX_BYTES,
  onError: (c) => c.json({ error: 'This is more than the Worker takes at once.' }, 413),
})
