import { expect, test } from 'vitest'
import { CALENDAR } from '../test/calendars.ts'
import { day, explainSpan, parseSpan, type SpanOptions, spanEnd } from './index.ts'

function explain(start: string, text: string, options: SpanOptions = {}): [string, string] {
  const span = parseSpan(text)
  if (span === null) throw new Error(`no span: ${text}`)
  const end = spanEnd(CALENDAR, day(start), span, options)
  return [explainSpan(end.derivation, end.day), explainSpan(end.derivation, end.day, 'en')]
}

const pause = { paused: [{ from: day('2024-03-05'), to: day('2024-03-07') }] }

test.each<[string, string, SpanOptions, string, string[]]>([
  [
    '2023-09-26',
    '5个工作日',
    {},
    '2023年9月26日起算，次日为第1日，5个工作日（含调休上班的10月7日、10月8日，跳过9月29日至10月6日放假），至2023年10月9日24:00',
    [
      'counted from 26 September 2023, the next day being day 1, ',
      '5 workdays (counting 7 October, 8 October, worked in lieu; ',
      'skipping the holiday 29 September to 6 October), to 24:00 on 9 October 2023',
    ],
  ],
  [
    '2024-03-04',
    '3个工作日',
    {},
    '2024年3月4日起算，次日为第1日，3个工作日，至2024年3月7日24:00',
    [
      'counted from 4 March 2024, the next day being day 1, ',
      '3 workdays, to 24:00 on 7 March 2024',
    ],
  ],
  [
    '2024-09-16',
    '15日',
    {},
    '2024年9月16日起算，次日为第1日，15日，末日10月1日不是工作日（10月1日至10月7日放假），顺延至2024年10月8日24:00',
    [
      'counted from 16 September 2024, the next day being day 1, ',
      '15 days, the last day, 1 October, ',
      'is not a workday (holiday 1 October to 7 October), ',
      'moved to 24:00 on 8 October 2024',
    ],
  ],
  [
    '2024-03-01',
    '15日',
    {},
    '2024年3月1日起算，次日为第1日，15日，末日3月16日不是工作日，顺延至2024年3月18日24:00',
    [
      'counted from 1 March 2024, the next day being day 1, ',
      '15 days, the last day, 16 March, is not a workday, ',
      'moved to 24:00 on 18 March 2024',
    ],
  ],
  [
    '2024-09-14',
    '15日',
    {},
    '2024年9月14日起算，次日为第1日，15日，至2024年9月29日（调休上班）24:00',
    [
      'counted from 14 September 2024, the next day being day 1, ',
      '15 days, to 24:00 on 29 September 2024 (worked in lieu)',
    ],
  ],
  [
    '2024-01-31',
    '1个月',
    {},
    '2024年1月31日起算，次日为第1日，1个月（2月没有对应日，以月末日为末日），至2024年2月29日24:00',
    [
      'counted from 31 January 2024, the next day being day 1, ',
      '1 month (the month has no corresponding day, so its last day), ',
      'to 24:00 on 29 February 2024',
    ],
  ],
  [
    '2024-03-01',
    '5个工作日',
    pause,
    '2024年3月1日起算，次日为第1日，5个工作日（3月5日至3月7日不计），至2024年3月13日24:00',
    [
      'counted from 1 March 2024, the next day being day 1, ',
      '5 workdays (not counting 5 March to 7 March), to 24:00 on 13 March 2024',
    ],
  ],
  [
    '2024-12-30',
    '3个工作日',
    {},
    '2024年12月30日起算，次日为第1日，3个工作日（跳过2025年1月1日放假），至2025年1月3日24:00',
    [
      'counted from 30 December 2024, the next day being day 1, ',
      '3 workdays (skipping the holiday 1 January 2025), to 24:00 on 3 January 2025',
    ],
  ],
  [
    '2026-12-25',
    '5个工作日',
    {},
    '2026年12月25日起算，次日为第1日，5个工作日，至2027年1月1日24:00，暂定：2027年的放假安排尚未公布，按周一至周五为工作日计算',
    [
      'counted from 25 December 2026, the next day being day 1, ',
      '5 workdays, to 24:00 on 1 January 2027, ',
      'provisional: 2027 has no holiday notice yet, so Monday to Friday are workdays',
    ],
  ],
])('%s %s', (start, text, options, zh, en) => {
  expect(explain(start, text, options)).toEqual([zh, en.join('')])
})

test('only a month without the day is said to have none', () => {
  const [zh] = explain('2026-01-31', '3个月') // no 31 April; the 30th is a workday
  expect(zh).toContain('4月没有对应日')
  // The 31st of January exists and is a holiday; the roll ends on a smaller number.
  const [rolled] = explain('2024-12-31', '1个月')
  expect(rolled).toContain('顺延至2025年2月5日')
  expect(rolled).not.toContain('没有对应日')
  // Given back six days, the end is on the 6th, but there was a corresponding day.
  const paused = [{ from: day('2024-03-20'), to: day('2024-04-11') }]
  const [given] = explain('2024-03-13', '1个月', { paused })
  expect(given).toContain('至2024年5月6日24:00')
  expect(given).not.toContain('没有对应日')
})
