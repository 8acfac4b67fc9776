import type { Definition } from '../problem.ts'

/** A table lacks a column, has one that its kind doesn't know, or a row has the wrong cells. */
export const P003: Definition<
  | { form: 'missing'; column: string; table: string }
  | {
      form: 'unknown'
      column: string
      table: string
      known: readonly string[]
      nearest: string | null
    }
  | { form: 'cells'; expected: number; found: number }
  | { form: 'option'; found: string; known: readonly string[] }
> = {
  code: 'P003',
  severity: 'error',
  message: (given) => {
    switch (given.form) {
      case 'missing':
        return {
          zh: `${given.table}表缺“${given.column}”一栏。`,
          en: `The ${given.table} table has no column “${given.column}”.`,
        }
      case 'unknown':
        return {
          zh: `${given.table}表没有“${given.column}”这一栏。`,
          en: `A ${given.table} table has no column “${given.column}”.`,
        }
      case 'cells':
        return {
          zh: `这一行有 ${given.found} 格，表头有 ${given.expected} 格。`,
          en: `This row has ${given.found} cells; the header has ${given.expected}.`,
        }
      case 'option':
        return {
          zh: given.found ? `读不懂表头里的“${given.found}”。` : '表头缺括号里的说明。',
          en: given.found
            ? `“${given.found}” in the header can't be read.`
            : 'The header lacks its word in brackets.',
        }
    }
  },
  remedy: (given) => {
    switch (given.form) {
      case 'missing':
        return { zh: `加上“${given.column}”一栏。`, en: `Add the column “${given.column}”.` }
      case 'unknown':
        return {
          zh: `${given.nearest ? `是否想写“${given.nearest}”？` : ''}可用的栏：${given.known.join('、')}。`,
          en: `${given.nearest ? `Did you mean “${given.nearest}”? ` : ''}Columns: ${given.known.join(', ')}.`,
        }
      case 'cells':
        return {
          zh: '补齐或删去竖线，使每行格数与表头相同。',
          en: 'Add or remove bars until they agree.',
        }
      case 'option':
        return {
          zh: `可用：${given.known.join('、')}。`,
          en: `Use one of: ${given.known.join(', ')}.`,
        }
    }
  },
}
