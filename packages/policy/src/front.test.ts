import { describe, expect, it } from 'vitest'
import {
  compileMini,
  compileWith,
  lineOf,
  mini,
  miniPath,
  miniText,
  planted,
} from '../test/mini.ts'

const codes = (text: string) =>
  compileWith([{ path: miniPath, text }])
    .diagnostics.filter((one) => one.code === 'P001')
    .map((one) => one.message.zh.slice(4, one.message.zh.indexOf('”')))

describe('the front matter', () => {
  it('is read in full', () => {
    const { meta, measures, calls } = mini.policy
    expect(meta).toMatchObject({
      slug: 'demo/mini',
      version: '',
      documentNumber: '示科〔2024〕1号',
      issued: '2024-01-02',
      effectiveFrom: '2024-01-10',
      effectiveTo: null,
      status: '施行',
      evidence: '二手',
      region: '示例县',
      articleCount: 7,
      sources: { 示例法: { title: '示例程序法', articles: 30 } },
      kinds: { 申请单位: '企业' },
    })
    expect(measures).toMatchObject([
      {
        name: '设备补助',
        kinds: ['申请单位'],
        eligibility: '可申请资格',
        amount: '补助上限',
        per: '每年',
        procedure: '设备补助',
        citation: { article: 4 },
      },
    ])
    expect(calls).toMatchObject([
      { kind: '申请年度', name: '2024年度', from: '2024-02-01', to: '2024-11-30' },
    ])
    expect(calls[0]?.values.map((value) => value.fact)).toEqual([
      '申请截止日',
      '公示期',
      '名额',
      '抽查比例',
    ])
  })

  it('of a version takes its name from the file, and keeps the same 标识', () => {
    const { corpus } = compileWith([{ path: 'demo/mini@2025.md', text: miniText }])
    const [policy] = corpus.policies
    expect(policy?.meta).toMatchObject({ slug: 'demo/mini', version: '2025' })
    expect(corpus.diagnostics.filter((one) => one.code === 'P001')).toEqual([])
  })

  it('that is broken is one mistake, not many', () => {
    const text = planted('地区: 示例县', '地区: "示例县')(miniText)
    const found = compileWith([{ path: miniPath, text }]).diagnostics.filter(
      (one) => one.code === 'P001',
    )
    expect(found).toHaveLength(1)
    expect(found[0]?.place.line).toBe(lineOf(text, '地区: "示例县'))
    expect(found[0]?.notes).not.toEqual([])
  })

  it('that is absent lacks 标识, 名称 and 施行', () => {
    expect(codes('# 只有标题\n')).toEqual(['标识', '名称', '施行'])
  })

  it('of a draft needs no 施行', () => {
    const draft = planted('施行: 2024-01-10\n状态: 施行', '状态: 草案')(miniText)
    expect(codes(draft)).toEqual([])
  })

  it('reports every key that is wrong, not the first only', () => {
    const text = [
      planted('条: 7', '条: 七'),
      planted('状态: 施行', '状态: 试行'),
      planted('印发: 2024-01-02', '印发: 昨天'),
    ].reduce((now, edit) => edit(now), miniText)
    expect(codes(text).sort()).toEqual(['印发', '条', '状态'].sort())
  })

  it('points at 通知 when a value of a call can not be read', () => {
    const { diagnostics, text } = compileMini(planted("名额: '2'", "名额: '名鹅 + 1'"))
    const found = diagnostics.filter((one) => one.code === 'F101')
    expect(found.map((one) => one.place.line)).toEqual([lineOf(text, '通知:\n')])
  })

  it('relations between measures are read', () => {
    const two = planted(
      '依据: 第四条 }\n',
      '依据: 第四条 }\n  - { 名: 附加, 对象: 申请单位, 资格: 可申请资格, 金额: 附加补助 }\n措施间:\n  - { 互斥: [设备补助, 附加], 依据: 第四条 }\n  - { 合计上限: 总支持, 措施: [设备补助, 附加], 依据: 第四条 }\n',
    )
    const { policy, diagnostics } = compileMini(two)
    expect(diagnostics.filter((one) => one.severity === 'error')).toEqual([])
    expect(policy.relations).toEqual([
      { form: 'exclusive', measures: ['设备补助', '附加'], citation: '第四条' },
      { form: 'capped', measures: ['设备补助', '附加'], cap: '总支持', citation: '第四条' },
    ])
  })
})
