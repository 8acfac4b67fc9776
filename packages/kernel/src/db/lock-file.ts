import { linkSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Text } from '@huoshui/values'

/** Says who has a folder open, so that nobody else opens it: two processes would destroy it. */
export interface Lock {
  /** Lets others in. Doing it twice does no harm. */
  release(): void
}

export interface Holder {
  readonly pid: number
  readonly host: string
  /** When its process started, as its system counts; null where that can't be told. */
  readonly started: string | null
}

/** Another process has the folder open; `holder` is null when its file can't be read. */
export class FolderInUse extends Error {
  readonly text: Text
  readonly holder: Holder | null
  constructor(file: string, holder: Holder | null) {
    const text = inUse(file, holder)
    super(`${text.zh}\n${text.en}`)
    this.name = 'FolderInUse'
    this.text = text
    this.holder = holder
  }
}

function inUse(file: string, holder: Holder | null): Text {
  if (!holder) {
    return {
      zh: `锁文件 ${file} 的内容读不出来。确认没有别的程序在用这个数据目录，删除它再启动。`,
      en: `The lock ${file} can't be read. Make sure that nothing uses this data folder, delete the lock and start again.`,
    }
  }
  const { pid, host } = holder
  return {
    zh: `数据目录正由 ${host} 上的进程 ${pid} 使用（${file}）。先停止那个进程，再启动本程序；若该主机已不存在，删除锁文件。`,
    en: `Process ${pid} on ${host} is using this data folder (${file}). Stop it first, then start again; if that host is gone, delete the lock.`,
  }
}

/** Locks held by this process, which the file alone would not tell from a leftover of its own. */
const held = new Set<string>()

/**
 * Takes a lock, or throws a `FolderInUse` that names the holder. The lock of a process that is no
 * more is taken over.
 */
export function takeLock(file: string): Lock {
  const self: Holder = { pid: process.pid, host: hostname(), started: startOf(process.pid) }
  // Its content is there the moment its name is, because it is written under another name first.
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(self)}\n`, { mode: 0o600 })
  try {
    for (let tries = 0; !linked(draft, file); tries++) {
      const text = read(file)
      if (text === null) continue
      const holder = holderOf(text)
      if (!holder || tries > 3 || held.has(file) || isAlive(holder)) {
        throw new FolderInUse(file, holder)
      }
      removeDead(file, text)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  held.add(file)
  return { release: () => release(file) }
}

function release(file: string): void {
  if (held.delete(file)) rmSync(file, { force: true })
}

function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/**
 * Removes a dead holder's lock. Of several that try at once one alone may: whoever came second
 * would otherwise remove the lock that the first has just taken. A second lock decides it.
 */
function removeDead(file: string, text: string): void {
  const guard = takeLock(`${file}.takeover`)
  try {
    if (read(file) === text) unlinkSync(file)
  } finally {
    guard.release()
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function holderOf(text: string): Holder | null {
  try {
    const { pid, host, started } = JSON.parse(text)
    if (!Number.isInteger(pid) || typeof host !== 'string') return null
    return { pid, host, started: typeof started === 'string' ? started : null }
  } catch {
    return null
  }
}

/** Of a process on another host nothing can be told, so it counts as alive. */
function isAlive({ pid, host, started }: Holder): boolean {
  if (host !== hostname()) return true
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  // The number may have been given to another process since.
  const now = startOf(pid)
  return now === null || started === null || now === started
}

/**
 * When a process started: ticks since boot, with the boot's own identity, because the numbers
 * begin again with each boot. Null where the system has no /proc.
 */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold anything, so counting begins behind it: field 22 is the 20th.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return ticks ? `${boot} ${ticks}` : null
  } catch {
    return null
  }
}
