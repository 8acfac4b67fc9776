/** From the home page to a conclusion, by mouse and by keyboard; files; languages; paper. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { contextOf, launch } from './browser.ts'
import { openSite, type Site } from './site.ts'

let site: Site
let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  ;[site, browser] = await Promise.all([openSite(), launch()])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await site?.close()
})
beforeEach(async () => {
  await context?.close()
  context = await contextOf(browser, { width: 1440 })
  page = await context.newPage()
  await page.clock.setFixedTime(new Date('2026-03-02T04:00:00Z'))
})

/** An example firm: what it answers, by the name of the question. */
const firm: Readonly<Record<string, string>> = {
  注册地: '北京',
  申领主体: '企业',
  独立法人: '是',
  成立日期: '2022-05-10',
  评价入库年度: '无',
  职工总数: '80',
  年销售收入: '3000',
  资产总额: '5000',
  财务制度健全: '是',
  不良诚信记录: '否',
  主营方向: '新材料',
  评价入库有效: '是',
  高新技术企业有效: '否',
}

const question = () => page.locator('.question h2')
const result = (name: string) =>
  page.locator('.result', { has: page.locator('h3', { hasText: new RegExp(`^${name}$`) }) })

/** Answers the question on the page, by mouse; what the firm doesn't say is not known. */
async function answer(name: string): Promise<void> {
  const text = firm[name]
  const form = page.locator('.fact-form')
  if (text === undefined) return form.getByRole('button', { name: '不知道' }).click()
  if (await form.getByRole('button', { name: text, exact: true }).count()) {
    return form.getByRole('button', { name: text, exact: true }).click()
  }
  if (await form.getByRole('radio', { name: text, exact: true }).count()) {
    await form.getByRole('radio', { name: text, exact: true }).check()
  } else await form.locator('input').first().fill(text)
  return form.getByRole('button', { name: '继续' }).click()
}

async function answerAll(how: (name: string) => Promise<void>): Promise<string[]> {
  const asked: string[] = []
  for (let name = (await question().textContent()) ?? ''; name !== '问完了'; ) {
    asked.push(name)
    expect(asked.length, `asked without end: ${asked.join('、')}`).toBeLessThan(120)
    await how(name)
    await page.waitForFunction(
      (before) => document.querySelector('.question h2')?.textContent !== before,
      name,
    )
    name = (await question().textContent()) ?? ''
  }
  return asked
}

async function openTry(fragment = ''): Promise<void> {
  await page.goto(`${site.address}/try${fragment}`)
  await page.waitForSelector('.results')
}

