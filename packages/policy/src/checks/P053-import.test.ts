import { describe, expect, it } from 'vitest'
import { compileMini, compileWith, lineOf, miniPath, miniText, planted } from '../../test/mini.ts'

const other = {
  path: 'demo/other.md',
  text: `---
标识: demo/other
名称: 另一件
施行: 2024-01-01
条: 1
---

# 另一件

### 第一条 标准

\`\`\`feel
先进线: 80
\`\`\`
`,
}

const importing = (entry: string) =>
  planted(
    '条: 7\n',
    `条: 7\n引用: [${entry}]\n`,
  )(miniText).replace('`先进程度 >= 80`', '`先进程度 >= 先进线`')

describe('P053', () => {
  it.each([
    ['a policy that is not there', 'demo/absent#先进线', ['demo/absent']],
    ['a rule that is not there', 'demo/other#后进线', ['demo/other', '后进线']],
  ])('%s', (_, entry, names) => {
    const text = importing(entry)
    const { diagnostics } = compileWith([{ path: miniPath, text }, other])
    const [found, ...more] = diagnostics.filter((one) => one.code === 'P053')
    expect(more).toEqual([])
    expect(found?.severity).toBe('error')
    expect(found?.place.file).toBe(miniPath)
    expect(found?.place.line).toBe(lineOf(text, '引用: ['))
    for (const lang of ['zh', 'en'] as const) {
      for (const name of names) expect(found?.message[lang]).toContain(name)
      expect(found?.remedy[lang]).toContain('#')
    }
  })

  it('is silent when the rule is there, and where nothing is imported', () => {
    const { diagnostics } = compileWith([
      { path: miniPath, text: importing('demo/other#先进线') },
      other,
    ])
    expect(diagnostics.filter((one) => one.severity === 'error')).toEqual([])
    expect(compileMini().diagnostics.some((one) => one.code === 'P053')).toBe(false)
  })
})
