import type { Element } from '@xmldom/xmldom'
import { describe, expect, it } from 'vitest'
import { element, elements, rootOf, runDmn, textOf } from '../../test/dmn.ts'
import { mini, tiny, tinyFile } from '../../test/mini.ts'
import { exportDmn } from './export.ts'

const fact = (name: string, type: string, kind = '企业') =>
  `| 事实：${kind} | 类型 | 证据 |\n|---|---|---|\n| ${name} | ${type} | 填报：表 |\n`

const formula = (body: string) => `\`\`\`feel\n${body}\n\`\`\`\n\n`

/** Exports a policy of one article. */
function exported(body: string, front = '') {
  const { policy } = tiny(body, front)
  const { xml, diagnostics } = exportDmn(policy)
  const root = rootOf(xml)
  const byName = (name: string): Element => {
    const found = elements(root).find((one) => one.getAttribute('name') === name)
    if (!found) throw new Error(`no element ${name}`)
    return found
  }
  const text = (name: string): string =>
    textOf(element(element(byName(name), 'literalExpression') as Element, 'text'))
  return { root, diagnostics, codes: diagnostics.map((one) => one.code), byName, text }
}

/** The order in which the schema of DMN 1.5 wants the children of an element. */
const order: Readonly<Record<string, readonly string[]>> = {
  definitions: ['description', 'itemDefinition', 'inputData', 'decision'],
  itemDefinition: ['typeRef', 'allowedValues', 'itemComponent'],
  itemComponent: ['typeRef'],
  inputData: ['description', 'extensionElements', 'variable'],
  decision: [
    ...['description', 'extensionElements', 'variable', 'informationRequirement'],
    ...['literalExpression', 'decisionTable', 'context'],
  ],
  decisionTable: ['input', 'output', 'annotation', 'rule'],
  input: ['inputExpression'],
  output: ['defaultOutputEntry'],
  rule: ['inputEntry', 'outputEntry', 'annotationEntry'],
  contextEntry: ['variable', 'literalExpression', 'decisionTable'],
  variable: ['description'],
  informationRequirement: ['requiredInput', 'requiredDecision'],
}

function everything(root: Element): Element[] {
  return [root, ...elements(root).flatMap(everything)]
}

describe('the shape of a model', () => {
  const root = rootOf(exportDmn(mini.policy).xml)
  const all = everything(root)

  it('is DMN 1.5, its elements in the order of the schema', () => {
    expect(root.namespaceURI).toBe('https://www.omg.org/spec/DMN/20230324/MODEL/')
    for (const one of all) {
      const wanted = order[one.nodeName]
      if (!wanted) continue
      const places = elements(one).map((child) => wanted.indexOf(child.nodeName))
      expect(places, one.nodeName).not.toContain(-1)
      expect(places, one.nodeName).toEqual([...places].sort((a, b) => a - b))
    }
  })

  it('names each element once, and every reference leads somewhere', () => {
    const ids = all.flatMap((one) => one.getAttribute('id') ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9_]*$/)
    const refs = all.flatMap((one) => one.getAttribute('href') ?? [])
    expect(refs.length).toBeGreaterThan(10)
    for (const href of refs) {
      const target = all.find((one) => `#${one.getAttribute('id')}` === href)
      const decision = all.some(
        (one) => one.nodeName === 'requiredDecision' && one.getAttribute('href') === href,
      )
      expect(target?.nodeName).toBe(decision ? 'decision' : 'inputData')
    }
  })

  it('declares every type that it names, and each variable like its element', () => {
    const defined = all.filter((one) => one.nodeName === 'itemDefinition')
    const known = new Set([
      ...defined.map((one) => one.getAttribute('name')),
      ...['Any', 'string', 'number', 'boolean', 'date', 'days and time duration'],
    ])
    for (const one of all) {
      const ref = one.getAttribute('typeRef')
      if (ref) expect(known).toContain(ref)
      if (one.nodeName === 'typeRef') expect(known).toContain(textOf(one))
      if (one.nodeName !== 'inputData' && one.nodeName !== 'decision') continue
      expect(element(one, 'variable')?.getAttribute('name')).toBe(one.getAttribute('name'))
    }
  })

  it('speaks both languages, and says where other engines decide otherwise', () => {
    const said = textOf(element(root, 'description'))
    expect(said).toContain('“还不知道”')
    expect(said).toContain('“not known”')
    const decision = all.find((one) => one.getAttribute('name') === '补助上限') as Element
    expect(textOf(element(decision, 'description'))).toMatch(/依据：第四条[\s\S]*under Art\. 4/)
  })

  it('keeps the names of rows and what they rest on', () => {
    const decision = all.find((one) => one.getAttribute('name') === '可申请资格') as Element
    const table = element(decision, 'decisionTable') as Element
    const first = element(table, 'rule') as Element
    const notes = elements(first, 'annotationEntry').map(textOf)
    expect(notes.slice(0, 2)).toEqual(['在本县注册', '第三条第1款第1项'])
  })
})

