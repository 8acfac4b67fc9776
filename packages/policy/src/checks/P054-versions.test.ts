import { describe, expect, it } from 'vitest'
import { compileWith, miniPath, miniText, planted } from '../../test/mini.ts'

const withVersion = (text: string) =>
  compileWith([
    { path: miniPath, text: miniText },
    { path: 'demo/mini@2025.md', text },
  ]).diagnostics.filter((one) => one.code === 'P054')

describe('P054', () => {
  it('names both files when two versions begin on one day', () => {
    const [found, ...more] = withVersion(miniText)
    expect(more).toEqual([])
    expect(found?.severity).toBe('error')
    expect(found?.place).toMatchObject({ file: 'demo/mini@2025.md', line: 1 })
    expect(found?.heading).toEqual(['示例县设备补助办法'])
    for (const lang of ['zh', 'en'] as const) {
      expect(found?.message[lang]).toContain('demo/mini')
      expect(found?.message[lang]).toContain('2024-01-10')
      expect(found?.remedy[lang]).not.toBe('')
    }
  })

  it.each([
    ['begins on another day', planted('施行: 2024-01-10', '施行: 2025-01-10')],
    ['is a draft', planted('状态: 施行', '状态: 草案')],
  ])('is silent when the other %s', (_, edit) => {
    expect(withVersion(edit(miniText))).toEqual([])
  })
})
