import type { Definition } from '../problem.ts'

/** A key of the front matter is missing, or its value can't be read. */
export const P001: Definition<{ key: string; expected: string; expectedEn: string }> = {
  code: 'P001',
  severity: 'error',
  message: ({ key }) => ({
    zh: `文首的“${key}”缺失或读不懂。`,
    en: `“${key}” in the front matter is missing or can't be read.`,
  }),
  remedy: ({ key, expected, expectedEn }) => ({
    zh: `在文首两行 --- 之间写“${key}: ${expected}”。`,
    en: `Between the two --- lines write “${key}: …”: ${expectedEn}.`,
  }),
}
