/** Errors of files and databases as messages that say what to do; all others are ours. */
import { BadRequest, isConnectionLost, sqlState } from '@huoshui/kernel'
import type { Text } from '@huoshui/values'
import { misuse, Stop, unreadable } from './exit.ts'
import { causeOf } from './load.ts'

/** SQLSTATEs of a server that does not let us in: user, password, database. */
const unwelcome = /^(?:28|3D|42501)/

/** A database's address without its password. */
export function placeOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

/** What an error means to the person who called the command; itself where it is a defect. */
export function stopFor(error: unknown, url: string | null): unknown {
  if (error instanceof Stop) return error
  if (error instanceof BadRequest) return misuse((t) => t.pick(error))
  const text = textOf(error)
  if (text) return unreadable((t) => t.pick(text))
  if (url !== null) {
    const where = placeOf(url)
    if (unwelcome.test(sqlState(error) ?? '')) {
      const said = error instanceof Error ? error.message : String(error)
      return unreadable((t) => t.running.databaseSays(where, said))
    }
    if (isConnectionLost(error)) return unreadable((t) => t.running.noDatabase(where))
  }
  return fileTrouble(error) ?? error
}

/** The words that errors of the kernel bring: a folder in use, a backup that is damaged, a key. */
function textOf(error: unknown): Text | null {
  const { text } = (error ?? {}) as { text?: Partial<Text> }
  return typeof text?.zh === 'string' && typeof text.en === 'string' ? (text as Text) : null
}

/** An error of the file system, with the path that it is about; null for any other. */
function fileTrouble(error: unknown): Stop | null {
  const { path, syscall } = (error ?? {}) as { path?: unknown; syscall?: unknown }
  if (typeof path !== 'string' || typeof syscall !== 'string') return null
  const reading = /^(?:open|read|stat|lstat|scandir)$/.test(syscall)
  const cause = causeOf(error)
  return unreadable((t) =>
    reading && cause === 'ENOENT' ? t.cannotRead(path, cause) : t.cannotWrite(path, cause),
  )
}
