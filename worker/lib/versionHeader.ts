/** Tells the embedded host by which version of the Worker a client comes; '' where nobody knows. */
export const VERSION_HEADER = 'x-switchboard-version'
