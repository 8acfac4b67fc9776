/** The commands that run programmes, on a voucher of Beijing and PGlite. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { given } from '../../kernel/test/city.ts'
import { voucher } from '../../kernel/test/voucher.ts'
import { openPlace } from '../test/place.ts'

let place: Awaited<ReturnType<typeof openPlace>>

const run: typeof place.run = (line, more) => place.run(line, more)
const asFirm = () => `--as 申领单位 --actor ${place.firm.actor} --for ${place.firm.subject}`
const asLab = () => `--as 开放单位 --actor ${place.lab.actor} --for ${place.lab.subject}`
const asOffice = (role: string) => `--as ${role} --actor ${place.city.people.office}`
const claim = (amount: string, more = '') =>
  run(`act 领取 --open ${voucher}#创新券 ${asFirm()} --fill 券面金额=${amount} ${more}`)

async function data(line: string) {
  const { code, out, err } = await run(`${line} --json`)
  if (out === '') throw new Error(`${code} ${err}`)
  return JSON.parse(out)
}

beforeAll(async () => {
  place = await openPlace()
}, 120_000)

afterAll(() => place.close())

describe('begin', () => {
  it('installs all policies and names two people, who are not the same', () => {
    expect([place.began.code, place.began.err]).toEqual([0, ''])
    const { already, policies, people, key } = JSON.parse(place.began.out)
    expect(already).toBe(false)
    expect(policies).toContain(voucher)
    expect(people).toMatchObject([
      { name: '示例管理员', roles: ['管理员', '经办人'] },
      { name: '示例负责人', roles: ['单位负责人', '复核人'] },
    ])
    expect(key).toMatch(/^huoshui\.local\/log\+/)
  })

  it('does nothing the second time, and says so', async () => {
    const { code, out } = await run('begin')
    expect(code).toBe(0)
    expect(out).toContain('早已开始使用')
    expect(out).toMatch(/示例负责人（.*复核人.*）/)
  })

  it('takes no policies with an error, and makes nothing', async () => {
    mkdirSync(join(place.home, 'bad'))
    place.write('bad/x.md', '# 没有文首\n')
    const { code, err } = await place.runAlone('begin --policies bad --data other')
    expect(code).toBe(1)
    expect(err).toContain('bad/x.md')
    expect(err).toContain('没有开始')
    expect(existsSync(join(place.home, 'other'))).toBe(false)
  })

  it('wants two names', async () => {
    const { code, err } = await run('begin --administrator 示例甲 --head 示例甲')
    expect([code, err]).toEqual([2, expect.stringContaining('要是两个人')])
  })
})

describe('act', () => {
  it('claims a voucher: number, state, what is due when and how that was counted', async () => {
    const { code, out } = await claim('5万元', '--key 示例请求一 --day 2024-03-05')
    expect(code).toBe(0)
    expect(out).toContain('办好了：创新券-2024-000001 → 已领取')
    expect(out).toContain('请求编号：示例请求一')
    expect(out).toMatch(/期限：\n.*2024年3月5日“领取”起算/)
  })

  it('answers the same request as it did, and no other one by its key', async () => {
    const size = (await data('matters')).rows.length
    const again = await data(
      `act 领取 --open ${voucher}#创新券 ${asFirm()} --fill 券面金额=5万元 --key 示例请求一`,
    )
    expect(again).toMatchObject({ ok: true, number: '创新券-2024-000001', key: '示例请求一' })
    expect(again.deadlines[0]).toMatchObject({ due: expect.stringMatching(/^2024-03-/) })
    expect((await data('matters')).rows).toHaveLength(size)
    const other = await claim('3万元', '--key 示例请求一')
    expect([other.code, other.err]).toEqual([2, expect.stringContaining('已经用于另一个请求')])
  })

  it('tells a refusal row by row, with the threshold, the article and what would change it', async () => {
    const { code, out } = await claim('60万元')
    expect(code).toBe(1)
    expect(out).toMatch(/^不能办：R5 不满足条件/)
    expect(out).toContain('（第十二条）：券面金额 60万元，须不超过 5万元，超出 55万元')
    expect(out).toContain('怎样才行：券面金额 须不超过 5万元')
    const refused = await data(
      `act 领取 --open ${voucher}#创新券 ${asOffice('主管部门')} --fill 券面金额=1万元`,
    )
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'R1' } })
    const english = await run(
      `act 拨付 --matter 创新券-2024-000001 ${asOffice('主管部门')} --lang en`,
    )
    expect([english.code, english.out]).toEqual([1, expect.stringContaining('Refused: R2')])
  })

  it.each([
    ['--fill 券面金额=5', 1, '没有单位'],
    ['--fill 券面金额=', 1, '没有写值'],
    ['--fill 券面金=5万元', 2, '是否想写“券面金额”？'],
    ['--fill 券面金额', 2, '没有等号'],
    ['--fill 券面金额=5万元 --fill 券面金额=6万元', 2, '写了两次'],
    ['--slot 合同=示例', 2, '种类=new:名称'],
  ])('act 领取 %s writes nothing', async (words, wanted, said) => {
    const before = await data('matters')
    const { code, err } = await run(`act 领取 --open ${voucher}#创新券 ${asFirm()} ${words}`)
    expect([code, err]).toEqual([wanted, expect.stringContaining(said)])
    expect(await data('matters')).toEqual(before)
  })

  it.each([
    ['act 领取 --as 申领单位', 2, '--matter、--open、--batch 三者之一'],
    ['act 领取 --open 创新券 --as 申领单位', 2, '写成 标识#流程'],
    [`act 领取 --open ${voucher}#创新券`, 2, '用 --as'],
    [`act 领取 --open ${voucher}#创新券 --as 申领单位 --actor 甲`, 2, '不是编号'],
    [`act 领取 --open ${voucher}#创新券 --as 申领单位 --file 甲`, 2, '64 个十六进制数字'],
    ['act 拨付 --matter 创新券-2024-999999 --as 主管部门', 1, '没有事项'],
    ['matter 创新券-2024-999999', 1, '没有事项'],
    ['matters --policy beijing/innovation-vouchers', 2, `是否想写“${voucher}”？`],
    ['matters --limit 0', 2, '写 1 到 10000 的整数'],
    ['matters --after 甲', 2, '不是编号'],
    ['facts 0190a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b', 1, '没有主体'],
    [`account ${voucher} 专项资金`, 1, '用 huoshui accounts'],
    ['account x y --on 3月', 2, '--on 的“3月”不是一天'],
    ['log receipt 9999', 1, '没有第 9999 条'],
    ['log print', 2, 'receipt 条号'],
    ['verify data', 2, '用 --key'],
    ['verify data --key 甲', 2, '不是公钥'],
    ['restore 没有.gz --data other', 3, '没有这个文件'],
  ])('huoshui %s', async (line, wanted, said) => {
    const { code, out, err } = await run(line)
    expect([code, out, err]).toEqual([wanted, '', expect.stringContaining(said)])
  })
})

describe('a matter on its way', () => {
  const first = '--matter 创新券-2024-000001'

  it('takes slots that are there and new ones, days, choices and yes or no', async () => {
    const slots = `--slot 开放单位=${place.lab.subject} --slot 合同=new:示例合同一 --slot 项目=new:示例项目一`
    const offered = await run(`act 提出合作 ${first} ${asFirm()} ${slots} --day 2024-03-06`)
    expect([offered.code, offered.err]).toEqual([0, ''])
    const parties = (await data('matter 创新券-2024-000001')).parties
    const project = parties.find((one: { kind: string }) => one.kind === '项目')
    expect(project.name).toBe('示例项目一')
    const fact = { owner: voucher, name: '已获市级财政科技资金', value: false, evidence: '登记' }
    const { day: from } = place.city.clock
    await given(place.city, {
      facts: [{ ...fact, subject: project.id, source: '示例立项数据库', from }],
    })
    const fills =
      '服务类型=测试 用于大模型训练=否 强制或法定检测=否 合同到期日=2024-05-20 开放单位已核实=是'
    const filled = fills
      .split(' ')
      .map((one) => `--fill ${one}`)
      .join(' ')
    const { code, out } = await run(`act 登记 ${first} ${asLab()} ${filled} --day 2024-03-07`)
    expect([code, out]).toEqual([0, expect.stringContaining('→ 已登记')])
  })

  it('is shown with its parties, reservations, days, and what is open to whom', async () => {
    const { code, out } = await run('matter 创新券-2024-000001 --day 2024-03-08')
    expect(code).toBe(0)
    expect(out).toContain(`开放单位：示例开放单位1  ${place.lab.subject}`)
    expect(out).toMatch(/2024-03-05 {2}领取 {2}起 → 已领取 {2}示例经办1/)
    expect(out).toMatch(/年度额度：50,000\.00 元/)
    expect(out).toMatch(/[✓✗] 申请兑现（开放单位）/)
    const asFirms = await data(`matter 创新券-2024-000001 ${asFirm()} --day 2024-06-03`)
    const redeem = asFirms.acts.find((one: { act: string }) => one.act === '申请兑现')
    expect(redeem).toMatchObject({ open: false, refusal: { code: 'R1' } })
    const asLabs = await data(`matter 创新券-2024-000001 ${asLab()} --day 2024-06-03`)
    const mine = asLabs.acts.find((one: { act: string }) => one.act === '申请兑现')
    expect(mine).toMatchObject({ open: true })
    expect(mine.asks).toContainEqual(
      expect.objectContaining({ form: 'fact', fact: '实际发生金额' }),
    )
  })

  it('is on public display while its span runs', async () => {
    const steps = [
      `act 申请兑现 ${first} ${asLab()} --fill 实际发生金额=12万元 --fill 兑现材料齐备=是 --day 2024-06-03`,
      `act 通过评审 ${first} ${asOffice('专家组')} --fill 技术含量较高=是 --day 2024-06-10`,
      `act 公示 ${first} ${asOffice('主管部门')} --fill 审核通过=是 --fill 核定金额=4万元 --day 2024-07-02`,
    ]
    for (const step of steps) expect(await run(step)).toMatchObject({ code: 0, err: '' })
    const { code, out } = await run('notices --on 2024-07-03')
    expect([code, out]).toEqual([0, expect.stringContaining('4万元')])
    expect((await data('notices --on 2024-07-03')).rows).toHaveLength(1)
    expect((await run('notices --on 2024-09-03')).out).toContain('一行也没有')
  })

  it('lapses in the sweep, once', async () => {
    const second = JSON.parse((await claim('1万元', '--day 2024-03-06 --json')).out)
    expect(second).toMatchObject({ ok: true, number: '创新券-2024-000002' })
    const swept = await data('sweep --day 2024-03-22')
    expect(swept).toMatchObject({ done: 1, broken: [] })
    const again = await run('sweep --day 2024-03-22')
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('系统办了 0 件')])
    expect((await data('matter 创新券-2024-000002')).state).toBe('已作废')
  })
})

describe('lists', () => {
  it('are filtered, and read on page by page', async () => {
    const all = await data('matters')
    expect(all.rows.map((one: { number: string }) => one.number)).toEqual([
      '创新券-2024-000001',
      '创新券-2024-000002',
    ])
    const page = await data('matters --limit 1')
    expect([page.rows, page.next]).toEqual([all.rows.slice(0, 1), all.rows[0].id])
    const rest = await data(`matters --limit 1 --after ${page.next}`)
    expect([rest.rows, rest.next]).toEqual([all.rows.slice(1), null])
    expect((await run('matters --limit 1')).out).toContain(`--after ${page.next}`)
    const lapsed = await data(`matters --state 已作废 --subject ${place.firm.subject}`)
    expect(lapsed.rows).toEqual(all.rows.slice(1))
  })

  it('go to CSV whole, with codes that stay text', async () => {
    const { code, out } = await run('matters --csv 事项.csv')
    expect([code, out]).toEqual([0, expect.stringContaining('2 行')])
    const text = place.read('事项.csv')
    expect(text.startsWith('\ufeff号,状态,政策,流程,开始,编号\r\n')).toBe(true)
    expect(text).toContain('"=""创新券-2024-000002""",已作废,')
    expect(readdirSync(place.home)).not.toContain('事项.csv.part')
  })

  it('of accounts: figures that add up, a statement, a day of the past', async () => {
    const { rows } = await data(`accounts ${voucher}`)
    const named = (name: string) => rows.find((one: { name: string }) => one.name === name)
    const contract = named('合同额度')
    expect(contract).toMatchObject({ unit: 'money', held: '40000.00' })
    expect((await run(`accounts ${voucher}`)).out).toMatch(/合同额度\[.*40,000\.00 元/)
    const yearly = named('年度额度').key
    const { account, on } = await data(`account ${voucher} ${yearly} --on 2024-03-01`)
    expect([account.balance, account.held, on]).toEqual(['0.00', '0.00', '2024-03-01'])
    const then = await data(`account ${voucher} ${yearly} --on 2024-03-05 --statement`)
    expect(then.account).toMatchObject({ balance: '500000.00', held: '50000.00' })
    expect(then.rows.map((one: { day: string }) => one.day)).not.toContain('2024-03-06')
    const whole = await data(`account ${voucher} ${yearly} --statement`)
    expect(whole.rows.length).toBeGreaterThan(3)
    // Read on from page to page it is the same, and no entry is parted.
    const read = []
    for (let after: string | null = null, more = true; more; ) {
      const words: string = after === null ? '' : ` --after ${after}`
      const page = await data(`account ${voucher} ${yearly} --statement --limit 1${words}`)
      read.push(...page.rows)
      after = page.next
      more = after !== null
    }
    expect(read).toEqual(whole.rows)
  })

  it('of facts: with their sources, and where those differ', async () => {
    const { firm, city } = place
    const from = city.clock.day
    const other = { owner: 'terms', name: '职工总数', value: { n: '90' }, evidence: '登记' }
    await given(city, { facts: [{ ...other, subject: firm.subject, source: '示例社保', from }] })
    const { code, out } = await run(`facts ${firm.subject}`)
    expect(code).toBe(0)
    expect(out).toMatch(/terms#年销售收入 +3,000万元/)
    expect(out).toMatch(/terms#职工总数 +90 .*登记（示例社保） +\d+ +80（填报（示例登记））/)
    const { rows } = await data(`facts ${firm.subject} --on 2024-02-29`)
    expect(rows).toEqual([])
    await run(`facts ${firm.subject} --csv 事实.csv`)
    expect(place.read('事实.csv')).toContain('terms#年销售收入,"=""30000000.00"""')
  })
})

describe('the log', () => {
  it('proves an entry by a receipt, offline, and not when a word of it is changed', async () => {
    const { out: key } = await run('log key')
    place.write('日志.pub', key)
    expect((await run('log receipt 5 --out 回执.json')).code).toBe(0)
    const good = await run('verify 回执.json --key 日志.pub')
    expect([good.code, good.out]).toEqual([0, expect.stringContaining('第 5 条在日志')])
    place.write('改过.json', place.read('回执.json').replace('2024-03', '2024-04'))
    const bad = await run('verify 改过.json --key 日志.pub')
    expect([bad.code, bad.out]).toEqual([1, expect.stringContaining('不要采用')])
  })

  it('is exported and verified, goes on from an earlier one, and betrays a change', async () => {
    expect(await run('log export 日志')).toMatchObject({ code: 0 })
    const checkpoint = place.write('早.txt', place.read('日志/checkpoint'))
    await claim('1万元', '--day 2024-03-08')
    const progress = await run('log export 日志', { errIsTTY: true })
    expect([progress.code, progress.err]).toEqual([0, expect.stringMatching(/导出 \d+\/\d+/)])
    const good = await run(`verify 日志 --key 日志.pub --earlier ${checkpoint}`)
    expect([good.code, good.out]).toEqual([0, expect.stringContaining('没有改过去')])
    cpSync(join(place.home, '日志'), join(place.home, '改过'), { recursive: true })
    const entries = join(place.home, '改过/tile/entries')
    const last = readdirSync(entries, { recursive: true }).map(String).sort().at(-1) as string
    const bytes = readFileSync(join(entries, last))
    bytes[40] = (bytes[40] as number) ^ 1
    writeFileSync(join(entries, last), bytes)
    const { code, out } = await run('verify 改过 --key 日志.pub')
    expect([code, out]).toEqual([1, expect.stringContaining('不可采信')])
    const mixed = await run('log export data')
    expect([mixed.code, mixed.err]).toEqual([2, expect.stringContaining('别的文件')])
  })

  it('comes to the same data again, and betrays a row that was changed by hand', async () => {
    const { db } = place.city.kernel
    await db.query(`update matter set state = '已拨付' where number = '创新券-2024-000002'`)
    const { code, out } = await run('replay')
    expect([code, out]).toEqual([1, expect.stringContaining('创新券-2024-000002')])
    await db.query(`update matter set state = '已作废' where number = '创新券-2024-000002'`)
    const good = await run('replay')
    expect([good.code, good.out]).toEqual([0, expect.stringContaining('完全一致')])
  })
})

describe('a file', () => {
  it('is stored once and known by its digest; what can’t be taken is told', async () => {
    place.write('导入.json', '{"version":1}')
    const stored = await run('file 导入.json --json')
    const { digest } = JSON.parse(stored.out)
    expect([stored.code, digest]).toEqual([0, expect.stringMatching(/^[0-9a-f]{64}$/)])
    expect(JSON.parse((await run('file 导入.json --json')).out).digest).toBe(digest)
    place.write('程序.exe', 'MZ')
    expect((await run('file 程序.exe')).code).toBe(2)
    expect((await run('file 没有.json')).code).toBe(3)
  })
})

describe('data', () => {
  it('go to a file and from it into another folder, where the log goes on with its key', async () => {
    const before = await data('matters')
    const backup = await run('backup 备份.gz')
    expect([backup.code, backup.out]).toEqual([0, expect.stringContaining('keys/log.key')])
    const restored = await place.runAlone('restore 备份.gz --data 新')
    expect([restored.code, restored.out]).toEqual([0, expect.stringContaining('新/keys/log.key')])
    const keyless = await place.runAlone('matters --data 新')
    expect([keyless.code, keyless.err]).toEqual([3, expect.stringContaining('log.key')])
    cpSync(join(place.home, 'data/keys/log.key'), join(place.home, '新/keys/log.key'))
    const again = await place.runAlone('matters --data 新 --json')
    expect(JSON.parse(again.out)).toEqual(before)
  }, 60_000)

  it('that are not there, in use, or out of reach are said to be', async () => {
    const none = await place.runAlone('matters --data 没有')
    expect([none.code, none.err]).toEqual([3, expect.stringContaining('先运行 huoshui begin')])
    expect(existsSync(join(place.home, '没有'))).toBe(false)
    const used = await place.runAlone('matters')
    expect([used.code, used.err]).toEqual([3, expect.stringContaining(`进程 ${process.pid}`)])
    const url = 'postgres://someone:secret@127.0.0.1:1/huoshui'
    const far = await place.runAlone('matters', { env: { DATABASE_URL: url } })
    expect([far.code, far.err]).toEqual([3, expect.stringContaining('127.0.0.1:1/huoshui')])
    expect(far.err).not.toContain('secret')
    const wrong = await place.runAlone('matters --database localhost')
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('postgres://')])
  })

  it('are left as they were by Ctrl+C', async () => {
    const interrupted = (line: string) =>
      run(line, {
        onInterrupt: (stop) => {
          stop()
          return () => undefined
        },
      })
    for (const line of ['replay', 'backup 半.gz', 'log export 半', 'matters --csv 半.csv']) {
      const { code, err } = await interrupted(line)
      expect([line, code, err]).toEqual([line, 130, expect.stringContaining('已停下')])
    }
    expect(readdirSync(place.home).filter((name) => name.startsWith('半'))).toEqual([])
  })
})
