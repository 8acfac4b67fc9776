/** Reading the files that acts name: JSON whose every mistake is told with its place. */
import { type Day, parseDay, type Text } from '@huoshui/values'
import type { Json } from '../codec.ts'
import { fileOf, isDigest } from '../files.ts'
import { type BuiltIn, type InTheWay, inTheWay, type Trouble, textOf, trouble } from './built-in.ts'

export type JsonObject = { readonly [key: string]: Json }

/** Collects what is wrong while a file is read. */
export interface Shape {
  readonly troubles: Trouble[]
}

export const isObject = (json: Json | undefined): json is JsonObject =>
  typeof json === 'object' && json !== null && !Array.isArray(json)

/** Reads the JSON object in the file whose digest stands in a fact of the act's matter. */
export async function contentOf(
  one: BuiltIn,
  fact: string,
): Promise<{ readonly json: JsonObject } | InTheWay> {
  const digest = textOf(one, fact)
  const place = { zh: fact, en: fact }
  if (!isDigest(digest)) {
    return inTheWay(
      trouble(
        [`“${fact}”不是文件的摘要。`, `“${fact}” is not the digest of a file.`],
        ['先存文件，再填得到的摘要。', 'Store the file and fill in the digest that it gives.'],
        place,
      ),
    )
  }
  const file = one.loaded.files.get(digest) ?? (await fileOf(one.tx, digest))
  if (!file) {
    return inTheWay(
      trouble(
        ['没有存过这个摘要的文件。', 'No file of this digest has been stored.'],
        ['先存文件，再填得到的摘要。', 'Store the file and fill in the digest that it gives.'],
        place,
      ),
    )
  }
  one.loaded.files.set(digest, file)
  const json = jsonIn(file.bytes)
  if (isObject(json)) return { json }
  return inTheWay(
    trouble(
      [`“${file.name}”不是一个 JSON 对象。`, `“${file.name}” is not an object in JSON.`],
      ['用本系统的导出或者模板重做。', 'Make it anew from an export or a template.'],
      place,
    ),
  )
}

function jsonIn(bytes: Uint8Array): Json | undefined {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Json
  } catch {
    return undefined
  }
}

function wrong(shape: Shape, place: Text, key: string, zh: string, en: string): void {
  shape.troubles.push(
    trouble(
      [`“${key}”要写${zh}。`, `“${key}” takes ${en}.`],
      [`改好“${key}”，重新存文件。`, `Mend “${key}” and store the file anew.`],
      place,
    ),
  )
}

/** A text that must not be empty. */
export function textIn(shape: Shape, object: JsonObject, key: string, place: Text): string {
  const value = object[key]
  if (typeof value === 'string' && value.trim() !== '') return value
  wrong(shape, place, key, '文字，不能空', 'a text that is not empty')
  return ''
}

/** A text that can be left out; null where it is. */
export function textOrNone(
  shape: Shape,
  object: JsonObject,
  key: string,
  place: Text,
): string | null {
  return object[key] === undefined || object[key] === null
    ? null
    : textIn(shape, object, key, place)
}

/** A day that can be left out; null where it is. */
export function dayOrNone(shape: Shape, object: JsonObject, key: string, place: Text): Day | null {
  const value = object[key]
  if (value === undefined || value === null) return null
  const day = typeof value === 'string' ? parseDay(value) : null
  if (!day) wrong(shape, place, key, '日期，如 2024-03-01', 'a day such as 2024-03-01')
  return day
}

/** A day that must be there. */
export function dayIn(shape: Shape, object: JsonObject, key: string, place: Text): Day | null {
  if (object[key] !== undefined && object[key] !== null) return dayOrNone(shape, object, key, place)
  wrong(shape, place, key, '日期，如 2024-03-01', 'a day such as 2024-03-01')
  return null
}

/** An object; an empty one where it is left out or wrong. */
export function objectIn(shape: Shape, object: JsonObject, key: string, place: Text): JsonObject {
  const value = object[key]
  if (isObject(value)) return value
  if (value !== undefined) wrong(shape, place, key, '一个 JSON 对象', 'an object in JSON')
  return {}
}

/** A list of objects; empty where it is left out. */
export function listIn(
  shape: Shape,
  object: JsonObject,
  key: string,
  place: Text,
): readonly JsonObject[] {
  const value = object[key]
  if (value === undefined) return []
  if (Array.isArray(value) && value.every(isObject)) return value as readonly JsonObject[]
  wrong(shape, place, key, '一列 JSON 对象', 'a list of objects in JSON')
  return []
}

/** Where a row of a sheet stands: as the row itself says, else its place in the list. */
export function rowPlace(row: JsonObject, index: number): Text {
  const at = isObject(row.at) ? row.at : {}
  const sheet = typeof at.sheet === 'string' ? at.sheet : ''
  const line = typeof at.row === 'number' ? at.row : index + 1
  const column = typeof at.column === 'string' ? at.column : ''
  return {
    zh: `${sheet ? `“${sheet}”` : ''}第${line}行${column ? `“${column}”栏` : ''}`,
    en: `${sheet ? `“${sheet}”, ` : ''}row ${line}${column ? `, column “${column}”` : ''}`,
  }
}
