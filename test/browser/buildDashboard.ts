import { buildDashboard, isDashboardFresh } from '../local/buildDashboard.ts'
import { CHROMIUM } from './chromium.ts'

/** Builds the dashboard, unless what is there is younger than all it is made of. */
export default async function setup(): Promise<void> {
  if (!CHROMIUM) {
    console.log('No Chromium found, browser tests are skipped: install it or set CHROMIUM.')
    return
  }
  if (!isDashboardFresh()) await buildDashboard()
}
