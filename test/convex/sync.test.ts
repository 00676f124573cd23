/** The sync protocol, with unmodified clients. One file, because the suites share one workerd. */
import './sync/liveQueries.ts'
import './sync/signIn.ts'
import './sync/subscriptions.ts'
import './sync/wire.ts'
import './sync/restart.ts'
