/** Looks at a page as it is, in every width and theme; the pictures are to be looked at. */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { axeViolations, settled, sticksOut } from './audit.ts'

const SCREENSHOTS = fileURLToPath(new URL('screenshots', import.meta.url))
const WIDTHS = [1280, 380]
const THEMES = ['light', 'dark'] as const

export async function inspect(page: Page, name: string): Promise<void> {
  await settled(page)
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width < 600 ? 760 : 800 })
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme })
      await settled(page)
      await page.evaluate(() => scrollTo(0, 0))
      await takePicture(page, `${name}-${width}-${colorScheme}`)
      expect.soft(await sticksOut(page), `${name} at ${width}`).toEqual([])
      expect.soft(await axeViolations(page), `${name}, ${colorScheme} at ${width}`).toEqual([])
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 })
}

/** As it is with the system's colours forced on it, and on paper. */
export async function inspectWithoutColours(page: Page, name: string): Promise<void> {
  await settled(page)
  await page.emulateMedia({ forcedColors: 'active' })
  await takePicture(page, `${name}-forced`)
  await page.emulateMedia({ forcedColors: 'none', media: 'print', colorScheme: 'dark' })
  await takePicture(page, `${name}-print`)
  expect.soft(await sticksOut(page), `${name} on paper`).toEqual([])
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' })
}

async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true })
  await page.screenshot({
    path: `${SCREENSHOTS}/${name}.png`,
    fullPage: true,
    // What is out of view is not drawn until it comes into view.
    style: '* { content-visibility: visible !important }',
  })
}
