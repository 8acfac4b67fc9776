/** The file of 期初, read: accounts with what is left in them, and matters as they stand. */

import type { Value } from '@huoshui/feel'
import { indexOf, type Policy } from '@huoshui/policy'
import { type Day, parseDay, type Text } from '@huoshui/values'
import { type Json, readJson } from '../codec.ts'
import { isUuid } from '../ids.ts'
import { type InTheWay, trouble } from './built-in.ts'
import {
  dayIn,
  isObject,
  type JsonObject,
  listIn,
  objectIn,
  rowPlace,
  type Shape,
  textIn,
  textOrNone,
} from './shape.ts'

/** A subject as the file names it: its id, or its code and name. */
export type SubjectGiven = string | { readonly code?: string; readonly name: string }

/** What a file of 期初 holds. Amounts and facts are as `toJson` writes them. */
export interface OpeningFile {
  /** The policy's identifier. */
  readonly policy: string
  readonly accounts?: readonly {
    readonly account: string
    /** A year or a rule's value as a text; else a subject. */
    readonly keys: { readonly [kind: string]: SubjectGiven }
    /** What is left: 元 or times. */
    readonly left: Json
  }[]
  readonly matters?: readonly {
    readonly procedure: string
    readonly state: string
    readonly parties: { readonly [kind: string]: SubjectGiven }
    readonly performed: readonly {
      readonly act: string
      readonly day: Day
      readonly actor?: string
      readonly to?: string
    }[]
    readonly reservations?: readonly {
      readonly account: string
      readonly amount: Json
      readonly year?: number
    }[]
    readonly facts?: { readonly [name: string]: Json }
  }[]
}

/** A subject as it was read. */
export interface SubjectRead {
  readonly place: Text
  readonly kind: string
  /** Its id where the file gives one; else it is looked up. */
  readonly id: string | null
  readonly code: string | null
  readonly name: string
}

export interface AccountRead {
  readonly place: Text
  readonly account: string
  readonly subjects: readonly SubjectRead[]
  /** Years and rules' values. */
  readonly plain: { readonly [kind: string]: string }
  readonly left: Value
}

export interface MatterRead {
  readonly place: Text
  readonly procedure: string
  readonly state: string
  readonly subjects: readonly SubjectRead[]
  readonly performed: readonly {
    readonly act: string
    readonly day: Day
    readonly actor?: string
    readonly to?: string
  }[]
  readonly reservations: readonly {
    readonly account: string
    readonly amount: Value
    readonly year?: number
  }[]
  readonly facts: ReadonlyMap<string, Value>
}

export interface OpeningRead {
  readonly accounts: readonly AccountRead[]
  readonly matters: readonly MatterRead[]
}

/** Reads the accounts and matters of a policy; what is wrong is told all at once. */
export function readOpening(policy: Policy, file: JsonObject): OpeningRead | InTheWay {
  const shape: Shape = { troubles: [] }
  const whole = { zh: '期初文件', en: '期初文件' }
  const accounts = listIn(shape, file, 'accounts', whole).map((row, i) =>
    accountIn(shape, policy, row, under('账户', 'account', row, i)),
  )
  const matters = listIn(shape, file, 'matters', whole).map((row, i) =>
    matterIn(shape, row, under('事项', 'matter', row, i)),
  )
  if (accounts.length + matters.length === 0) {
    shape.troubles.push(
      trouble(
        ['文件里没有账户，也没有事项。', 'The file has no account and no matter.'],
        ['在“accounts”或“matters”里写上。', 'List them under “accounts” or “matters”.'],
        whole,
      ),
    )
  }
  return shape.troubles.length > 0 ? shape : { accounts, matters }
}

function under(zh: string, en: string, row: JsonObject, index: number): Text {
  const place = rowPlace(row, index)
  return { zh: `${zh}${place.zh}`, en: `${en} ${place.en}` }
}

function accountIn(shape: Shape, policy: Policy, row: JsonObject, place: Text): AccountRead {
  const { rules } = indexOf(policy)
  const subjects: SubjectRead[] = []
  const plain: { [kind: string]: string } = {}
  const keys = objectIn(shape, row, 'keys', place)
  for (const kind of Object.keys(keys)) {
    if (kind === '年度' || rules.has(kind)) plain[kind] = textIn(shape, keys, kind, place)
    else subjects.push(subjectIn(shape, keys, kind, place))
  }
  const account = textIn(shape, row, 'account', place)
  return { place, account, subjects, plain, left: valueIn(shape, row, 'left', place) }
}

function matterIn(shape: Shape, row: JsonObject, place: Text): MatterRead {
  const parties = objectIn(shape, row, 'parties', place)
  const facts = objectIn(shape, row, 'facts', place)
  return {
    place,
    procedure: textIn(shape, row, 'procedure', place),
    state: textIn(shape, row, 'state', place),
    subjects: Object.keys(parties).map((kind) => subjectIn(shape, parties, kind, place)),
    performed: listIn(shape, row, 'performed', place).map((done) => {
      const actor = textOrNone(shape, done, 'actor', place)
      const to = textOrNone(shape, done, 'to', place)
      return {
        act: textIn(shape, done, 'act', place),
        day: dayIn(shape, done, 'day', place) ?? (parseDay('2000-01-01') as Day),
        ...(actor === null ? {} : { actor }),
        ...(to === null ? {} : { to }),
      }
    }),
    reservations: listIn(shape, row, 'reservations', place).map((held) => ({
      account: textIn(shape, held, 'account', place),
      amount: valueIn(shape, held, 'amount', place),
      ...(typeof held.year === 'number' ? { year: held.year } : {}),
    })),
    facts: new Map(Object.keys(facts).map((name) => [name, valueIn(shape, facts, name, place)])),
  }
}

function subjectIn(shape: Shape, object: JsonObject, kind: string, place: Text): SubjectRead {
  const given = object[kind]
  if (isObject(given)) {
    const code = textOrNone(shape, given, 'code', place)
    return { place, kind, id: null, code, name: textIn(shape, given, 'name', place).trim() }
  }
  const id = textIn(shape, object, kind, place)
  if (id !== '' && !isUuid(id)) {
    shape.troubles.push(
      trouble(
        [`“${kind}”写的“${id}”不是登记的编号。`, `“${id}” is no number of a ${kind}.`],
        ['写主体登记的编号，或者写名称和代码。', 'Give the number, or name and code.'],
        place,
      ),
    )
  }
  return { place, kind, id, code: null, name: '' }
}

function valueIn(shape: Shape, object: JsonObject, key: string, place: Text): Value {
  const value = readJson(object[key])
  if (value !== undefined) return value
  shape.troubles.push(
    trouble(
      [`“${key}”的值读不懂。`, `The value of “${key}” can’t be read.`],
      ['数和金额写成 {"n":"12.5"}，日期写成 {"d":"2024-03-01"}。', 'Write {"n":"12.5"} or a day.'],
      place,
    ),
  )
  return null
}
