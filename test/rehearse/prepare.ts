import { buildReleases, hasLastRelease, LAST_RELEASE } from './releases.ts'

/** Bundles both releases, where both are there. */
export default function setup(): void {
  if (hasLastRelease()) return buildReleases()
  console.log(`Deploys are not rehearsed: this clone has no commit ${LAST_RELEASE}.`)
}
