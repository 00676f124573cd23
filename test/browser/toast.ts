import type { Locator, Page } from 'playwright-core'

/** A message in passing; what screen readers are told of it stands elsewhere on the page. */
export function toast(page: Page, text: string | RegExp): Locator {
  return page
    .getByRole('region', { name: /^Messages/ })
    .getByRole('listitem')
    .filter({ hasText: text })
}
