import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { runIn } from '../test/io.ts'
import type { Io } from './io.ts'
import { textsOf } from './texts.ts'

const repository = fileURLToPath(new URL('../../..', import.meta.url))
const homes: string[] = []
let home = ''

const facts = `---
标识: terms/facts
名称: 共用事实
---

# 共用事实

| 事实：企业 | 类型 | 证据 |
|---|---|---|
| 统一社会信用代码 | 文本 | 登记：营业执照 |
| 企业名称 | 文本 | 登记：营业执照 |
| 注册地 | 文本 | 登记：营业执照 |
| 职工总数 | 数，下限 0 | 登记：社会保险缴纳记录 |
`
const calendar = `---
标识: calendar/2024
年: 2024
通知: 示例通知
---

# 2024

| 假日 | 放假 | 调休上班 |
|---|---|---|
| 元旦 | 2024-01-01 | |
`

function write(path: string, text: string | Uint8Array): string {
  const target = join(home, path)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, text)
  return path
}

const read = (path: string) => readFileSync(join(home, path), 'utf8')

/** Runs a command line here; what it printed and its exit code. */
const run = (args: string, more: Partial<Io> = {}) => runIn(home, args, more)

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'huoshui-cli-'))
  homes.push(home)
  write('policies/terms/facts.md', facts)
  write('policies/calendar/2024.md', calendar)
})

afterAll(() => {
  for (const path of homes) rmSync(path, { recursive: true, force: true })
})

/** The sample policy, in force. */
async function sample(): Promise<string> {
  await run('new place/sample --title 示例办法')
  const path = 'policies/place/sample.md'
  write(path, read(path).replace('状态: 草案', '状态: 施行'))
  return path
}

const good =
  '{"名称":"甲","日期":"2024-03-01","事实":{"注册地":"示例省","职工总数":80,"研发费用":"300万元"}}'

