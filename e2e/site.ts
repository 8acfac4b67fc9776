/** The site under test: the real policies, a fixed day, a port of its own. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { day } from '@huoshui/values'
import { buildApp } from '../packages/server/src/app.ts'
import { readAssets } from '../packages/server/src/assets.ts'
import { ensureBundle } from '../packages/server/src/bundle.ts'
import { openLibrary } from '../packages/server/src/library.ts'
import { readSources } from '../packages/server/src/load.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

export interface Site {
  readonly address: string
  readonly failures: readonly string[]
  readonly close: () => Promise<void>
}

/** Starts the site; the bundle is built first when it is missing or old. */
export async function openSite(): Promise<Site> {
  const packages = join(root, 'packages')
  await ensureBundle(packages, () => undefined)
  const failures: string[] = []
  const app = await buildApp({
    library: openLibrary(await readSources(join(root, 'policies'))),
    today: () => day('2026-03-02'),
    assets: readAssets(join(packages, 'web', 'dist')),
    onFailure: (error, address) => failures.push(`${address} ${String(error)}`),
  })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  return { address, failures, close: () => app.close() }
}
