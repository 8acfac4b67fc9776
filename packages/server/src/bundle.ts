/** Builds the scripts and styles of the pages when they are missing or older than their sources. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/** The newest change below these paths, in milliseconds; 0 when there is nothing. */
async function newest(paths: readonly string[]): Promise<number> {
  let latest = 0
  for (const path of paths) {
    if (!existsSync(path)) continue
    const own = await stat(path)
    latest = Math.max(latest, own.mtimeMs)
    if (!own.isDirectory()) continue
    const entries = await readdir(path, { recursive: true })
    for (const entry of entries) latest = Math.max(latest, (await stat(join(path, entry))).mtimeMs)
  }
  return latest
}

/** Writes each script and style compressed beside itself, to be sent to whoever takes it. */
async function pack(directory: string): Promise<void> {
  const names = (await readdir(directory)).filter((name) => /\.(?:js|css|svg)$/.test(name))
  await Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(directory, name))
      await writeFile(join(directory, `${name}.br`), brotliCompressSync(text))
      await writeFile(join(directory, `${name}.gz`), gzipSync(text))
    }),
  )
}

/** Whether the bundle has to be built, and why. */
export async function staleness(packages: string): Promise<'missing' | 'old' | null> {
  const web = join(packages, 'web')
  const made = await newest([join(web, 'dist', '.vite', 'manifest.json')])
  if (made === 0) return 'missing'
  const sources = ['values', 'feel', 'policy'].map((name) => join(packages, name, 'src'))
  const own = ['src', 'public', 'vite.config.ts', 'package.json'].map((name) => join(web, name))
  return (await newest([...sources, ...own])) > made ? 'old' : null
}

/** After this long a lock was left by a process that is gone. */
const abandoned = 120_000

/** Lets one process build at a time; the others wait, and find it built. */
async function alone<T>(packages: string, work: () => Promise<T>): Promise<T> {
  const directory = join(packages, '..', 'node_modules', '.cache')
  const lock = join(directory, 'huoshui-web.lock')
  await mkdir(directory, { recursive: true })
  for (;;) {
    try {
      await mkdir(lock)
      break
    } catch {
      const held = await stat(lock).catch(() => null)
      if (held && performance.timeOrigin + performance.now() - held.mtimeMs > abandoned) {
        await rm(lock, { recursive: true, force: true })
      } else await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
  try {
    return await work()
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
}

/**
 * Builds the bundle with Vite if need be, saying so.
 *
 * @returns whether there is a bundle to serve afterwards
 */
export async function ensureBundle(
  packages: string,
  say: (line: string) => void,
): Promise<boolean> {
  if ((await staleness(packages)) === null) return true
  return alone(packages, () => build(packages, say))
}

/** Builds for production also where tests have said otherwise: React has two builds. */
async function bundle(web: string): Promise<void> {
  const before = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  try {
    const vite = await import('vite')
    await vite.build({ root: web, logLevel: 'error' })
  } finally {
    if (before === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = before
  }
}

async function build(packages: string, say: (line: string) => void): Promise<boolean> {
  const why = await staleness(packages)
  if (why === null) return true
  say(why === 'missing' ? '正在打包网页脚本（第一次）……' : '网页脚本有改动，正在重新打包……')
  const began = performance.now()
  try {
    await bundle(join(packages, 'web'))
    await pack(join(packages, 'web', 'dist', 'assets'))
    say(`打包完成，用时 ${((performance.now() - began) / 1000).toFixed(1)} 秒。`)
    return true
  } catch (error) {
    say(`打包没有成功：${error instanceof Error ? error.message : String(error)}`)
    if (why === 'old') say('继续使用上一次打包的脚本。')
    else say('页面仍可阅读，但没有样式，“测一测”不能用。')
    return why === 'old'
  }
}
