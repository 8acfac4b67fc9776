/** Files written whole or not at all. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
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