describe('how it is called', () => {
  test('without a command it shows the help and is misuse; --help is fine', async () => {
    const bare = await run('')
    expect(bare.code).toBe(2)
    expect(bare.out).toContain('退出码')
    const help = await run('--help')
    expect([help.code, help.out]).toEqual([0, bare.out])
    for (const name of Object.keys(textsOf('zh').commands)) expect(help.out).toContain(`  ${name} `)
  })

  test.each(Object.keys(textsOf('zh').commands))(
    '%s --help has examples and exit codes',
    async (name) => {
      for (const lang of ['zh', 'en'] as const) {
        const { code, out } = await run(`${name} --help --lang ${lang}`)
        expect(code).toBe(0)
        expect(out).toContain(`huoshui ${name}`)
        expect(out).toContain(textsOf(lang).examplesTitle)
        expect(out).toContain('70')
      }
      expect((await run(`help ${name}`)).out).toBe((await run(`${name} -h`)).out)
    },
  )

  test.each([
    ['chek', '是否想写“check”？'],
    ['help chek', '没有命令“chek”'],
    ['check --jsn', '是否想写 --json？'],
    ['check --lang fr', '--lang 只有 zh 和 en'],
    ['check --lang', '--lang 后面要写值'],
    ['check --json=1', '--json 后面不写值'],
    ['screen', '还少参数'],
    ['screen a.json b.json', '多了“b.json”'],
    ['explain place/sample', '还少参数'],
    ['screen a.json --day 2024-02-30', '不是一天'],
  ])('huoshui %s', async (args, said) => {
    const { code, out, err } = await run(args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(said)
    expect(err).toContain('--help')
  })

  test('misuse is told in English too', async () => {
    expect((await run('--lang en chek')).err).toContain('Did you mean “check”?')
    expect((await run('chek --lang=en')).err).toContain('Did you mean “check”?')
  })

  test('options may stand before the command', async () => {
    await sample()
    const before = await run('--json --policies policies check')
    expect(JSON.parse(before.out).errors).toBe(0)
  })

  test('a defect of ours is told without a trace, with one when asked', async () => {
    const out = () => {
      throw new Error('示例缺陷')
    }
    const plain = await run('--help', { out })
    expect(plain.code).toBe(70)
    expect(plain.err).toContain('示例缺陷')
    expect(plain.err).not.toContain('    at ')
    const traced = await run('--help', { out, env: { HUOSHUI_DEBUG: '1' } })
    expect(traced.code).toBe(70)
    expect(traced.err).toContain('    at ')
  })
})

describe('the directory of policies', () => {
  test('is found upwards', async () => {
    await sample()
    const inner = join(home, 'a/b')
    mkdirSync(inner, { recursive: true })
    const { code, out } = await run('check', { cwd: inner })
    expect(code).toBe(0)
    expect(out).toContain('3 个文件')
  })

  test.each([
    ['check --policies nowhere', '没有目录 nowhere'],
    ['check --policies empty', '里没有政策'],
    ['check nothing.md', '里没有“nothing.md”'],
    ['check place/sampel', '是否想写“place/sample”？'],
  ])('huoshui %s cannot be read', async (args, said) => {
    await sample()
    mkdirSync(join(home, 'empty'))
    const { code, err } = await run(args)
    expect([code, err.includes(said)]).toEqual([3, true])
  })

  test('a file that is not UTF-8 is named', async () => {
    write('policies/place/bad.md', Uint8Array.of(0x23, 0x20, 0xd6, 0xd0, 0xce, 0xc4))
    const { code, err } = await run('check')
    expect(code).toBe(3)
    expect(err).toContain('place/bad.md：不是 UTF-8')
  })
})

describe('new and check', () => {
  test('a draft passes the checks', async () => {
    const made = await run('new place/sample --title 示例办法 --issuer 某局 --day 2024-02-01')
    expect(made.code).toBe(0)
    expect(made.out).toContain('policies/place/sample.md')
    expect(made.err + made.out).not.toContain('注意')
    expect(read('policies/place/sample.md')).toContain('名称: 示例办法\n文号: 示例文号\n发布: 某局')
    expect((await run('check')).code).toBe(0)
  })

  test('nothing is written over', async () => {
    const path = await sample()
    const before = read(path)
    const again = await run('new place/sample')
    expect(again.code).toBe(2)
    expect(again.err).toContain('没有改动它')
    expect(read(path)).toBe(before)
  })

  test.each(['../out', 'Place/x', 'sample', 'terms/x', 'place/示例', '/etc/x'])(
    'slug %s is refused',
    async (slug) => {
      expect((await run(`new ${slug}`)).code).toBe(2)
      expect(existsSync(join(home, '..', 'out.md'))).toBe(false)
    },
  )

  test('what the library lacks is said', async () => {
    rmSync(join(home, 'policies/terms'), { recursive: true })
    const { out } = await run('new place/other --day 2030-01-01')
    expect(out).toContain('terms/facts.md')
    expect(out).toContain('没有 2030 年')
    expect((await run('new place/third --template no')).err).toContain('grant、rules')
  })

  test('errors are shown with the line, and counted', async () => {
    const path = await sample()
    write(path, read(path).replace('`职工总数 <= 300`', '`职工数 <= 300`'))
    const { code, out } = await run('check')
    expect(code).toBe(1)
    expect(out).toContain('policies/place/sample.md:')
    expect(out).toContain('职工数 <= 300')
    expect(out).toContain('是不是“职工总数”？')
    expect(out).toMatch(/3 个文件：\d+ 处错误/)
    // Only what was asked for is told.
    expect((await run('check terms/facts')).code).toBe(0)
  })

  test('--json is data with the same count', async () => {
    await sample()
    const { code, out } = await run('check place/sample --json')
    const result = JSON.parse(out)
    expect(code).toBe(0)
    expect(result).toMatchObject({ files: 1, errors: 0 })
    expect(result.notes + result.warnings).toBe(result.diagnostics.length)
    expect(result.diagnostics[0].place.file).toBe('policies/place/sample.md')
  })

  test('colours on a terminal only, and never against NO_COLOR', async () => {
    await sample()
    const paint = '\u001b['
    expect((await run('check', { isTTY: true })).out).toContain(paint)
    expect((await run('check')).out).not.toContain(paint)
    expect((await run('check --no-color', { isTTY: true })).out).not.toContain(paint)
    expect((await run('check', { isTTY: true, env: { NO_COLOR: '1' } })).out).not.toContain(paint)
  })

  test('English', async () => {
    await sample()
    const { out } = await run('check --lang en')
    expect(out).toMatch(/3 files: 0 errors, 1 warning, \d+ note/)
  })
})

describe('test', () => {
  test('examples that hold', async () => {
    await sample()
    const { code, out } = await run('test')
    expect(code).toBe(0)
    expect(out).toMatch(/✓ place\/sample：\d+ 个算例都符合/)
  })

  test('one that fails is shown with its place', async () => {
    const path = await sample()
    write(
      path,
      read(path).replace(
        '| 多一个人 | `职工总数: 301` | `false`',
        '| 多一个人 | `职工总数: 301` | `true`',
      ),
    )
    const { code, out } = await run('test place/sample --mutate')
    expect(code).toBe(1)
    expect(out).toMatch(/policies\/place\/sample\.md:\d+ {2}不符 {2}多一个人\n.*应为 true/)
    expect(out).toContain('没有再做变异')
  })

  test('--mutate: none survives, until an example is taken out', async () => {
    const path = await sample()
    const whole = await run('test sample --mutate')
    expect([whole.code, whole.out]).toEqual([0, expect.stringContaining('漏网 0 个')])
    const boundary = /\| 恰好300人 .*\n/
    expect(read(path)).toMatch(boundary)
    write(path, read(path).replace('职工总数: 300\n', '职工总数: 200\n').replace(boundary, ''))
    const weak = await run('test sample --mutate')
    expect(weak.code).toBe(1)
    expect(weak.out).toContain('漏网  ')
    const data = JSON.parse((await run('test sample --mutate --json')).out)
    expect(data.policies[0].mutation.survivors.length).toBeGreaterThan(0)
    expect(data.policies[0].mutation.killed).toBeLessThan(data.policies[0].mutation.total)
  })

  test('progress goes to the error stream of a terminal', async () => {
    await sample()
    const { err } = await run('test --mutate', { errIsTTY: true })
    expect(err).toMatch(/变异 \d+\/\d+/)
    expect((await run('test --mutate')).err).toBe('')
  })

  test('an unknown policy, and no calendar', async () => {
    await sample()
    const unknown = await run('test sampl')
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('是否想写“sample”')])
    rmSync(join(home, 'policies/calendar'), { recursive: true })
    expect((await run('test')).err).toContain('没有读得懂的日历')
  })
})

