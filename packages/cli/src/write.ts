/** Files written whole or not at all. */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import { unreadable } from './exit.ts'
import { causeOf } from './load.ts'

/** Replaces a file. It is written beside it first: whoever stops us finds the old or the new. */
export function writeText(cwd: string, path: string, text: string): void {
  const target = resolve(cwd, path)
  const beside = `${target}.part`
  try {
    writeFileSync(beside, text)
    renameSync(beside, target)
  } catch (error) {
    rmSync(beside, { force: true })
    throw unreadable((t) => t.cannotWrite(path, causeOf(error)))
  }
}

/** Writes a file that is not there yet, with its directories; false when it is there. */
export function createText(target: string, path: string, text: string): boolean {
  try {
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (causeOf(error) === 'EEXIST') return false
    throw unreadable((t) => t.cannotWrite(path, causeOf(error)))
  }
}

/** A file that is written in pieces and has its name only when it is whole. */
export interface Writing {
  readonly add: (text: string) => void
  /** Gives the file its name; one that was there before is replaced. */
  readonly keep: () => void
  /** Leaves nothing of it; does nothing once it has been kept. */
  readonly drop: () => void
}

/** Begins to write a file in pieces. */
export function beginWriting(cwd: string, path: string): Writing {
  const target = resolve(cwd, path)
  const beside = `${target}.part`
  const tried = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw unreadable((t) => t.cannotWrite(path, causeOf(error)))
    }
  }
  const file = tried(() => openSync(beside, 'w'))
  let open = true
  return {
    add: (text) => void tried(() => writeSync(file, text)),
    keep: () =>
      tried(() => {
        fsyncSync(file)
        closeSync(file)
        open = false
        renameSync(beside, target)
      }),
    drop: () => {
      if (open) closeSync(file)
      open = false
      rmSync(beside, { force: true })
    },
  }
}