describe('an example firm', () => {
  it('goes from the home page by a policy to 50万元 under 第十二条', async () => {
    await page.goto(site.address)
    await page.getByRole('link', { name: /首都科技条件平台与科技创新券实施办法/ }).click()
    expect(await page.locator('#a12').textContent()).toContain('第十二条')
    await page.locator('.policy-head .action').click()
    await page.waitForSelector('.results')
    const asked = await answerAll(answer)
    expect(asked[0]).toBe('注册地')
    expect(new Set(asked).size, 'each is asked once').toBe(asked.length)
    const voucher = result('创新券')
    expect(await voucher.locator('.state').first().textContent()).toBe('符合')
    expect(await voucher.locator('.amount .money').textContent()).toBe('50万元')
    const clause = voucher.locator('.amount a.cite')
    expect(await clause.textContent()).toBe('第十二条')
    await clause.hover()
    expect(await voucher.locator('.amount .clause').textContent()).toContain('不超过50万元')
    await clause.click()
    expect(decodeURIComponent(new URL(page.url()).hash)).toBe('#a12')
  }, 120_000)

  it('gets there by the keyboard alone', async () => {
    await openTry()
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
    const tabTo = async (matches: () => Promise<boolean>) => {
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press('Tab')
        if (await matches()) return
      }
      throw new Error(`could not be reached by Tab from “${await question().textContent()}”`)
    }
    const isButton = (name: string) => async () =>
      (await page.evaluate(() => document.activeElement?.tagName === 'BUTTON')) &&
      (await focused()) === name
    const inForm = (selector: string) => () =>
      page.evaluate((s) => document.activeElement?.matches(`.fact-form ${s}`) ?? false, selector)
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('跳到正文')
    await page.keyboard.press('Enter')
    await answerAll(async (name) => {
      const text = firm[name] ?? '不知道'
      const form = page.locator('.fact-form')
      if (await form.getByRole('button', { name: text, exact: true }).count()) {
        await tabTo(isButton(text))
        return page.keyboard.press('Enter')
      }
      const radios = await form.getByRole('radio').count()
      if (radios > 0) {
        await tabTo(inForm('input[type=radio]'))
        const chosen = () =>
          page.evaluate(() => document.activeElement?.closest('label')?.textContent ?? '')
        await page.keyboard.press('Space')
        for (let i = 0; i < radios && (await chosen()) !== text; i++) {
          await page.keyboard.press('ArrowDown')
        }
        await tabTo(isButton('继续'))
        return page.keyboard.press('Enter')
      }
      await tabTo(inForm('input'))
      const date = await page.evaluate(
        () => (document.activeElement as HTMLInputElement).type === 'date',
      )
      const [year, month, day] = text.split('-')
      await page.keyboard.type(date ? `${month}${day}${year}` : text)
      return page.keyboard.press('Enter')
    })
    expect(await result('创新券').locator('.amount .money').textContent()).toBe('50万元')
  }, 120_000)

  it('can go back, change an answer, skip, and say it does not know', async () => {
    await openTry()
    await answer('注册地')
    const second = await question().textContent()
    await page.getByRole('button', { name: '先跳过' }).click()
    expect(await question().textContent()).not.toBe(second)
    await page.getByRole('button', { name: '上一题' }).click()
    expect(await question().textContent()).toBe('注册地')
    await page.getByRole('button', { name: '不知道' }).click()
    expect(await page.locator('.answered dd').first().textContent()).toBe('不知道')
    await page.getByRole('button', { name: '改“注册地”' }).click()
    await answer('注册地')
    expect(await page.locator('.answered dd').first().textContent()).toBe('北京')
  }, 60_000)

  it('is told what is wrong with an answer beside the field', async () => {
    await openTry(`#${new URLSearchParams({ 注册地: '北京', 独立法人: '是' }).toString()}`)
    for (let i = 0; (await question().textContent()) !== '职工总数' && i < 40; i++) {
      await page.getByRole('button', { name: '先跳过' }).click()
    }
    await page.locator('.fact-form input').fill('八十')
    await page.getByRole('button', { name: '继续' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('八十')
    expect(await question().textContent()).toBe('职工总数')
  }, 60_000)

  it('keeps its answers in the address, across a reload, and on the policy page', async () => {
    await openTry()
    await answer('注册地')
    expect(decodeURIComponent(new URL(page.url()).hash)).toContain('注册地=北京')
    await page.reload()
    await page.waitForSelector('.answered')
    await page.goto(`${site.address}/policies/beijing/innovation-voucher`)
    await page.getByRole('button', { name: '以我的事实看本文' }).click()
    const row = page.locator('tr[data-rule="企业可申领"][data-row="在北京地区注册"]')
    await row.locator('.state').waitFor()
    expect(await row.locator('.state').textContent()).toBe('符合')
    await page.getByRole('button', { name: '收起我的结果' }).click()
    expect(await row.locator('.state').count()).toBe(0)
  }, 60_000)

  it('never sends its answers anywhere', async () => {
    const sent: string[] = []
    page.on('request', (request) => sent.push(`${request.method()} ${request.url()}`))
    await openTry()
    await answer('注册地')
    expect(sent.filter((one) => !one.startsWith('GET '))).toEqual([])
    expect(
      sent.filter((one) => decodeURIComponent(one.split('#')[0] ?? '').includes('北京')),
    ).toEqual([])
  }, 60_000)
})

describe('a file', () => {
  const csv = [
    '企业名称,注册地,独立法人,申领主体,成立日期,职工总数,主营方向',
    '示例企业甲,北京,是,企业,2022-05-10,80,新材料',
    '示例企业乙,北京,是,企业,2021-13-10,八十,新材料',
    '示例企业丙,北京,是,企业,2021-03-10,620,新材料',
  ].join('\n')

  it('with mistakes is read as far as it goes, and says where and how to mend it', async () => {
    await openTry()
    await page.locator('.file-door summary').click()
    const file = { name: '企业.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }
    await page.locator('input[type=file]').setInputFiles(file)
    const problems = page.locator('.problems li')
    await problems.first().waitFor()
    expect(await problems.count()).toBe(2)
    expect(await problems.first().textContent()).toMatch(/第 3 行[\s\S]*成立日期[\s\S]*2021-13-10/)
    const rows = page.locator('.batch tbody tr')
    await page
      .getByRole('button', { name: /下载 CSV/ })
      .and(page.locator(':enabled'))
      .waitFor()
    expect(await rows.count()).toBe(3)
    expect(await rows.nth(2).textContent()).toContain('不符合')
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: /下载 CSV/ }).click()
    expect((await saved).suggestedFilename()).toBe('huoshui.csv')
    await page.getByRole('button', { name: '示例企业丙' }).click()
    expect(await result('创新券').locator('.gist').textContent()).toContain('620')
  }, 60_000)

  it('that is empty or no table is refused with a reason', async () => {
    await openTry()
    await page.locator('.file-door summary').click()
    await page.getByRole('button', { name: '读入' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('还没有内容')
    await page.locator('.file-door textarea').fill('{ 这不是 JSON')
    await page.getByRole('button', { name: '读入' }).click()
    await page.locator('.problems li').first().waitFor()
    expect(await page.locator('.batch').count()).toBe(0)
  }, 60_000)
})

describe('the page', () => {
  it('changes language and stays where it was', async () => {
    await page.goto(`${site.address}/policies/shandong/interest-subsidy`)
    await page.getByRole('link', { name: 'English' }).click()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    expect(new URL(page.url()).pathname).toBe('/en/policies/shandong/interest-subsidy')
    expect(await page.locator('h1').textContent()).toContain('Shandong')
    await page.getByRole('link', { name: '中文' }).click()
    expect(new URL(page.url()).pathname).toBe('/policies/shandong/interest-subsidy')
  }, 60_000)

  it('keeps large text once it is chosen', async () => {
    await page.goto(site.address)
    const size = () => page.evaluate(() => getComputedStyle(document.body).fontSize)
    const before = await size()
    await page.getByRole('button', { name: '大字' }).click()
    expect(Number.parseFloat(await size())).toBeGreaterThan(Number.parseFloat(before))
    await page.reload()
    expect(Number.parseFloat(await size())).toBeGreaterThan(Number.parseFloat(before))
  }, 60_000)

  it('prints without what only a screen needs', async () => {
    await openTry(`#${new URLSearchParams({ 注册地: '北京' }).toString()}`)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.masthead nav').isVisible()).toBe(false)
    expect(await page.locator('.question').isVisible()).toBe(false)
    expect(await page.locator('.results').isVisible()).toBe(true)
    expect(await page.locator('.answered').isVisible()).toBe(true)
    const paper = await page.pdf({ format: 'A4' })
    expect(paper.subarray(0, 5).toString()).toBe('%PDF-')
  }, 60_000)

  it('says so when the policies cannot be fetched, and tries again', async () => {
    await page.route('**/api/policies', (route) => route.abort(), { times: 1 })
    await page.goto(`${site.address}/try`)
    await page.getByRole('alert').waitFor()
    await page.getByRole('button', { name: '再试一次' }).click()
    await page.waitForSelector('.results')
  }, 60_000)
})
