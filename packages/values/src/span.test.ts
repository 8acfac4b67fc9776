import { describe, expect, test } from 'vitest'
import { formatSpan, parseSpan, type Span } from './index.ts'

describe('parseSpan', () => {
  test.each<[string, number, Span['unit']]>([
    ['3个月', 3, 'month'],
    ['15日', 15, 'day'],
    ['15天', 15, 'day'],
    ['5个工作日', 5, 'workday'],
    ['5工作日', 5, 'workday'],
    ['1年', 1, 'year'],
    ['１５日', 15, 'day'],
    [' 20 个工作日 ', 20, 'workday'],
    ['0日', 0, 'day'],
    ['一个月', 1, 'month'],
    ['两年', 2, 'year'],
    ['三个月', 3, 'month'],
    ['九个工作日', 9, 'workday'],
    ['十日', 10, 'day'],
    ['十五日', 15, 'day'],
    ['二十个工作日', 20, 'workday'],
    ['二十一日', 21, 'day'],
    ['三十日', 30, 'day'],
    ['六十日', 60, 'day'],
    ['九十日', 90, 'day'],
    ['九十九天', 99, 'day'],
  ])('%s', (text, count, unit) => {
    expect(parseSpan(text)).toEqual({ count, unit })
  })

  test.each([
    '',
    '日',
    '个月',
    '3',
    '3月',
    '3个年',
    '1.5年',
    '-3日',
    '半年',
    '五一日',
    '十十日',
    '一十二十日',
    '十两日',
    '3个月内',
    '100000日',
    '3个月15日',
    '5 workdays',
  ])('%j is no span', (text) => {
    expect(parseSpan(text)).toBeNull()
  })
})

test('formatSpan', () => {
  const spans: Span[] = [
    { count: 1, unit: 'year' },
    { count: 3, unit: 'month' },
    { count: 15, unit: 'day' },
    { count: 5, unit: 'workday' },
    { count: 1, unit: 'workday' },
  ]
  expect(spans.map((s) => formatSpan(s))).toEqual([
    '1年',
    '3个月',
    '15日',
    '5个工作日',
    '1个工作日',
  ])
  expect(spans.map((s) => formatSpan(s, 'en'))).toEqual([
    '1 year',
    '3 months',
    '15 days',
    '5 workdays',
    '1 workday',
  ])
  for (const s of spans) expect(parseSpan(formatSpan(s))).toEqual(s)
})