describe('screen', () => {
  test('a firm that is entitled: the amount, its cap, the articles, the doubts', async () => {
    await sample()
    const { code, out, err } = await run(`screen ${write('a.json', good)}`)
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('甲（2024年3月1日）')
    expect(out).toContain('符合 示例补助（示例办法）')
    expect(out).toContain('金额：20万元（每年），封顶 20万元（第三条）')
    expect(out).toContain('依据：第二条')
    expect(out).toContain('存疑：解释 1（待确认）')
  })

  test('one that is not: the row, the distance, the nearest change', async () => {
    await sample()
    const { code, out } = await run(`screen ${write('a.json', good.replace('80', '320'))}`)
    expect(code).toBe(0)
    expect(out).toContain('不符合 示例补助')
    expect(out).toContain('第二条 职工总数不超过300人：职工总数 320，须不超过 300，超出 20')
    expect(out).toMatch(/最近的改变：\n\s+职工总数 须不超过 300/)
    expect(out).not.toContain('金额：')
  })

  test('one of which facts are missing: which, and what to ask', async () => {
    await sample()
    const { out } = await run(
      `screen ${write('a.csv', '名称,注册地,研发费用（万元）\n乙,示例省,50\n')}`,
    )
    expect(out).toContain('乙（2024年2月1日）')
    expect(out).toContain('待补 示例补助')
    expect(out).toContain('还缺：职工总数（登记：社会保险缴纳记录）')
    expect(out).toContain('接下来先问：')
  })

  test('problems of the file go to the error stream; the rest is answered', async () => {
    await sample()
    const file = write('a.csv', '名称,注册地,职工总数,员工\n甲,示例省,80人,1\n乙,示例省,80,2\n')
    const { code, out, err } = await run(`screen ${file}`)
    expect(code).toBe(1)
    expect(err).toContain('a.csv 第2行 职工总数  错误')
    expect(err).toContain('不认得“员工”')
    expect(out).toContain('甲（')
    expect(out).toContain('乙（')
    expect(out).toContain('2 家企业；文件里有 2 处问题。')
  })

  test('--json has everything', async () => {
    await sample()
    const { code, out } = await run(`screen ${write('a.json', good)} --day 2024-04-01 --json`)
    const { firms, problems } = JSON.parse(out)
    expect([code, problems]).toEqual([0, []])
    expect(firms[0]).toMatchObject({ name: '甲', day: '2024-04-01' })
    expect(firms[0].results[0]).toMatchObject({
      measure: '示例补助',
      policy: 'place/sample',
      conclusion: 'met',
      amount: { value: '200000.00', cap: { value: '200000.00', citation: { zh: '第三条' } } },
    })
    expect(firms[0].results[0].reasons[0].because[0].text.zh[0]).toContain('注册地')
  })

  test('a draft and a policy not yet in force are not applied, and said so', async () => {
    const path = await sample()
    const early = await run(`screen ${write('a.json', good)} --day 2024-01-31`)
    expect(early.out).toContain('当天没有施行的措施')
    expect(early.out).toContain('示例办法：2024年2月1日起施行')
    write(path, read(path).replace('状态: 施行', '状态: 草案'))
    expect((await run('screen a.json')).out).toContain('示例办法：草案')
  })

  test.each([
    ['nothing.json', null, '没有这个文件'],
    ['a.json', '{', 'JSON 没有写完'],
    ['a.csv', '甲,乙\n1,2\n', '表头'],
    ['a.xlsx', 'PK\u0003\u0004', 'XLSX'],
  ])('%s cannot be read', async (name, text, said) => {
    await sample()
    if (text !== null) write(name, text)
    const { code, err } = await run(`screen ${name}`)
    expect([code, err.includes(said)]).toEqual([3, true])
  })

  test('a directory is no file', async () => {
    await sample()
    expect((await run('screen policies')).err).toContain('这是目录')
  })
})

