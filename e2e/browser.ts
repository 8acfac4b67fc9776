/** A browser for tests: the system's Chromium when there is one, else the bundled one. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const require = createRequire(import.meta.url)

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]

async function executable(): Promise<string> {
  const system = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
  if (existsSync(system)) return system
  // The bundled Chromium unpacks its libraries only where it takes itself to be on Lambda.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x'
  const { default: bundled } = await import('@sparticuz/chromium')
  return bundled.executablePath()
}

/** Starts a browser without a window. */
export async function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: await executable(), args: quiet, headless: true })
}

function hasChineseFont(): boolean {
  try {
    return execFileSync('fc-list', [':lang=zh'], { encoding: 'utf8' }).trim() !== ''
  } catch {
    return false
  }
}

const fontRoot = dirname(require.resolve('@fontsource-variable/noto-sans-sc/package.json'))

/**
 * Gives pages a Chinese font where the machine has none, so that pictures can be read.
 *
 * It comes with the site's own styles and from its own address, as its security policy asks.
 * Call it before the first page is opened.
 */
export async function dress(context: BrowserContext): Promise<void> {
  if (hasChineseFont()) return
  const faces = readFileSync(join(fontRoot, 'index.css'), 'utf8')
    .replace(/font-family: '[^']+'/g, "font-family: 'Noto Sans SC'")
    .replaceAll('url(./files/', 'url(/assets/test-font/')
  await context.route('**/assets/*.css', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: `${faces}\n${await response.text()}` })
  })
  await context.route('**/assets/test-font/*', (route) => {
    const name = basename(new URL(route.request().url()).pathname)
    return route.fulfill({ path: join(fontRoot, 'files', name), contentType: 'font/woff2' })
  })
}

/** Waits until the text of a page stands in its font. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.evaluate(async () => {
    await document.fonts.ready
    // Words that were set before their font had come stay blank until they are set anew.
    document.documentElement.style.fontKerning = 'none'
  })
}

export interface ContextOptions {
  readonly width: number
  /** Lets tests put their own scripts and styles into a page; the policy itself is tested apart. */
  readonly bypassCSP?: boolean
  readonly javaScriptEnabled?: boolean
}

/** A fresh context: nothing remembered, Beijing time, a given width. */
export function contextOf(browser: Browser, options: ContextOptions): Promise<BrowserContext> {
  const { width, bypassCSP = false, javaScriptEnabled = true } = options
  return browser.newContext({
    viewport: { width, height: width < 600 ? 812 : 900 },
    bypassCSP,
    javaScriptEnabled,
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  })
}

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

export interface Violation {
  readonly id: string
  readonly help: string
  readonly nodes: readonly string[]
}

/** What axe finds wrong with a page; its context must bypass the content security policy. */
export async function violationsOf(page: Page): Promise<Violation[]> {
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run: () => Promise<{
          violations: { id: string; help: string; nodes: { html: string; target: unknown }[] }[]
        }>
      }
    }
    const { violations } = await axe.run()
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes
        .slice(0, 5)
        .map((node) => `${JSON.stringify(node.target)} ${node.html}`.slice(0, 300)),
    }))
  })
}
