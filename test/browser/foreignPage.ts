/** Somebody's web site, at an origin of its own. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { CHROMIUM, chromiumArguments } from './chromium.ts'

/** Only what the widget is promised to need. */
export const strictPolicy = (host: string): string =>
  `default-src 'none'; script-src ${host}; connect-src ${host} ${host.replace('http', 'ws')}; require-trusted-types-for 'script'`

/** Everything that a page can do to elements that are not its own. */
export const HOSTILE_CSS = `
  * { all: unset !important; display: inline !important; color: red !important; font: 40px cursive !important; visibility: hidden !important; }
  div, button, textarea { display: none !important; position: static !important; opacity: 0 !important; }
  body { transform: rotate(3deg); }
`

export interface SiteOptions {
  html: string
  css?: string
  policy?: string
}

export interface Site {
  url: string
  /** What the next page holds. */
  show(options: SiteOptions): void
  close(): Promise<void>
}

export async function startSite(): Promise<Site> {
  let shown: SiteOptions = { html: '' }
  const server = createServer((request, response) => {
    const isStyle = request.url === '/site.css'
    response.writeHead(200, {
      'content-type': isStyle ? 'text/css' : 'text/html',
      ...(shown.policy && {
        'content-security-policy': `${shown.policy}; style-src 'self'; img-src data:`,
      }),
    })
    response.end(isStyle ? (shown.css ?? '') : pageOf(shown))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    show: (options) => void (shown = options),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const pageOf = ({ html }: SiteOptions): string => `<!doctype html>
<html lang="en"><head><title>A shop</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/site.css"></head>
<body><main><h1>A shop</h1><a href="#">A link</a></main>${html}</body></html>`

export async function launch(): Promise<Browser> {
  return chromium.launch({
    ...(CHROMIUM ? { executablePath: CHROMIUM } : {}),
    args: chromiumArguments(),
  })
}

export interface ForeignWindow {
  page: Page
  troubles: string[]
  close(): Promise<void>
}

/** A window on the site. Closed shadow roots are opened, so that a test can look into them. */
export async function openWindow(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<ForeignWindow> {
  const context = await browser.newContext({
    viewport: { width: 1000, height: 760 },
    reducedMotion: 'reduce',
    locale: 'en-US',
    ...options,
  })
  await context.addInitScript(() => {
    const attach = Element.prototype.attachShadow
    Element.prototype.attachShadow = function (init) {
      if (init.mode === 'closed') this.setAttribute('data-was-closed', '')
      return attach.call(this, { ...init, mode: 'open' })
    }
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const troubles: string[] = []
  page.on('console', (line) => line.type() === 'error' && void troubles.push(line.text()))
  page.on('pageerror', (error) => void troubles.push(String(error)))
  return { page, troubles, close: () => context.close() }
}