describe('formulas in plain FEEL', () => {
  const numbers = fact('甲', '数')

  it.each([
    ['甲 * 5%', '甲 * 0.05'],
    ['甲 + 1.5万元 / 1元', '甲 + 15000 / 1'],
    ['甲 + 2亿元 / 1万元', '甲 + 200000000 / 10000'],
    ['甲 + 3次', '甲 + 3'],
    ['if 甲 > 1 then “是” else "否"', 'if 甲 > 1 then "是" else "否"'],
    ['max(甲，2)', 'max(甲, 2)'],
  ])('%s', (source, plain) => {
    expect(exported(`${formula(`乙: ${source}`)}${numbers}`).text('乙')).toBe(plain)
  })

  it.each([
    ['丙 + 3个月', '丙 + duration("P3M")'],
    ['丙 + 1年', '丙 + duration("P1Y")'],
    ['丙 - 15日', '丙 - duration("P15D")'],
    ['今日 > @"2024-03-01" and 丙 = null', '今日 > @"2024-03-01" and 丙 = null'],
  ])('%s', (source, plain) => {
    expect(exported(`${formula(`乙: ${source}`)}${fact('丙', '日期')}`).text('乙')).toBe(plain)
  })

  it('rounds an amount to the fen where it is named, and not one that is whole', () => {
    const { text } = exported(
      `${formula('乙: 丁 / 3\n戊: 30万元\n己: 丁 / 1元')}${fact('丁', '金额')}`,
    )
    expect(text('乙')).toBe('round half up(丁 / 3, 2)')
    expect(text('戊')).toBe('300000')
    expect(text('己')).toBe('丁 / 1')
  })

  it('rounds what a row of a table gives', () => {
    const table = '| 决策：乙（首个） | `丁 > 1元` | 结果 | 依据 |\n|---|---|---|---|\n'
    const rows = '| 一 | `true` | `丁 / 3` | |\n| 二 | `-` | `0.5元` | |\n'
    const { root } = exported(`${table}${rows}\n${fact('丁', '金额')}`)
    expect(runDmn(root, { 丁: 100 })('乙')).toBe(33.33)
    expect(runDmn(root, { 丁: 1 })('乙')).toBe(0.5)
  })

  it('requires what a formula reads, and no variable of its own', () => {
    const { byName } = exported(
      `${formula('乙: for 丙 in [1, 2] return 丙 + 甲')}${numbers}\n${fact('丙', '数')}`,
    )
    const hrefs = elements(byName('乙'), 'informationRequirement').map((one) =>
      elements(one)[0]?.getAttribute('href'),
    )
    expect(hrefs).toEqual([`#${byName('甲').getAttribute('id')}`])
  })

  it('rounds the sum of a table and not its rows', () => {
    const table = [
      '| 决策：乙（累加） | `丁 > 0元` | 结果 | 依据 |',
      '|---|---|---|---|',
      '| 一 | `true` | `丁 / 3` | |',
      '| 二 | `true` | `丁 / 3` | |',
    ].join('\n')
    const { root } = exported(`${table}\n\n${fact('丁', '金额')}`)
    expect(runDmn(root, { 丁: 0.01 })('乙')).toBe(0.01)
    expect(runDmn(root, { 丁: 0 })('乙')).toBe(0)
  })
})

