import { day } from '@huoshui/values'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from './app.ts'
import { noAssets } from './assets.ts'
import { openLibrary } from './library.ts'

const policy = (slug: string, extra: string, body: string) => ({
  path: `${slug}.md`,
  text: `---
标识: ${slug.replace(/@.*/, '')}
名称: 办法${slug}
发布: 测试局
施行: ${slug.includes('@') ? '2025-01-01' : '2024-01-01'}
状态: 施行
证据等级: 二手
地区: 测试市
条: 1
${extra}
---

# 办法

## 第一条 条件

> 名单里的单位可以领取，最高五万元。

| 条件：可领（同时满足） | 须满足 |
|---|---|
| 在名单里 | \`${body}\` |

\`\`\`feel
补助额: min(投入, 5万元)
\`\`\`

## 事实

| 事实：单位 | 类型 | 说明 | 证据 |
|---|---|---|---|
| 名单内 | 是非 | | 登记：名单 |
| 投入 | 金额，下限 0元 | | 填报：账簿 |
`,
})

const measure =
  '措施: [{ 名: 补助, 对象: 单位, 资格: 可领, 金额: 补助额, 单位: 每年, 依据: 第一条 }]'

const library = openLibrary([
  policy('test/a', `${measure}\n失效: 2025-01-01`, '名单内'),
  policy('test/a@2025', measure, '名单内'),
  policy('test/broken', measure, '没有声明的名称'),
  policy('test/importing', `${measure}\n引用: [test/broken#可领]`, '名单内'),
])

let app: FastifyInstance
const failures: unknown[] = []

beforeAll(async () => {
  app = await buildApp({
    library,
    today: () => day('2026-03-02'),
    assets: noAssets,
    onFailure: (error) => failures.push(error),
  })
  app.get('/boom', () => {
    throw new Error('a secret of the machine')
  })
  app.get('/api/boom', () => {
    throw new Error('a secret of the machine')
  })
})
afterAll(() => app.close())

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })

describe('pages', () => {
  it('are documents with a language, a title and one heading', async () => {
    for (const [url, lang] of [
      ['/', 'zh-CN'],
      ['/en', 'en'],
      ['/policies/test/a', 'zh-CN'],
      ['/en/policies/test/a@2025', 'en'],
      ['/try', 'zh-CN'],
      ['/en/try', 'en'],
    ]) {
      const { statusCode, body } = await get(url as string)
      expect(statusCode, url).toBe(200)
      expect(body).toContain(`<html lang="${lang}">`)
      expect(body.match(/<h1/g), url).toHaveLength(1)
    }
  })

  it('list each policy with its measures, amounts and grade of evidence', async () => {
    const { body } = await get('/')
    expect(body).toContain('href="/policies/test/a"')
    expect(body).toContain('5万元')
    expect(body).toContain('二手')
  })

  it('show the versions of a policy to one another', async () => {
    const { body } = await get('/policies/test/a')
    expect(body).toContain('href="/policies/test/a@2025"')
  })

  it('link to the same page in the other language', async () => {
    const { body } = await get('/policies/test/a')
    expect(body).toContain('href="/en/policies/test/a"')
  })

  it('say what to do without JavaScript', async () => {
    const { body } = await get('/try')
    expect(body).toMatch(/<noscript>[\s\S]*npx huoshui screen[\s\S]*<\/noscript>/)
  })

  it('have no inline script or style, as their security policy asks', async () => {
    const { body, headers } = await get('/policies/test/a')
    const policyText = String(headers['content-security-policy'])
    expect(policyText).toContain("script-src 'self'")
    expect(policyText).not.toMatch(/unsafe/)
    expect(body).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle="|\son\w+="/)
  })
})

describe('policies with errors', () => {
  it('are withheld together with what imports from them, and it is said how many', async () => {
    expect(library.withheld).toEqual(['test/broken.md', 'test/importing.md'])
    expect((await get('/policies/test/broken')).statusCode).toBe(404)
    expect((await get('/')).body).toContain('另有 2 件文书有错误')
  })
})

describe('data', () => {
  it('gives what a browser needs to decide, without examples or places', async () => {
    const { policies, texts } = (await get('/api/policies')).json()
    expect(policies).toHaveLength(2)
    expect(JSON.stringify(policies)).not.toContain('"place"')
    expect(texts['test/a.md'].clauses.zh.a1).toContain('最高五万元')
  })

  it('gives one policy and its source', async () => {
    expect((await get('/api/policies/test/a')).json().meta.slug).toBe('test/a')
    const source = await get('/api/policies/test/a/source')
    expect(source.headers['content-type']).toContain('text/markdown')
    expect(source.body).toContain('标识: test/a')
  })

  it('answers 304 to whoever has it already, and packs it for whoever takes that', async () => {
    const first = await get('/api/policies', { 'accept-encoding': 'br' })
    expect(first.headers['content-encoding']).toBe('br')
    const again = await get('/api/policies', { 'if-none-match': String(first.headers.etag) })
    expect(again.statusCode).toBe(304)
    expect(again.body).toBe('')
  })

  it('is well', async () => {
    expect((await get('/healthz')).json()).toEqual({ ok: true })
  })
})

describe('what goes wrong', () => {
  it('is a page in the language of the address, or problem+json under /api', async () => {
    expect((await get('/nothing')).body).toContain('没有这一页')
    expect((await get('/en/nothing')).body).toContain('There is no such page')
    expect((await get('/%E0%A4%A')).statusCode).toBe(400)
    const api = await get('/api/policies/none')
    expect(api.statusCode).toBe(404)
    expect(api.headers['content-type']).toContain('application/problem+json')
    expect(api.json()).toMatchObject({ status: 404, title: '没有这一页' })
  })

  it('tells the operator and not the reader', async () => {
    for (const url of ['/boom', '/api/boom']) {
      const { statusCode, body } = await get(url)
      expect(statusCode).toBe(500)
      expect(body).not.toContain('secret')
    }
    expect(failures).toHaveLength(2)
  })

  it('never lets text out of an address into a page', async () => {
    const { body } = await get('/policies/%3Cscript%3Ealert(1)%3C%2Fscript%3E')
    expect(body).not.toContain('<script>alert')
  })
})
