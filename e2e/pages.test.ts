/** Every public page in both languages, on phone and desk: accessible and within its width. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contextOf, launch, violationsOf } from './browser.ts'
import { openSite, type Site } from './site.ts'

let site: Site
let browser: Browser

beforeAll(async () => {
  ;[site, browser] = await Promise.all([openSite(), launch()])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await site?.close()
})

async function pages(): Promise<string[]> {
  const { policies } = (await (await fetch(`${site.address}/api/policies`)).json()) as {
    policies: { file: string }[]
  }
  const addresses = policies.map((policy) => `/policies/${policy.file.replace(/\.md$/, '')}`)
  return ['/', '/try', ...addresses, '/no-such-page']
}

describe.each([
  ['a phone', 375],
  ['a desk', 1440],
])('on %s', (_, width) => {
  it.each(['', '/en'])(
    'pages under “%s” have no violation',
    async (prefix) => {
      const context = await contextOf(browser, { width, bypassCSP: true })
      const page = await context.newPage()
      const broken: string[] = []
      page.on('pageerror', (error) => broken.push(error.message))
      for (const path of await pages()) {
        const address = prefix + (path === '/' && prefix ? '' : path)
        await page.goto(site.address + address)
        if (path === '/try') await page.waitForSelector('.results')
        expect(await violationsOf(page), address).toEqual([])
        const wide = await page.evaluate(() => document.documentElement.scrollWidth)
        expect(wide, `${address} is wider than the screen`).toBeLessThanOrEqual(width)
      }
      expect(broken).toEqual([])
      await context.close()
    },
    240_000,
  )
})

describe('at 400% zoom', () => {
  it('nothing has to be scrolled sideways', async () => {
    const context = await contextOf(browser, { width: 320 })
    const page = await context.newPage()
    for (const path of await pages()) {
      await page.goto(site.address + path)
      if (path === '/try') await page.waitForSelector('.results')
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(wide, path).toBeLessThanOrEqual(320)
    }
    await context.close()
  }, 120_000)
})

describe('without JavaScript', () => {
  it('policies are read and 测一测 says what to do', async () => {
    const context = await contextOf(browser, { width: 1440, javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(site.address)
    await page.locator('.entry h2 a').first().click()
    expect(await page.locator('.document h2').count()).toBeGreaterThan(0)
    expect(await page.locator('.document table').count()).toBeGreaterThan(0)
    await page.goto(`${site.address}/try`)
    expect(await page.locator('.without').isVisible()).toBe(true)
    expect(await page.locator('.loading').isVisible()).toBe(false)
    await context.close()
  }, 60_000)
})

describe('under the security policy', () => {
  it('pages load what they need and nothing is refused', async () => {
    const context = await contextOf(browser, { width: 1440 })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    for (const path of (await pages()).slice(0, 3)) {
      await page.goto(site.address + path)
      await page.waitForLoadState('networkidle')
    }
    expect(complaints).toEqual([])
    expect(site.failures).toEqual([])
    await context.close()
  }, 60_000)
})
