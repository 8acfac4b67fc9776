import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { compileCorpus } from './corpus.ts'
import { formatPolicy } from './fmt.ts'
import type { Policy } from './policy.ts'
import type { SourceFile } from './read.ts'

const front = `---
标识: x
名称: 示例
状态: 草案
---
`
const facts = `
| 事实：企业 | 类型 | 证据 |
|---|---|---|
| 收入 | 金额 | 填报 |
| 人数 | 数 | 填报 |
| 地 | 文本 | 填报 |
`
/** A document of these blocks and its facts, laid out. */
const laid = (body: string) =>
  formatPolicy(`${front}\n# 题\n\n${body}\n${facts}`).slice(front.length + 6)
const expected = (body: string) => `${body}${facts}`

describe('layout', () => {
  test('one blank line between blocks, none at the ends, one newline last', () => {
    const messy = `${front}\n\n\n# 题\n## 节\n> 引\n\n\n\n文字\n- 一\n- 二\n\n\n`
    expect(formatPolicy(messy)).toBe(`${front}\n# 题\n\n## 节\n\n> 引\n\n文字\n\n- 一\n- 二\n`)
  })

  test('blanks at line ends go; a hard break stays a break', () => {
    expect(formatPolicy('# 题  \n\n文字 \n下一行  \n断行\t\n')).toBe(
      '# 题\n\n文字\n下一行\\\n断行\n',
    )
  })

  test('CRLF becomes LF; an empty file stays empty', () => {
    expect(formatPolicy('# 题\r\n\r\n文字\r\n')).toBe('# 题\n\n文字\n')
    expect(formatPolicy('')).toBe('')
  })

  test('tables: one blank around each cell, alignment kept, rows as they are', () => {
    const messy = '# 题\n\n|甲  |   乙|丙|\n|:--|:-:|---------:|\n|  1|2||\n'
    expect(formatPolicy(messy)).toBe('# 题\n\n| 甲 | 乙 | 丙 |\n|:---|:---:|---:|\n| 1 | 2 | |\n')
  })

  test('a table without bars at its ends, and a row with too few cells', () => {
    expect(formatPolicy('甲 | 乙\n--|--\n1 | 2\n3\n')).toBe(
      '| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n| 3 |\n',
    )
  })

  test('code that is not ours keeps every blank', () => {
    const code = '# 题\n\n```text\na  \n\n\n\nb\n```\n'
    expect(formatPolicy(code)).toBe(code)
    const nested = '- 甲\n\n  ```text\n  a  \n\n\n\n  b\n  ```\n'
    expect(formatPolicy(nested)).toBe(nested)
  })

  test('front matter whose blanks mean something is left', () => {
    const text = '---\n说明: |\n  两格  \n名称: 甲\n---\n\n# 题\n'
    expect(formatPolicy(text)).toBe(text)
    expect(formatPolicy('---\n名称: 甲  \n---\n\n# 题\n')).toBe('---\n名称: 甲\n---\n\n# 题\n')
  })
})

