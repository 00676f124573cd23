/** The dashboard in real windows of Chromium, on the real Worker between simulated vendors. */
import { type BrowserContextOptions, chromium, type Page, type Browser } from 'playwright-core'
import { Browser as HttpBrowser } from '../worker/browser.ts'
import { type Harness, type HarnessOptions, startHarness } from '../worker/harness.ts'
import { CHROMIUM, chromiumArguments } from './chromium.ts'

export const PASSWORD = 'correct horse battery staple'
/** How long anything on a page may take; what is there sooner is waited for no longer. */
const PATIENCE_MS = 15_000

export interface DashboardOptions extends HarnessOptions {
  /** The absolute path of what the microphone hears. */
  microphoneWav?: string
}

export interface WindowOptions {
  /** In pixels; 1280 by default. */
  width?: number
  theme?: 'light' | 'dark'
  /** The browser's language, `en-US` by default. */
  locale?: string
  microphone?: boolean
  signedIn?: boolean
}

export interface DashboardWindow {
  page: Page
  /** What went wrong on the page that nobody sees: errors in the console, thrown or refused by the policy. */
  troubles: string[]
  close(): Promise<void>
}

export async function startDashboard(options: DashboardOptions = {}): Promise<Dashboard> {
  const { microphoneWav, vars, ...rest } = options
  const harness = await startHarness({ ...rest, vars: { OPERATOR_PASSWORD: PASSWORD, ...vars } })
  const browser = await chromium.launch({
    ...(CHROMIUM ? { executablePath: CHROMIUM } : {}),
    args: chromiumArguments(microphoneWav),
  })
  return new Dashboard(harness, browser)
}

export class Dashboard {
  readonly harness: Harness
  readonly #browser: Browser
  #session: string | null = null

  constructor(harness: Harness, browser: Browser) {
    this.harness = harness
    this.#browser = browser
  }

  get url(): string {
    return this.harness.url
  }

  /** A window with cookies and storage of its own. */
  async open(path: string, options: WindowOptions = {}): Promise<DashboardWindow> {
    const {
      width = 1280,
      theme = 'light',
      locale = 'en-US',
      microphone = true,
      signedIn = true,
    } = options
    const contextOptions: BrowserContextOptions = {
      baseURL: this.url,
      viewport: { width, height: width < 600 ? 760 : 800 },
      colorScheme: theme,
      // What moves by itself would make a picture of it another each time.
      reducedMotion: 'reduce',
      locale,
      timezoneId: 'UTC',
      permissions: microphone ? ['microphone'] : [],
    }
    const context = await this.#browser.newContext(contextOptions)
    if (signedIn) await context.addCookies([await this.#cookie()])
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    const troubles: string[] = []
    page.on('console', (line) => line.type() === 'error' && void troubles.push(line.text()))
    page.on('pageerror', (error) => void troubles.push(String(error)))
    await page.goto(path)
    return { page, troubles, close: () => context.close() }
  }

  async close(): Promise<void> {
    await this.#browser.close()
    await this.harness.close()
  }

  /** One session for all windows: signing in is a subject of its own. */
  async #cookie() {
    if (!this.#session) {
      const { cookie } = await new HttpBrowser(this.url).signIn(PASSWORD)
      this.#session = cookie ?? ''
    }
    const at = this.#session.indexOf('=')
    return {
      name: this.#session.slice(0, at),
      value: this.#session.slice(at + 1),
      url: this.url,
    }
  }
}
