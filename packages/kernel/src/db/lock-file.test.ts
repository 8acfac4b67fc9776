import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FolderInUse, takeLock } from './lock-file.ts'

let folder: string
let file: string
const children: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huoshui-'))
  file = join(folder, 'lock')
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** A second process that takes the lock, says `taken` or `refused`, and stays. */
async function another(): Promise<{ child: ChildProcess; said: string }> {
  const module = fileURLToPath(new URL('./lock-file.ts', import.meta.url))
  const program = `
    const { takeLock } = await import(${JSON.stringify(module)})
    try { takeLock(${JSON.stringify(file)}); console.log('taken') }
    catch (error) { console.log('refused', error.message) }
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program])
  children.push(child)
  const [said] = await once(child.stdout, 'data')
  return { child, said: String(said) }
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

test('a second process is refused and told who holds the folder, until it is released', async () => {
  const lock = takeLock(file)
  const { child, said } = await another()
  expect(said).toMatch(/^refused/)
  expect(said).toContain(`进程 ${process.pid}`)
  expect(said).toContain(`Process ${process.pid} on ${hostname()}`)
  await kill(child)
  lock.release()
  expect(existsSync(file)).toBe(false)
  expect((await another()).said).toBe('taken\n')
})

test('the lock of a killed process is taken over', async () => {
  const { child, said } = await another()
  expect(said).toBe('taken\n')
  expect(() => takeLock(file)).toThrow(FolderInUse)
  expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(child.pid)
  await kill(child)
  const lock = takeLock(file)
  expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(process.pid)
  lock.release()
})

test('the same process is refused too, and may take it again after releasing it', () => {
  const lock = takeLock(file)
  expect(() => takeLock(file)).toThrow(FolderInUse)
  lock.release()
  lock.release()
  takeLock(file).release()
})

test('a number that now belongs to another process does not count as the holder', () => {
  const dead = { pid: process.ppid, host: hostname(), started: 'an earlier boot 1' }
  writeFileSync(file, JSON.stringify(dead))
  // Without /proc it can't be told apart, and then the folder stays closed.
  if (existsSync('/proc/self/stat')) takeLock(file).release()
  else expect(() => takeLock(file)).toThrow(FolderInUse)
})

test('a holder on another host counts as alive', () => {
  const far = { pid: 1, host: '示例主机', started: null }
  writeFileSync(file, JSON.stringify(far))
  const refused = catching(() => takeLock(file))
  expect(refused).toBeInstanceOf(FolderInUse)
  expect((refused as FolderInUse).holder).toEqual(far)
  expect((refused as FolderInUse).text.zh).toContain('示例主机 上的进程 1')
})

test('a lock that cannot be read is left alone, and says what to do', () => {
  writeFileSync(file, 'half')
  const refused = catching(() => takeLock(file)) as FolderInUse
  expect(refused.holder).toBeNull()
  expect(refused.text.zh).toContain('删除')
  expect(readFileSync(file, 'utf8')).toBe('half')
})

test('of several that take over a dead lock at once one alone has it', async () => {
  const { child } = await another()
  await kill(child)
  const said = (await Promise.all([another(), another(), another()])).map((one) => one.said)
  expect(said.filter((one) => one === 'taken\n')).toHaveLength(1)
})

function catching(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('an error was expected')
}