describe('facts', () => {
  it('carries closed lists as allowed values, and null where there may be none', () => {
    const { root, byName } = exported(
      `${formula('乙: 甲 = "高" or 丙 = "是"')}${fact('甲', '高 / 低')}\n${fact('丙', '是 / 否，可无')}`,
    )
    const allowed = (name: string): string => {
      const ref = element(byName(name), 'variable')?.getAttribute('typeRef')
      const type = elements(root, 'itemDefinition').find((one) => one.getAttribute('name') === ref)
      return textOf(element(type as Element, 'allowedValues'))
    }
    expect(allowed('甲')).toBe('"高", "低"')
    expect(allowed('丙')).toBe('"是", "否", null')
  })

  it('takes a default, and the funding of an account, where nothing is given', () => {
    const account =
      '| 账户：额 | 每 | 注入 | 底线 |\n|---|---|---|---|\n| 年度额 | 企业 | `5万元` | `0元` |\n'
    const body = `${formula('乙: if 已办 then 0元 else 年度额')}${account}\n${fact('已办', '是非，默认 false')}`
    const { root } = exported(body.replace('填报：表', '办理：表'))
    expect(runDmn(root, {})('乙')).toBe(50_000)
    expect(runDmn(root, { 年度额_给定: 3 })('乙')).toBe(3)
    expect(runDmn(root, { 已办_给定: true })('乙')).toBe(0)
  })

  it('spells names that engines may read apart, and keeps the names as labels', () => {
    const account =
      '| 账户：额 | 每 | 注入 | 底线 |\n|---|---|---|---|\n| 年度额 | 企业 | | `0元` |\n'
    const body = `${formula('乙: 年度额.预留 + 研发-补助\n丙: 两 词 + count')}${account}\n`
    const facts = `${fact('研发-补助', '金额')}\n${fact('两 词', '数')}\n${fact('count', '数')}`
    const { byName, text, codes, diagnostics } = exported(body + facts)
    expect(text('乙')).toBe('round half up(年度额_预留 + 研发_补助, 2)')
    expect(text('丙')).toBe('两_词 + count_')
    expect(byName('年度额_预留').getAttribute('label')).toBe('年度额.预留')
    expect(byName('乙').getAttribute('label')).toBeNull()
    expect(codes.filter((code) => code === 'D004')).toHaveLength(4)
    expect(diagnostics[0]?.message.en).toContain('the label keeps the name')
  })

  it('tells names apart that would be spelt alike', () => {
    const facts = `${fact('甲-乙', '数')}\n${fact('甲+乙', '数')}\n${fact('甲_乙', '数')}`
    const { text } = exported(`${formula('丙: [甲-乙, 甲+乙, 甲_乙]')}${facts}`)
    expect(text('丙')).toBe('[甲_乙_2, 甲_乙_3, 甲_乙]')
  })
})

describe('what DMN has no words for is said, and becomes an input', () => {
  const numbers = fact('甲', '金额')

  it('a function of policies', () => {
    const { diagnostics, byName, text } = exported(
      `${formula('乙: 分摊(甲, [50%, 50%])\n丙: 乙[1]')}${numbers}`,
    )
    const one = diagnostics.find((d) => d.code === 'D002')
    expect(one).toMatchObject({ severity: 'error', place: { line: 13 } })
    expect(one?.message.zh).toContain('“乙”用到函数 分摊')
    expect(byName('乙').nodeName).toBe('inputData')
    expect(text('丙')).toBe('round half up(乙[1], 2)')
  })

  it('workdays', () => {
    const { codes, byName } = exported(formula('乙: 5个工作日'))
    expect(codes).toEqual(['D001'])
    expect(byName('乙').nodeName).toBe('inputData')
  })

  it('spans, defaults beside null, and procedures', () => {
    const facts = `${fact('甲', '期间')}\n${fact('丙', '日期，可无，默认 @"2024-01-01"')}`
    const { codes } = exported(
      `${formula('乙: 今日 > 丙\n丁: [甲]')}${facts.replaceAll('填报：表', '办理：表')}`,
    )
    expect(codes).toEqual(['D007', 'D008'])
    expect(exportDmn(mini.policy).diagnostics.map((one) => one.code)).toContain('D006')
  })

  it('a rule of another policy', () => {
    const other = tinyFile(`${formula('别规: 1 + 1')}`, '', 'demo/other.md')
    const { policy } = tiny(formula('乙: 别规 + 1'), '引用: [demo/other#别规]\n', other)
    const { diagnostics, xml } = exportDmn(policy)
    expect(diagnostics.map((one) => one.code)).toEqual(['D005'])
    expect(runDmn(rootOf(xml), { 别规: 2 })('乙')).toBe(3)
  })

  it('a formula that can’t be read, or that the standard reads otherwise', () => {
    const { policy } = tiny(formula('乙: 1 + 1'))
    const [rule] = policy.rules
    if (rule?.form !== 'formula') throw new Error('no formula')
    const { at } = rule.formula.tree
    const messages = [
      { kind: 'broken', at } as const,
      { kind: 'path', base: { kind: 'null', at }, name: '甲 乙 + 丙', at } as const,
    ].map((tree) => {
      const changed = { ...policy, rules: [{ ...rule, formula: { ...rule.formula, tree } }] }
      const [one] = exportDmn(changed).diagnostics
      return [one?.code, one?.message.zh]
    })
    expect(messages).toEqual([
      ['D003', '“乙”的公式读不懂；在 DMN 里它成了一个输入。'],
      ['D003', '“乙”的公式按标准的写法读出来意思不同；在 DMN 里它成了一个输入。'],
    ])
  })
})

it('writes text that holds marks as text', () => {
  const { xml } = exportDmn(
    tiny(`${formula('乙: 甲 < 1 and 丙 = "<&\\">"')}${fact('甲', '数')}\n${fact('丙', '文本')}`)
      .policy,
  )
  expect(xml).toContain('甲 &lt; 1 and 丙 = "&lt;&amp;\\"&gt;"')
  expect(runDmn(rootOf(xml), { 甲: 0, 丙: '<&">' })('乙')).toBe(true)
})
