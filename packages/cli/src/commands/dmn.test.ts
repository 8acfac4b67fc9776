/** `huoshui export` and `huoshui import`, as they are called. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { runIn } from '../../test/io.ts'

const homes: string[] = []
let home = ''

const policy = `---
标识: place/sample
名称: 示例办法
施行: 2024-01-01
条: 1
---

# 示例办法

### 第一条 补助

\`\`\`feel
补助金额: min(研发费用 * 10%, 20万元)
\`\`\`

| 事实：企业 | 类型 | 说明 | 证据 |
|---|---|---|---|
| 研发费用 | 金额，下限 0元 | | 填报：报表 |
`

const model = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="模型" namespace="u:m">
  <inputData id="i" name="甲"><variable name="甲" typeRef="number"/></inputData>
  <decision id="d" name="乙"><variable name="乙"/>
    <informationRequirement><requiredInput href="#i"/></informationRequirement>
    <literalExpression><text>甲 + 1</text></literalExpression>
  </decision>
</definitions>
`

const bad = model.replace('甲 + 1', '甲 + +')

function write(path: string, text: string | Uint8Array): string {
  const target = join(home, path)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, text)
  return path
}

const read = (path: string) => readFileSync(join(home, path), 'utf8')

const run = (args: string) => runIn(home, args)

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'huoshui-dmn-'))
  homes.push(home)
  write('policies/place/sample.md', policy)
})

afterAll(() => {
  for (const path of homes) rmSync(path, { recursive: true, force: true })
})

describe('export', () => {
  test('prints XML, or writes a file', async () => {
    const printed = await run('export --dmn place/sample')
    expect([printed.code, printed.err]).toEqual([0, ''])
    expect(printed.out).toContain('round half up(min(研发费用 * 0.1, 200000), 2)')
    const { code, out } = await run('export --dmn sample --out sample.dmn')
    expect([code, out]).toEqual([0, '写好 sample.dmn\n1 条规则。\n'])
    expect(read('sample.dmn')).toBe(printed.out)
  })

  test('says on the error stream what DMN can’t say, and exits with 1', async () => {
    write('policies/place/sample.md', policy.replace('min(研发费用 * 10%, 20万元)', '5个工作日'))
    const { code, out, err } = await run('export --dmn place/sample --lang en')
    expect(code).toBe(1)
    expect(out).toMatch(/^<\?xml/)
    expect(err).toContain('policies/place/sample.md:13')
    expect(err).toContain('D001')
    expect(err).toContain('Work the value out')
  })

  test('--json', async () => {
    const { out } = await run('export --dmn place/sample --json')
    const said = JSON.parse(out)
    expect(said).toMatchObject({ policy: 'place/sample', diagnostics: [] })
    expect(said.xml).toMatch(/^<\?xml/)
    const written = JSON.parse((await run('export --dmn place/sample --json --out a.dmn')).out)
    expect(written).toEqual({ policy: 'place/sample', diagnostics: [], path: 'a.dmn' })
  })
})

describe('import', () => {
  test('writes a draft that check reads', async () => {
    write('model.dmn', model)
    const { code, out, err } = await run('import --dmn model.dmn --as place/model')
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('写好 policies/place/model.md\n带来 1 条规则。')
    expect(out).toContain('huoshui check place/model')
    expect(read('policies/place/model.md')).toContain('乙: 甲 + 1')
    expect((await run('check place/model')).code).toBe(0)
    const screened = await run('explain place/model 乙 --set 甲=2')
    expect(screened.out).toContain('3')
  })

  test('never takes the place of a policy; --out writes where it is told', async () => {
    write('model.dmn', model)
    const taken = await run('import --dmn model.dmn --as place/sample')
    expect(taken.code).toBe(2)
    expect(taken.err).toContain('已经有 policies/place/sample.md')
    expect(read('policies/place/sample.md')).toBe(policy)
    expect((await run('import --dmn model.dmn --as place/sample --out draft.md')).code).toBe(0)
    expect(read('draft.md')).toContain('状态: 草案')
  })

  test('says where in the XML something was not carried, and exits with 1', async () => {
    write('bad.dmn', bad)
    const { code, out, err } = await run('import --dmn bad.dmn --as place/bad --lang en')
    expect(code).toBe(1)
    expect(err).toContain('bad.dmn:6')
    expect(err).toContain('D110')
    expect(err).toContain('<literalExpression>')
    expect(out).toContain('0 rules carried, 1 decision not.')
  })

  test('refuses what is no model, and writes nothing', async () => {
    write('bomb.dmn', `<!DOCTYPE a [<!ENTITY x "y">]>${model}`)
    write('latin.dmn', new Uint8Array([0x3c, 0xe9, 0x3e]))
    for (const [file, said] of [
      ['bomb.dmn', 'D101'],
      ['latin.dmn', 'UTF-8'],
      ['none.dmn', 'none.dmn'],
    ]) {
      const { code, out, err } = await run(`import --dmn ${file} --as place/new`)
      expect([code, out]).toEqual([3, ''])
      expect(err).toContain(said)
    }
    expect(() => read('policies/place/new.md')).toThrow()
  })

  test('--json', async () => {
    write('bad.dmn', bad)
    const said = JSON.parse((await run('import --dmn bad.dmn --as place/bad --json')).out)
    expect(said).toMatchObject({ slug: 'place/bad', path: 'policies/place/bad.md', left: ['乙'] })
    expect(said.inputs).toEqual([{ input: '甲', path: [], fact: '甲' }])
    expect(said.diagnostics[0].code).toBe('D110')
    write('html.dmn', '<html/>')
    const refused = await run('import --dmn html.dmn --as place/html --json')
    expect([refused.code, JSON.parse(refused.out).diagnostics[0].code]).toEqual([3, 'D102'])
  })
})

test.each([
  ['export place/sample', '--dmn'],
  ['export --dmn nowhere', '没有政策“nowhere”'],
  ['import model.dmn --as a/b', '--dmn'],
  ['import --dmn model.dmn', '--as'],
  ['import --dmn model.dmn --as A', '标识“A”'],
  ['import --dmn model.dmn --as terms/facts', '标识“terms/facts”'],
  ['import --dmn', '还少参数'],
])('huoshui %s is misuse', async (args, said) => {
  const { code, out, err } = await run(args)
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain(said)
})