describe('explain', () => {
  test('every row, with what it found; not met is exit 1', async () => {
    await sample()
    write('a.json', good)
    const met = await run('explain sample 示例补助 --facts a.json')
    expect(met.code).toBe(0)
    expect(met.out).toContain('可申请：符合（2024年3月1日 的情况）')
    expect(met.out).toContain('✓ 在示例省注册（第二条）')
    const unmet = await run('explain sample 符合条件 --facts a.json --set 职工总数=620')
    expect(unmet.code).toBe(1)
    expect(unmet.out).toContain(
      '✗ 职工总数不超过300人（第二条）：职工总数 620，须不超过 300，超出 320',
    )
    expect(unmet.out).toContain('救济途径：')
  })

  test('facts by --set alone; what is missing is named', async () => {
    await sample()
    const { code, out } = await run('explain sample 符合条件 --set 注册地=示例省 --day 2024-05-06')
    expect(code).toBe(1)
    expect(out).toContain('符合条件：待补（2024年5月6日')
    expect(out).toMatch(/还缺：\n\s+研发费用（填报：研发费用专项审计报告）\n\s+职工总数/)
  })

  test('an amount with its cap', async () => {
    await sample()
    const { code, out } = await run('explain sample 补助金额 --set 研发费用=300万元')
    expect(code).toBe(0)
    expect(out).toContain('补助金额：20万元')
    expect(out).toContain('封顶 20万元（第三条）')
    const data = JSON.parse((await run('explain sample 补助金额 --set 研发费用=1万元 --json')).out)
    expect(data.amount).toMatchObject({ value: '1000.00', cap: null })
  })

  test.each([
    ['explain sample 补助金', '是否想写“补助金额”'],
    ['explain sample 符合条件 --set 职工总数', '--set 写成 名=值'],
    ['explain sample 符合条件 --facts two.csv', '用 --firm 写明'],
    ['explain sample 符合条件 --facts two.csv --firm 丙', '有：甲、乙'],
  ])('huoshui %s', async (args, said) => {
    await sample()
    write('two.csv', '名称,注册地\n甲,示例省\n乙,示例省\n')
    const { code, err } = await run(args)
    expect([code, err.includes(said)]).toEqual([2, true])
  })

  test('a fact that cannot be read is named, and the answer is not fine', async () => {
    await sample()
    write('a.json', good)
    const { code, err } = await run('explain sample 补助金额 --facts a.json --set 研发费用=300')
    expect(code).toBe(1)
    expect(err).toContain('没有单位')
  })
})

describe('render and fmt', () => {
  test('a page to a file or to the output', async () => {
    await sample()
    const { code, out } = await run('render sample')
    expect(code).toBe(0)
    expect(out).toContain('<!doctype html>')
    expect(out).toContain('<h1>示例办法</h1>')
    expect(out).toContain('职工总数不超过300人')
    expect((await run('render sample --out a.html')).out).toContain('写好 a.html')
    expect(read('a.html')).toBe(out)
    const bad = await run('render sample --out no/where/a.html')
    expect([bad.code, bad.err.includes('写不了')]).toEqual([3, true])
  })

  test('fmt --check changes nothing; fmt does, once', async () => {
    const path = await sample()
    const clean = read(path)
    expect((await run('fmt --check')).code).toBe(0)
    write(
      path,
      clean.replace('| 在示例省注册 | `注册地 = "示例省"` |', '|在示例省注册|  `注册地="示例省"`|'),
    )
    const messy = read(path)
    const check = await run('fmt --check place/sample')
    expect([check.code, read(path)]).toEqual([1, messy])
    expect(check.out).toContain(`要排 ${path}`)
    expect((await run('fmt')).out).toContain(`排好 ${path}`)
    expect(read(path)).toBe(clean)
    expect(JSON.parse((await run('fmt --json')).out)).toEqual({ files: 3, changed: [] })
  })
})

describe('the program', () => {
  const bin = join(repository, 'packages/cli/bin/huoshui.mjs')

  test('starts and ends with the exit code', () => {
    expect(execFileSync('node', [bin, '--help'], { encoding: 'utf8' })).toContain('huoshui')
    expect(() => execFileSync('node', [bin, 'chek'], { stdio: 'pipe' })).toThrow(
      expect.objectContaining({ status: 2 }),
    )
  }, 30_000)
})
