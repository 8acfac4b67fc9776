import type { Text } from '@huoshui/values'
import { type Tile, tilePath, tileWidth } from './tiles.ts'

/** What verifying an exported log found wrong. */
export interface Fault {
  /**
   * `checkpoint` not signed or not readable; `earlier` the log does not continue the earlier
   * checkpoint; `root` the log does not come to the signed root; `missing` or `malformed` a file;
   * `entry` an entry that isn't the one logged; `tile` a tile that isn't that of the entries.
   */
  readonly kind: 'checkpoint' | 'earlier' | 'root' | 'missing' | 'malformed' | 'entry' | 'tile'
  /** The file. */
  readonly path: string
  /** The number of the first entry concerned. */
  readonly index: number
  /** What should be there and what is: hashes in base64, numbers, or a path. */
  readonly expected: string
  readonly found: string
  readonly text: Text
}

/** The most faults that are kept; the others are counted. */
export const faultsMax = 100

/** Faults, of which only the first are kept: a bad disk can have millions. */
export interface Faults {
  readonly list: Fault[]
  count: number
}

/** Adds a fault. */
export function add(faults: Faults, fault: Fault): void {
  faults.count++
  if (faults.list.length < faultsMax) faults.list.push(fault)
}

/** An entry that isn't the one in the tree of the signed root. */
export function entryFault(path: string, index: number, expected: string, found: string) {
  return {
    kind: 'entry',
    path,
    index,
    expected,
    found,
    text: {
      zh: `第 ${index} 号条目被改动过（${path}）：日志中的散列是 ${expected}，现在的内容算出 ${found}。`,
      en: `Entry ${index} was changed (${path}): its hash in the log is ${expected}, what is there now gives ${found}.`,
    },
  } satisfies Fault
}

/**
 * A hash in a tile, at `slot`, that isn't what the leaves below give. The words don't say which of
 * the two is wrong: without the signed root nobody knows.
 */
export function tileFault(
  tile: Pick<Tile, 'level' | 'index' | 'width'>,
  slot: number,
  expected: string,
  found: string,
) {
  const path = tilePath(tile)
  const leaves = tileWidth ** tile.level
  const first = (tile.index * tileWidth + slot) * leaves
  const last = first + leaves - 1
  const zh = leaves === 1 ? `第 ${first} 号条目` : `第 ${first} 至 ${last} 号条目`
  const en = leaves === 1 ? `entry ${first}` : `entries ${first} to ${last}`
  return {
    kind: 'tile',
    path,
    index: first,
    expected,
    found,
    text: {
      zh: `${path} 的第 ${slot} 个散列与${zh}不符：按条目算是 ${expected}，文件中是 ${found}。`,
      en: `Hash ${slot} of ${path} and ${en} disagree: from the entries it is ${expected}, the file has ${found}.`,
    },
  } satisfies Fault
}

/** A file that isn't there. */
export function missingFault(path: string, index: number): Fault {
  const text = {
    zh: `缺少文件 ${path}（从第 ${index} 号条目起）。重新导出，或补上这个文件。`,
    en: `The file ${path} is missing (from entry ${index} on). Export again, or restore the file.`,
  }
  return { kind: 'missing', path, index, expected: path, found: '', text }
}

const units = { entries: '条', bytes: '字节' } as const

/** A file that can't be what it should be, by how much can be read of it. */
export function malformedFault(
  path: string,
  index: number,
  unit: keyof typeof units,
  expected: number,
  found: number,
): Fault {
  const text = {
    zh: `文件 ${path} 不完整：应有 ${expected} ${units[unit]}，读出 ${found} ${units[unit]}。重新导出，或换回原来的文件。`,
    en: `The file ${path} is not whole: expected ${expected} ${unit}, read ${found} ${unit}. Export again, or restore the file.`,
  }
  return { kind: 'malformed', path, index, expected: `${expected}`, found: `${found}`, text }
}

/** The log does not come to the root that was signed. */
export function rootFault(size: number, expected: string, found: string): Fault {
  const text = {
    zh: `${size} 条条目算出的根是 ${found}，签名的检查点写的是 ${expected}。日志在签名后被改动过；与其他副本对照。`,
    en: `The ${size} entries come to the root ${found}; the signed checkpoint has ${expected}. The log was changed after signing; compare it with another copy.`,
  }
  return { kind: 'root', path: 'checkpoint', index: 0, expected, found, text }
}

/** The log is not a continuation of the earlier checkpoint. */
export function earlierFault(size: number, expected: string, found: string): Fault {
  const text = {
    zh: `较早的检查点有 ${size} 条，根是 ${expected}；这份日志的前 ${size} 条给出 ${found}。日志没有延续它；保留两份检查点，向主管部门报告。`,
    en: `The earlier checkpoint has ${size} entries and the root ${expected}; the first ${size} entries of this log give ${found}. The log does not continue it; keep both checkpoints and report to the authority.`,
  }
  return { kind: 'earlier', path: 'checkpoint', index: size, expected, found, text }
}