describe('expressions', () => {
  test('of a table are spaced', () => {
    expect(
      laid(
        '| 条件：可报（同时满足） | 须满足 |\n|---|---|\n| 小 | `收入<=2亿元   and (人数)<500` |\n',
      ),
    ).toBe(
      expected(
        '| 条件：可报（同时满足） | 须满足 |\n|---|---|\n| 小 | `收入 <= 2亿元 and 人数 < 500` |\n',
      ),
    )
  })

  test('brackets that matter stay', () => {
    const body = '| 条件：可报（同时满足） | 须满足 |\n|---|---|\n| 小 | `(人数 + 1) * 2 > 3` |\n'
    expect(laid(body)).toBe(expected(body))
  })

  test('decision tests, entries of examples, and 置', () => {
    const messy = [
      '| 决策：档（首个） | `人数+1` | 结果 |\n|---|---|---|\n| 一 | `>=5` | `"甲"` |\n| 二 | `-` | `"乙"` |\n',
      '| 算例：基准 | 改动 | ⇒ 档 |\n|---|---|---|\n| 例 | `人数:5;收入:?` | `"甲"` |\n',
      '| 流程：办（企业） | 由 | 状态 | 办理 |\n|---|---|---|---|\n| 开 | 企业 | 起 → 毕 | 填 收入；置 `人数:1+1` |\n',
    ]
    const clean = [
      '| 决策：档（首个） | `人数 + 1` | 结果 |\n|---|---|---|\n| 一 | `>= 5` | `"甲"` |\n| 二 | `-` | `"乙"` |\n',
      '| 算例：基准 | 改动 | ⇒ 档 |\n|---|---|---|\n| 例 | `人数: 5; 收入: ?` | `"甲"` |\n',
      '| 流程：办（企业） | 由 | 状态 | 办理 |\n|---|---|---|---|\n| 开 | 企业 | 起 → 毕 | 填 收入；置 `人数: 1 + 1` |\n',
    ]
    expect(laid(messy.join('\n'))).toBe(expected(clean.join('\n')))
  })

  test('of feel blocks are spaced, line by line', () => {
    const messy = '```feel\n\n  甲:收入*40%   \n\n\n\n乙 : min( 甲,50万元 )\n\n```\n'
    const clean = '```feel\n甲: 收入 * 40%\n\n乙: min(甲, 50万元)\n```\n'
    expect(laid(messy)).toBe(expected(clean))
  })

  test.each([
    ['with an unknown name', '甲:不知道*40%'],
    ['that cannot be read', '甲:收入 *'],
    ['over several lines', '甲: if 收入>1元\n  then 1\n  else 2'],
    ['with a comment inside', '甲:收入 /* 说明 */*1'],
  ])('%s stay as they are', (_, code) => {
    const body = `\`\`\`feel\n${code}\n\`\`\`\n`
    expect(laid(body)).toBe(expected(body))
  })

  test('a comment behind an entry is kept', () => {
    expect(laid('```feel\n甲:收入*1   // 说明\n// 另一行\n```\n')).toBe(
      expected('```feel\n甲: 收入 * 1   // 说明\n// 另一行\n```\n'),
    )
  })

  test('a name of the shared facts is known when they are given', () => {
    const text = `---\n标识: x\n对象: { 甲方: 企业 }\n---\n\n# 题\n\n\`\`\`feel\n甲:人数*2\n\`\`\`\n`
    const facts = compileCorpus([
      {
        path: 'terms/facts.md',
        text: '# 事实\n\n| 事实：企业 | 类型 | 证据 |\n|---|---|---|\n| 人数 | 数 | 填报 |\n',
      },
    ]).facts
    expect(formatPolicy(text)).toBe(text)
    expect(formatPolicy(text, { facts })).toBe(text.replace('甲:人数*2', '甲: 人数 * 2'))
  })

  test('code in tables for people is left', () => {
    const body = '| 写法 | 意思 |\n|---|---|\n| `收入<=2亿元` | 例 |\n'
    expect(laid(body)).toBe(expected(body))
  })
})

const root = fileURLToPath(new URL('../../../policies', import.meta.url))
const files: SourceFile[] = (readdirSync(root, { recursive: true }) as string[])
  .filter((path) => path.endsWith('.md'))
  .map((path) => ({
    path: path.replaceAll('\\', '/'),
    text: readFileSync(join(root, path), 'utf8'),
  }))
const original = compileCorpus(files)
const shared = { facts: original.facts }

/** The same text as a careless hand would leave it. */
function messUp(text: string): string {
  const at = text.indexOf('\n---\n') + 5
  const body = text
    .slice(at)
    .replace(/^\|(.*)\|$/gm, (_, row: string) => `|  ${row.trim()}  |  `)
    .replace(/\n\n(?=#|\||```)/g, '\n\n\n\n')
  return `${text.slice(0, at)}${body.replace(/\n/g, '\r\n')}\r\n\r\n`
}

/** Compiled policies without what layout may change: places, sources, the hash of the text. */
function meaning(policies: readonly Policy[]): Map<string, unknown> {
  const layout = new Set(['place', 'at', 'source', 'base', 'digest'])
  const bare = (policy: Policy) =>
    JSON.parse(JSON.stringify(policy, (key, value) => (layout.has(key) ? 0 : value)))
  return new Map(policies.map((policy) => [policy.file, bare(policy)]))
}

describe.each(files.map((file) => [file.path, file.text] as const))('%s', (_, text) => {
  const once = formatPolicy(text, shared)

  test('formatting twice is formatting once', () => {
    expect(formatPolicy(once, shared)).toBe(once)
    expect(once).not.toMatch(/[ \t]$|\n\n$/m)
  })

  test('a careless layout is mended', () => {
    expect(formatPolicy(messUp(text), shared)).toBe(once)
  })
})

test('the meaning of every policy stays', () => {
  const laidOut = files.map(({ path, text }) => ({
    path,
    text: formatPolicy(messUp(text), shared),
  }))
  const after = meaning(compileCorpus(laidOut).policies)
  expect(after.size).toBeGreaterThan(1)
  expect(after).toEqual(meaning(original.policies))
}, 60_000)
