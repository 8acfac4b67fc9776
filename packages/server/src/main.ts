/** Starts the server: reads the policies, builds what is missing, listens, and says where. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { printPretty } from '@huoshui/values'
import type { FastifyInstance } from 'fastify'
import { buildApp } from './app.ts'
import { noAssets, readAssets } from './assets.ts'
import { ensureBundle } from './bundle.ts'
import { today } from './clock.ts'
import { type Library, openLibrary } from './library.ts'
import { readSources } from './load.ts'
import { choosePort } from './port.ts'
import { readSettings, type Settings } from './settings.ts'

const packages = fileURLToPath(new URL('../../', import.meta.url))
const say = (line: string) => void process.stdout.write(`${line}\n`)
const warn = (line: string) => void process.stderr.write(`${line}\n`)

/** Says why it stops, and stops. */
function stop(reason: string): never {
  warn(reason)
  process.exit(1)
}

async function readLibrary(directory: string): Promise<Library> {
  if (!existsSync(directory)) {
    stop(`没有政策目录 ${directory}。用 --policies 指到放政策文书的目录。`)
  }
  const files = await readSources(directory)
  const library = openLibrary(files)
  const errors = library.diagnostics.filter((one) => one.severity === 'error')
  const colour = Boolean(process.stderr.isTTY)
  for (const one of errors) {
    warn(`${printPretty(one, library.corpus.files.get(one.place.file), 'zh', { colour })}\n`)
  }
  const warnings = library.diagnostics.filter((one) => one.severity === 'warning').length
  say(`读到 ${library.policies.length} 件政策${warnings > 0 ? `，${warnings} 处提醒` : ''}。`)
  if (library.withheld.length > 0) {
    warn(`以下文书有错误，改好以前不公布：${library.withheld.join('、')}`)
  }
  if (errors.length > 0 && library.withheld.length === 0) warn('错误在共用文书里，见上。')
  return library
}

async function listen(app: FastifyInstance, settings: Settings): Promise<void> {
  const { host, port: asked } = settings
  const port = await choosePort(asked, host)
  if (port === null) {
    stop(
      asked === null
        ? '3000 起的一百个端口都被占用。用 PORT=端口 npm start 指定一个。'
        : `端口 ${asked} 已被占用。换一个：PORT=${asked + 1} npm start；或者不写 PORT，自动挑空闲的。`,
    )
  }
  const address = await app.listen({ port, host })
  if (asked === null && port !== 3000) say('端口 3000 已被占用，换用下一个空闲的。')
  say(`已启动：${address.replace('127.0.0.1', 'localhost')}   按 Ctrl+C 停止。`)
}

function stopGracefully(app: FastifyInstance): void {
  let stopping = false
  const end = (signal: string) => {
    if (stopping) stop('再次收到停止信号，立即退出。')
    stopping = true
    say(`收到 ${signal}，办完手上的请求就停止。`)
    app.close().then(
      () => {
        say('已停止。')
        process.exit(0)
      },
      (error: unknown) => stop(`停止时出错：${String(error)}`),
    )
  }
  process.on('SIGINT', () => end('SIGINT'))
  process.on('SIGTERM', () => end('SIGTERM'))
}

/** Runs the server until it is told to stop. */
export async function main(args: readonly string[]): Promise<void> {
  const broken = (error: unknown) => stop(`服务出错，已停止：${(error as Error)?.stack ?? error}`)
  process.on('uncaughtException', broken)
  process.on('unhandledRejection', broken)
  const settings = readSettings(args, process.env)
  if ('mistake' in settings) stop(settings.mistake)
  const directory = settings.policies
    ? resolve(settings.policies)
    : join(packages, '..', 'policies')
  const library = await readLibrary(directory)
  const built = await ensureBundle(packages, say)
  const app = await buildApp({
    library,
    today,
    assets: built ? readAssets(join(packages, 'web', 'dist')) : noAssets,
    onFailure: (error, address) => warn(`${address} 出错：${(error as Error)?.stack ?? error}`),
  })
  stopGracefully(app)
  await listen(app, settings)
}
