import { Decimal } from '@huoshui/values'
import { nearOf, yearOf } from './days.ts'
import { dateOf, daysTimeParts, offsetOf, timeOf } from './temporal.ts'
import {
  DaysTime,
  type FeelDate,
  FeelTime,
  isFeelDate,
  isMoment,
  type Moment,
  Range,
  type Value,
  YearsMonths,
} from './value.ts'

/** The properties of values that are not contexts (DMN 1.5 tables 65 and 66). */
export const PROPERTIES = {
  date: ['year', 'month', 'day', 'weekday'],
  time: ['hour', 'minute', 'second', 'time offset', 'timezone'],
  'date-time': [
    'year',
    'month',
    'day',
    'weekday',
    'hour',
    'minute',
    'second',
    'time offset',
    'timezone',
  ],
  months: ['years', 'months'],
  days: ['days', 'hours', 'minutes', 'seconds'],
  range: ['start', 'end', 'start included', 'end included'],
} as const

/** A property of a value; undefined when values of its type have none of that name. */
export function propertyOf(value: Value, name: string): Value | undefined {
  if (isFeelDate(value)) return dateProperty(value, name)
  if (value instanceof FeelTime) return timeProperty(value, name)
  if (isMoment(value)) return dateProperty(dateOf(value), name) ?? timeProperty(value, name)
  if (value instanceof YearsMonths) return monthsProperty(value, name)
  if (value instanceof DaysTime) return daysProperty(value, name)
  if (value instanceof Range) return rangeProperty(value, name)
  return undefined
}

function dateProperty(date: FeelDate, name: string): Value | undefined {
  switch (name) {
    case 'year':
      return new Decimal(yearOf(date))
    case 'month':
      return new Decimal(nearOf(date).month)
    case 'day':
      return new Decimal(nearOf(date).day)
    case 'weekday':
      return new Decimal(nearOf(date).dayOfWeek)
    default:
      return undefined
  }
}

function timeProperty(value: FeelTime | Moment, name: string): Value | undefined {
  const { wall, zone } = value instanceof FeelTime ? value : timeOf(value)
  switch (name) {
    case 'hour':
      return new Decimal(wall.hour)
    case 'minute':
      return new Decimal(wall.minute)
    case 'second':
      return new Decimal(wall.second)
    case 'time offset': {
      const offset = offsetOf(value)
      return offset === null ? null : new DaysTime(new Decimal(offset))
    }
    case 'timezone':
      return zone
    default:
      return undefined
  }
}

function monthsProperty(value: YearsMonths, name: string): Value | undefined {
  switch (name) {
    case 'years':
      return new Decimal(Math.trunc(value.months / 12))
    case 'months':
      return new Decimal(value.months % 12)
    default:
      return undefined
  }
}

function daysProperty(value: DaysTime, name: string): Value | undefined {
  switch (name) {
    case 'days':
    case 'hours':
    case 'minutes':
    case 'seconds':
      return daysTimeParts(value)[name]
    default:
      return undefined
  }
}

function rangeProperty(value: Range, name: string): Value | undefined {
  switch (name) {
    case 'start':
      return value.low
    case 'end':
      return value.high
    case 'start included':
      return value.lowIncluded
    case 'end included':
      return value.highIncluded
    default:
      return undefined
  }
}
