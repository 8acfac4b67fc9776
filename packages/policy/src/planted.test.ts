/** One mistake at a time planted in the real Beijing policy: each is named at its own line. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compileCorpus } from './corpus.ts'

const root = new URL('../../../policies/', import.meta.url)
const path = 'beijing/innovation-voucher.md'
const files = (readdirSync(root, { recursive: true }) as string[])
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.md') && /^(?:beijing|terms|calendar)\//.test(name))
  .map((name) => ({ path: name, text: readFileSync(new URL(name, root), 'utf8') }))
const text = files.find((file) => file.path === path)?.text ?? ''

interface Planted {
  readonly text: string
  /** The line (from 1) that the mistake stands on. */
  readonly line: number
}

/** The lines of the table with this caption, each with its index in the document. */
function tableAt(lines: readonly string[], caption: string): { line: string; index: number }[] {
  const starts = lines.flatMap((line, i) =>
    new RegExp(`^\\| ${caption}(?:（[^|]*）)? \\|`).test(line) ? [i] : [],
  )
  const [start, ...more] = starts
  if (start === undefined || more.length > 0) throw new Error(`no one table ${caption}`)
  let end = start
  while (lines[end]?.startsWith('|')) end++
  return lines.slice(start, end).map((line, i) => ({ line, index: start + i }))
}

/** The one row of a table that begins with these cells. */
function rowAt(lines: readonly string[], caption: string, ...cells: string[]): number {
  const found = tableAt(lines, caption).filter(({ line }) => {
    const own = line.split('|').map((cell) => cell.trim())
    return cells.every((cell, i) => own[i + 1] === cell || own.includes(cell))
  })
  const rows = found.filter(({ line }) => line.split('|')[1]?.trim() === cells[0])
  if (rows.length !== 1) throw new Error(`${rows.length} rows ${cells.join(' ')} in ${caption}`)
  return rows[0]?.index as number
}

function change(caption: string, cells: string[], from: string, to: string): Planted {
  const lines = text.split('\n')
  const at = rowAt(lines, caption, ...cells)
  const row = lines[at] as string
  if (row.split(from).length !== 2) throw new Error(`“${from}” is not once in ${row}`)
  lines[at] = row.replace(from, () => to)
  return { text: lines.join('\n'), line: at + 1 }
}

/** Takes a row away; the mistake is then seen at another row. */
function drop(caption: string, cells: string[], seenIn: string, ...seen: string[]): Planted {
  const lines = text.split('\n')
  lines.splice(rowAt(lines, caption, ...cells), 1)
  return { text: lines.join('\n'), line: rowAt(lines, seenIn, ...seen) + 1 }
}

/** Writes a row below another. */
function add(caption: string, cells: string[], row: string): Planted {
  const lines = text.split('\n')
  const at = rowAt(lines, caption, ...cells)
  lines.splice(at + 1, 0, row)
  return { text: lines.join('\n'), line: at + 2 }
}

const flow = '流程：创新券'
const money = '记账：创新券'

