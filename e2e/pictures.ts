/**
 * Pictures of every public page, in both languages, on a phone and on a desk, for people to look at.
 *
 * `npx tsx e2e/pictures.ts [directory]`
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contextOf, dress, launch, settled } from './browser.ts'
import { openSite } from './site.ts'

async function main(directory: string): Promise<void> {
  const [site, browser] = await Promise.all([openSite(), launch()])
  const response = await fetch(`${site.address}/api/policies`)
  const { policies } = (await response.json()) as { policies: { file: string }[] }
  const addresses = policies.map((policy) => `/policies/${policy.file.replace(/\.md$/, '')}`)
  for (const width of [375, 1440]) {
    const context = await contextOf(browser, { width })
    await dress(context)
    const page = await context.newPage()
    for (const path of ['', '/try', ...addresses].flatMap((path) => [path, `/en${path}`])) {
      await page.goto(site.address + path)
      if (path.endsWith('/try')) await page.waitForSelector('.results')
      await settled(page)
      const name = `${path.replaceAll('/', '-').replace(/^-/, '') || 'home'}-${width}.png`
      await page.screenshot({ path: join(directory, name) })
    }
    await context.close()
  }
  await browser.close()
  await site.close()
  process.stdout.write(`${directory}\n`)
}

main(process.argv[2] ?? mkdtempSync(join(tmpdir(), 'huoshui-')))
