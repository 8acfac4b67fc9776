import { describe, expect, test } from 'vitest'
import { compute, rows, say } from '../test/support.ts'

/** Dates, times and durations as DMN 1.5 §10.3.2.3 and table 79 have them. */

const TABLES: Readonly<Record<string, string>> = {
  dates: `
    month of year(@"2019-09-17") => "September"
    month of year(date: @"2019-09-17T00:00:00Z") => "September"
    month of year(null) => null
    month of year("2019-09-17") => null
    month of year(@"10:00:00") => null
    month of year() => null
    month of year(date("2019-02-31")) => null
    duration("P1Y1D") => null
    duration("P") => null
    duration("PT") => null
    duration("P1DT") => null
    duration("P1S") => null
    duration("1Y") => null
    duration("P-1Y") => null
    duration("p1y") => null
    duration("P1Y2") => null
    duration("PT1,5S") => null
    duration("P1.5D") => null
    duration("P1W") => null
    duration("+P1Y") => null
    duration(null) => null
    duration(1) => null
    duration() => null
    duration(from: "P1Y") => P1Y
    duration("P99999999999Y") => P99999999999Y
    duration(@"P1Y") => P1Y
    duration("") => null
    duration(" P1D") => null
    date("2020-02-30") => null
    date("-0001-01-01") => -0001-01-01
    date("0000-01-01") => 0000-01-01
    date(2020, 2, 29) => 2020-02-29
    date(2021, 2, 29) => null
    date(year: 2020, month: 1, day: 2) => 2020-01-02
    date(@"2020-01-01T10:00:00") => 2020-01-01
    time("24:00:00") => null
    time("10:00") => null
    time("10:00:00.123456789") => 10:00:00.123456789
    time(10, 20, 30) => 10:20:30
    time(10, 20, 30.5) => 10:20:30.5
    time(10, 20, 30, @"PT1H") => 10:20:30+01:00
    time(10, 20, 30, null) => 10:20:30
    time(25, 0, 0) => null
    time(@"2020-01-01T10:00:00Z") => 10:00:00Z
    time(@"2020-01-01") => 00:00:00Z
    time("10:00:00@Foo/Bar") => null
    date and time("2020-01-01T24:00:00") => 2020-01-02T00:00:00
    date and time("2020-01-01") => 2020-01-01T00:00:00
    date and time(@"2020-01-01", @"10:00:00") => 2020-01-01T10:00:00
    date and time(@"2020-01-01T10:00:00@Europe/Paris", "UTC") => null
    date and time(2020, 1, 1, 10, 0, 0) => 2020-01-01T10:00:00
    date and time(2020, 1, 1, 10, 0, 0, @"PT1H") => 2020-01-01T10:00:00+01:00
    date and time(2020, 1, 1, 10, 0, 0, "Europe/Paris") => 2020-01-01T10:00:00@Europe/Paris
    years and months duration(@"2020-01-31", @"2020-02-29") => P0M
    years and months duration(from: @"2019-01-01", to: @"2020-03-01") => P1Y2M
    years and months duration(@"2020-03-01", @"2019-01-01") => -P1Y2M
    day of year(@"2019-09-17") => 260
    day of week(@"2019-09-17") => "Tuesday"
    week of year(@"2019-09-17") => 38
    week of year(@"2005-01-01") => 53
    date("1000000000-01-01") => null
    date(-999999999,12,31) => -999999999-12-31
    date(275760,9,14) => 275760-09-14
    date(275760,9,13) + @"P1D" => 275760-09-14
    date("275759-12-31") + @"P1D" => 275760-01-01
    date("275760-01-01") - @"P1D" => 275759-12-31
    date("275760-01-01") - @"P1M" => 275759-12-01
    date("999999999-12-31") + @"P1D" => null
    date("999999999-12-31") - date("-999999999-01-01") => P730484999633D
    date("999999999-12-31") > date("2020-01-01") => true
    date("400000-02-29") + @"P1Y" => 400001-02-28
    date("400000-02-29").weekday => 2
    date("2000-02-29").weekday => 2
    day of year(date("400000-12-31")) => 366
    date and time("300000-12-31T24:00:00Z") => 300001-01-01T00:00:00Z
    date and time("300000-12-31T23:00:00Z") + @"PT2H" => 300001-01-01T01:00:00Z
    date and time("300000-01-01T00:00:00Z") - date and time("300000-01-01T00:00:00+01:00") => PT1H
    date and time("300000-07-01T00:00:00@Europe/Paris").time offset => PT2H
    date(date and time("300000-07-01T00:00:00")) => 300000-07-01
    time(date and time("300000-07-01T01:02:03Z")) => 01:02:03Z
    date("300000-12-31") in [date("2020-01-01")..date("300001-01-01")] => true
    years and months duration(date("2020-01-01"), date("300000-01-01")) => P297980Y
    date(from: "2020-01-01") => 2020-01-01
    date(null) => null
    date(1) => null
    date("") => null
    date("2020-1-1") => null
    date("20-01-01") => null
    date("2020-01-01T00:00:00") => null
    date(2020, null, 1) => null
    date(2020, 13, 1) => null
    date(2020, 1.5, 1) => null
    date("1900-02-29") => null
    date("2000-02-29") => 2000-02-29
    date("02020-01-01") => null
    time(from: "10:00:00Z") => 10:00:00Z
    time(hour: 1, minute: 2, second: 3, offset: @"PT2H") => 01:02:03+02:00
    time(null) => null
    time("10:60:00") => null
    time("10:00:60") => null
    time("10:00:00+19:00") => null
    time("10:00:00-05:00") => 10:00:00-05:00
    time("10:00:00z") => null
    time("1:00:00") => null
    time("10:00:00.") => null
    date and time(from: "2020-01-01T10:00:00") => 2020-01-01T10:00:00
    date and time(date: @"2020-01-01", time: @"10:00:00Z") => 2020-01-01T10:00:00Z
    date and time("2020-01-01T10:00") => null
    date and time("2020-01-01 10:00:00") => null
    date and time("2020-02-30T10:00:00") => null
    date and time(null) => null
    date and time(@"2020-01-01", null) => null
    date and time("2020-12-31T24:00:01") => null
    date and time(2020, 2, 30, 0, 0, 0) => null
    years and months duration(@"2020-02-29", @"2021-02-28") => P11M
    years and months duration(@"2020-01-01T00:00:00", @"2020-03-01") => P2M
    years and months duration(null, @"2020-01-01") => null
    years and months duration("2020-01-01", @"2020-01-01") => null
    day of week(@"2000-02-29") => "Tuesday"
    day of year(@"2020-12-31") => 366
    day of year(null) => null
    week of year(@"2016-01-03") => 53
    week of year(date: @"2018-12-31") => 1
    day of week(date: @"2020-01-01T10:00:00Z") => "Wednesday"
  `,
  moments: `
    @"2020-02-29" + @"P1Y" => 2021-02-28
    @"2021-01-31" + @"P1M" => 2021-02-28
    @"2020-01-01" + @"P1D" => 2020-01-02
    @"2020-01-01" - @"P1D" => 2019-12-31
    @"P1D" + @"2020-01-01" => 2020-01-02
    @"2020-01-01" - @"2019-12-31" => P1D
    @"2020-01-02T00:00:00" - @"2020-01-01T00:00:00" => P1D
    @"2020-01-02T00:00:00Z" - @"2020-01-01T00:00:00+01:00" => P1DT1H
    @"10:00:00" + @"PT15H" => 01:00:00
    @"10:00:00" - @"PT11H" => 23:00:00
    @"10:00:00" - @"09:00:00" => PT1H
    @"10:00:00Z" - @"10:00:00+01:00" => PT1H
    @"P1Y" * 2 => P2Y
    @"P1Y" / 2 => P6M
    @"P1Y" / @"P1M" => 12
    @"PT1H" / @"PT30M" => 2
    @"PT1H" / 0 => null
    @"P1Y" * @"P1Y" => null
    @"P1Y" + @"P1D" => null
    @"2020-01-01T10:00:00@Europe/Paris" + @"PT1H" => 2020-01-01T11:00:00@Europe/Paris
    @"2020-01-01" < @"2020-01-01T10:00:00" => true
    @"2020-01-01".year => 2020
    @"2020-01-05".weekday => 7
    @"2020-01-01T10:11:12.5+02:00".time offset => PT2H
    @"2020-01-01T10:11:12@Europe/Paris".timezone => "Europe/Paris"
    @"2020-01-01T10:11:12@Europe/Paris".time offset => PT1H
    @"2020-01-01T10:11:12.5".second => 12
    @"10:11:12".hour => 10
    @"10:11:12".timezone => null
    @"P1Y2M".years => 1
    @"P1Y2M".months => 2
    @"P1DT2H3M4.5S".seconds => 4.5
    @"P1Y2M".days => null
    @"2020-01-01".hour => null
    @"2020-01-01".time offset => null
    @"-P14M".months => -2
    @"P12M" = @"P1Y" => true
    @"P1D" = @"P1Y" => null
    @"10:00:00Z" = @"11:00:00+01:00" => true
    @"2020-01-01" + @"P999999Y" => 1002019-01-01
    @"2020-01-01T00:00:00" + @"P400000D" => 3115-03-02T00:00:00
    @"2020-01-01T10:00:00" - @"PT34H" => 2019-12-31T00:00:00
    @"P1Y" + @"P1M" => P1Y1M
    @"PT1H" - @"PT2H" => -PT1H
    @"P1D" * 1.5 => P1DT12H
    @"P1Y" * 0.5 => P6M
    @"P1D" / @"PT0S" => null
    @"2020-03-31" - @"P1M" => 2020-02-29
    @"2020-01-01" + @"PT36H" => 2020-01-02
    @"2020-01-01" + 1 => null
    @"2020-01-01T00:00:00" - @"2020-01-01" => null
    @"2020-01-01T00:00:00Z" - @"2020-01-01" => PT0S
    @"2020-01-01T10:00:00Z" = @"2020-01-01T12:00:00+02:00" => true
    @"2020-01-01T10:00:00" < @"2020-01-01T12:00:00Z" => null
    @"10:00:00" + @"P1D" => 10:00:00
    @"2020-06-01T10:00:00@Europe/Paris".time offset => PT2H
    @"2020-01-01".weekday => 3
    @"10:00:00+01:30".time offset => PT1H30M
    @"-P1DT2H".hours => -2
    @"PT36H".days => 1
  `,
}

