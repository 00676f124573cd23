import { version } from '../../package.json'

/** The release that this is, as package.json numbers it: the build puts it in, and nothing else of that file. */
export const VERSION: string = version
