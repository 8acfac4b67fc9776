import { describe, expect, test } from 'vitest'
import { CALENDAR } from '../test/calendars.ts'
import { day, parseSpan, type Span, spanEnd } from './index.ts'

function span(text: string): Span {
  const parsed = parseSpan(text)
  if (parsed === null) throw new Error(`no span: ${text}`)
  return parsed
}

function ends(start: string, text: string, options?: Parameters<typeof spanEnd>[3]): string {
  return spanEnd(CALENDAR, day(start), span(text), options).day
}

describe('paused', () => {
  const pause = (from: string, to: string) => ({ paused: [{ from: day(from), to: day(to) }] })

  test('workdays in the pause do not count', () => {
    expect(ends('2024-03-01', '5个工作日')).toBe('2024-03-08')
    const paused = pause('2024-03-05', '2024-03-07')
    expect(ends('2024-03-01', '5个工作日', paused)).toBe('2024-03-13')
    const { derivation } = spanEnd(CALENDAR, day('2024-03-01'), span('5个工作日'), paused)
    expect(derivation.paused).toEqual([{ from: '2024-03-05', to: '2024-03-07' }])
  })

  test('a holiday or a weekend worked, when paused, neither counts nor is told', () => {
    const paused = pause('2023-10-06', '2023-10-07')
    const { day: end, derivation } = spanEnd(CALENDAR, day('2023-09-26'), span('5个工作日'), paused)
    expect(end).toBe('2023-10-10')
    expect(derivation).toMatchObject({
      holidays: [{ from: '2023-09-29', to: '2023-10-05' }],
      workedInLieu: ['2023-10-08'],
      paused: [{ from: '2023-10-06', to: '2023-10-07' }],
    })
  })

  test('the derivation of a span in days tells the pauses it ran through', () => {
    const paused = [
      { from: day('2024-02-28'), to: day('2024-03-02') },
      { from: day('2024-03-05'), to: day('2024-03-07') },
      { from: day('2024-05-01'), to: day('2024-05-02') },
    ]
    const { derivation } = spanEnd(CALENDAR, day('2024-03-01'), span('10日'), { paused })
    expect(derivation.paused).toEqual([
      { from: '2024-03-02', to: '2024-03-02' },
      { from: '2024-03-05', to: '2024-03-07' },
    ])
  })

  test('days and months get back every day the pause took', () => {
    expect(ends('2024-03-01', '10日')).toBe('2024-03-11')
    expect(ends('2024-03-01', '10日', pause('2024-03-05', '2024-03-07'))).toBe('2024-03-14')
    expect(ends('2024-03-13', '1个月', pause('2024-03-20', '2024-03-21'))).toBe('2024-04-15')
    // The days given back run into a second pause, which is given back in turn.
    const twice = {
      paused: [
        { from: day('2024-03-05'), to: day('2024-03-07') },
        { from: day('2024-03-12'), to: day('2024-03-13') },
      ],
    }
    expect(ends('2024-03-01', '10日', twice)).toBe('2024-03-18') // the 16th is a Saturday
    expect(ends('2024-03-01', '10日', { ...twice, roll: false })).toBe('2024-03-16')
  })

  test('a pause before the start, or after the end, changes nothing', () => {
    for (const outside of [pause('2024-02-01', '2024-03-01'), pause('2024-03-12', '2024-04-01')]) {
      expect(ends('2024-03-01', '10日', outside)).toBe('2024-03-11')
      expect(ends('2024-03-01', '6个工作日', outside)).toBe('2024-03-11')
    }
  })

  test('overlapping pauses count once', () => {
    const overlapping = {
      paused: [
        { from: day('2024-03-05'), to: day('2024-03-07') },
        { from: day('2024-03-06'), to: day('2024-03-08') },
      ],
    }
    expect(ends('2024-03-01', '10日', overlapping)).toBe('2024-03-15')
  })

  test('an end does not roll onto a paused day', () => {
    // 10-01 rolls past the holiday; the 8th and 9th are paused.
    expect(ends('2024-09-16', '15日', pause('2024-10-08', '2024-10-09'))).toBe('2024-10-10')
  })

  test('a pause that ends before it begins is an error', () => {
    expect(() => ends('2024-03-01', '10日', pause('2024-03-07', '2024-03-05'))).toThrow(RangeError)
  })
})
