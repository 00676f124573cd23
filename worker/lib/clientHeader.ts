/** Tells the embedded host where a stranger comes from, as `clientOf` has it; '' for who has signed in. */
export const CLIENT_HEADER = 'x-switchboard-client'
