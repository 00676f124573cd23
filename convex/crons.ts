import { cronJobs } from 'convex/server'
import { internal } from './_generated/api.js'

/** What a Convex deployment does by itself; the embedded host does the same by its alarm. */
const crons = cronJobs()

crons.interval('let old calls go', { hours: 24 }, internal.retention.run, { cursor: null })

export default crons
