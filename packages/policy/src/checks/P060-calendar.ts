import type { Definition } from '../problem.ts'

/** A calendar has no days off, or days that can't be read or can't be; or years leave a gap. */
export const P060: Definition<{
  form: 'days' | 'gap' | 'impossible' | 'empty'
  found: string
}> = {
  code: 'P060',
  severity: 'error',
  message: ({ form, found }) => {
    switch (form) {
      case 'days':
        return { zh: `读不懂日期“${found}”。`, en: `The days “${found}” can't be read.` }
      case 'gap':
        return {
          zh: found ? `${found} 年之前缺一年的日历。` : '一份日历也没有。',
          en: found ? `A year is missing before ${found}.` : 'There is no calendar at all.',
        }
      case 'empty':
        return {
          zh: `${found} 年的日历里一天放假也没有。`,
          en: `The calendar of ${found} has not one day off.`,
        }
      case 'impossible':
        return { zh: `日历里有不可能的日子（${found}）。`, en: `An impossible day: ${found}.` }
    }
  },
  remedy: ({ form }) => {
    switch (form) {
      case 'days':
        return {
          zh: '写成“2024-10-01 至 2024-10-07”，几天之间用“、”。',
          en: 'Write “2024-10-01 至 2024-10-07”, several joined by 、.',
        }
      case 'gap':
        return {
          zh: '按国务院办公厅的放假通知，在 calendar/ 里补上缺的年份，年份要相连。',
          en: 'Add the missing year to calendar/ from its State Council notice; years must adjoin.',
        }
      case 'empty':
        return {
          zh: '在标题下面写一张有“放假”“调休上班”两栏的表。',
          en: 'Below a title write a table with the columns 放假 and 调休上班.',
        }
      case 'impossible':
        return {
          zh: '对照放假通知核对：调休上班只能是周六、周日，一天不能既放假又上班。',
          en: 'Check the notice: only weekends are worked in lieu, and no day is both off and worked.',
        }
    }
  },
}