describe.each(Object.entries(TABLES))('%s', (_, table) => {
  test.each(rows(table))('%s => %s', (text, expected) => {
    expect(say(compute(text, { mode: 'standard' }))).toBe(expected)
  })
})

test('a day has a number, however far away it is', () => {
  // By the rule of leap years, from the first day of the calendar to its last.
  const years = 1_999_999_998
  const leaps = (n: number) => Math.floor(n / 4) - Math.floor(n / 100) + Math.floor(n / 400)
  const days = years * 365 + leaps(999_999_998) - leaps(-1_000_000_000) + 364
  const text = 'date("999999999-12-31") - date("-999999999-01-01")'
  expect(say(compute(text, { mode: 'standard' }))).toBe(`P${days}D`)
})

test('the calendar ends, but not where that of the engine does', () => {
  const next = (text: string) => say(compute(`@"${text}" + @"P1D"`, { mode: 'standard' }))
  expect(next('275760-09-13')).toBe('275760-09-14')
  expect(next('-271821-04-18')).toBe('-271821-04-19')
  expect(next('999999999-12-31')).toBe('null')
  expect(next('300000-12-31T23:59:59.999999999@Europe/Paris')).toBe(
    '300001-01-01T23:59:59.999999999@Europe/Paris',
  )
})
