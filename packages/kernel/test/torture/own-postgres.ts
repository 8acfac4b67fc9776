/** A PostgreSQL of the run's own, so that it can be killed. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

export interface OwnPostgres {
  readonly url: string
  start(): Promise<void>
  /** Kills the server and all its processes, as a machine that loses its memory would. */
  kill(): Promise<void>
  remove(): Promise<void>
}

/** Where the programs of a PostgreSQL are; null where there is none. */
function programs(): string | null {
  const base = '/usr/lib/postgresql'
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : []
  for (const version of versions) {
    if (existsSync(join(base, version, 'bin', 'initdb'))) return join(base, version, 'bin')
  }
  try {
    return execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim()
  } catch {
    return null
  }
}

/** The server refuses to run as root, so root lends it the user that the package made for it. */
function runAs(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }).trim())
  return { uid: id('-u'), gid: id('-g') }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })
}

/** Makes a cluster in a temporary folder; null where PostgreSQL is not installed. */
export async function ownPostgres(): Promise<OwnPostgres | null> {
  const bin = programs()
  if (bin === null) return null
  const user = runAs()
  const folder = mkdtempSync(join(tmpdir(), 'huoshui-torture-'))
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const init = ['-D', data, '-U', 'postgres', '--auth=trust', '--no-instructions', '-E', 'UTF8']
  execFileSync(join(bin, 'initdb'), init, { ...user, cwd: folder, stdio: 'ignore' })
  const port = await freePort()
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`
  let server: ChildProcess | null = null
  return {
    url,
    async start() {
      const settings = ['-c', `port=${port}`, '-c', `unix_socket_directories=${folder}`]
      const args = ['-D', data, '-c', 'listen_addresses=127.0.0.1', ...settings]
      server = spawn(join(bin, 'postgres'), args, {
        ...user,
        cwd: folder,
        stdio: 'ignore',
        detached: true,
      })
      await untilUp(url)
    },
    async kill() {
      const { pid } = server as ChildProcess
      const gone = new Promise((resolve) => server?.once('exit', resolve))
      for (const child of childrenOf(pid as number)) quietly(() => process.kill(child, 'SIGKILL'))
      quietly(() => process.kill(pid as number, 'SIGKILL'))
      await gone
      rmSync(join(data, 'postmaster.pid'), { force: true })
    },
    async remove() {
      if (server?.exitCode === null) {
        const gone = new Promise((resolve) => server?.once('exit', resolve))
        server.kill('SIGQUIT')
        await gone
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function quietly(work: () => void): void {
  try {
    work()
  } catch {
    // It was gone already.
  }
}

function childrenOf(pid: number): number[] {
  try {
    const out = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
    return out.trim().split(/\s+/).filter(Boolean).map(Number)
  } catch {
    return []
  }
}

async function untilUp(url: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.query('select 1')
      await client.end()
      return
    } catch (error) {
      await client.end().catch(() => {})
      if (tries > 300) throw error
      await new Promise((resume) => setTimeout(resume, 100))
    }
  }
}