const plants: readonly [string, string, () => Planted, readonly string[]][] = [
  [
    'an unknown name',
    'F101',
    () => change('条件：企业可申领', ['职工总数不超过500人'], '`职工总数 ', '`职工总人 '),
    ['职工总人', '职工总数'],
  ],
  [
    'a misspelt state',
    'P030',
    () => change(flow, ['登记'], '已领取 → 已登记', '已领去 → 已登记'),
    ['已领去', '已领取'],
  ],
  [
    'an unreachable state',
    'P032',
    () => add(flow, ['登记'], '| 备查 | 主管部门 | | | 另行备查 → 待评审 | | 第4项 |'),
    ['另行备查'],
  ],
  [
    'a dead-end state',
    'P033',
    () => change(flow, ['列为存疑'], '→ 存疑待查', '→ 专项待核'),
    ['专项待核'],
  ],
  [
    'a leaked reservation',
    'P034',
    () => drop(money, ['撤回'], flow, '撤回'),
    ['撤回', '周期额度', '年度额度'],
  ],
  [
    'crossed ledgers',
    'P035',
    () => change(money, ['公示', '合同额度'], '| 已用 |', '| 单位往来 |'),
    ['合同额度', '单位往来'],
  ],
  ['a missing lapse', 'P031', () => drop(flow, ['作废', '登记逾期'], flow, '登记'), ['登记']],
  [
    'a missing lapse of another act',
    'P031',
    () => drop(flow, ['作废', '申请兑现逾期'], flow, '申请兑现'),
    ['申请兑现'],
  ],
  [
    'a wrong type',
    'F202',
    () => change('条件：可领取', ['单张不超过5万元'], '5万元`', '50000`'),
    ['万元'],
  ],
  [
    'overlapping rows of a 唯一 table',
    'P015',
    () => change('决策：后补助上限', ['Ⅱ类良好'], '`"良好"`', '`"优秀"`'),
    ['后补助上限', 'Ⅱ类优秀', 'Ⅱ类良好'],
  ],
  [
    'a gap',
    'P016',
    () => {
      const planted = change('决策：后补助上限', ['合格、不合格'], '"合格", "不合格"', '"合格"')
      const [head] = tableAt(planted.text.split('\n'), '决策：后补助上限')
      return { ...planted, line: (head?.index ?? 0) + 1 }
    },
    ['后补助上限'],
  ],
  [
    'a citation to no article',
    'P010',
    () => change('条件：企业可申领', ['在北京地区注册'], '第1款第1项', '第三十条'),
    ['第三十条', '20'],
  ],
  [
    'an unaccounted article',
    'P011',
    () => {
      const lines = text.split('\n')
      lines.splice(
        lines.findIndex((line) => line.startsWith('- 第八条：')),
        1,
      )
      const above = lines.findIndex((line) => line.startsWith('### 第七条 '))
      return { text: lines.join('\n'), line: above + 1 }
    },
    ['20'],
  ],
  [
    'an unused fact',
    'P012',
    () => {
      const row = ['项目没有获得过市级财政科技资金']
      const planted = change('条件：可登记', row, '已获市级财政科技资金)', '强制或法定检测)')
      const fact = rowAt(planted.text.split('\n'), '事实：项目', '已获市级财政科技资金')
      return { ...planted, line: fact + 1 }
    },
    ['已获市级财政科技资金'],
  ],
  [
    'an act that no procedure has',
    'P037',
    () => change(flow, ['作废', '登记逾期'], '登记逾期', '登计逾期'),
    ['登计', '登记'],
  ],
  [
    'a transfer for no act',
    'P036',
    () => change(money, ['评审不通过'], '| 评审不通过 ', '| 评审没通过 '),
    ['评审没通过', '评审不通过'],
  ],
  [
    'an example that names no rule',
    'P038',
    () => {
      const planted = text.replace('| ⇒ 可领取 |', '| ⇒ 可领去 |')
      const head = planted.split('\n').findIndex((line) => line.includes('| ⇒ 可领去 |'))
      return { text: planted, line: head + 3 }
    },
    ['可领去', '可领取'],
  ],
]

const compile = (changed: string) =>
  compileCorpus(files.map((file) => (file.path === path ? { path, text: changed } : file)))
const before = compile(text).diagnostics

describe('mistakes planted in the Beijing policy', () => {
  it('has none as it stands', () => {
    expect(before.filter((one) => one.severity === 'error')).toEqual([])
  })

  it.each(plants)('%s is %s', (_, code, plant, names) => {
    const planted = plant()
    const found = compile(planted.text).diagnostics.filter(
      (one) => one.code === code && !before.some((old) => old.message.zh === one.message.zh),
    )
    const where = found.map((one) => `${one.place.line} ${one.message.zh}`)
    const here = found.find((one) => one.place.line === planted.line)
    expect(here, `on line ${planted.line}; found: ${where.join('; ')}`).toBeDefined()
    if (!here) return
    expect(here.severity).toBe('error')
    expect(here.place.file).toBe(path)
    expect(here.heading.length).toBeGreaterThan(0)
    for (const lang of ['zh', 'en'] as const) {
      const said = here.message[lang] + here.remedy[lang]
      expect(here.message[lang]).not.toBe('')
      expect(here.remedy[lang]).not.toBe('')
      for (const name of names) expect(said).toContain(name)
    }
  })
})
