import type { Text } from '@huoshui/values'
import type { Definition } from '../problem.ts'

/** A cell isn't written in one of the forms that its column knows. */
export const P004: Definition<{ column: string; found: string; forms: Text }> = {
  code: 'P004',
  severity: 'error',
  message: ({ column, found }) => ({
    zh: found ? `读不懂“${column}”栏的“${found}”。` : `“${column}”栏不能空。`,
    en: found ? `“${found}” in column “${column}” can't be read.` : `Column “${column}” is empty.`,
  }),
  remedy: ({ forms }) => ({ zh: `写法：${forms.zh}`, en: `Forms: ${forms.en}` }),
}
