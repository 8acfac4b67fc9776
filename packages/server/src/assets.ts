/** Where the built styles and scripts of the pages are. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Assets {
  /** The directory that is served under `/assets/`; null when nothing has been built. */
  readonly directory: string | null
  /** Addresses of the styles of every page. */
  readonly styles: readonly string[]
  /** The address of an entry's script; undefined when it has not been built. */
  readonly script: (entry: string) => string | undefined
}

interface Chunk {
  readonly file: string
  readonly css?: readonly string[]
  readonly isEntry?: boolean
}

/** Pages without styles or scripts: readable all the same. */
export const noAssets: Assets = { directory: null, styles: [], script: () => undefined }

/** Reads what Vite wrote down of its build. */
export function readAssets(dist: string): Assets {
  const file = join(dist, '.vite', 'manifest.json')
  if (!existsSync(file)) return noAssets
  const chunks = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Chunk>
  const page = chunks['src/page.ts']
  return {
    directory: join(dist, 'assets'),
    styles: (page?.css ?? []).map((css) => `/${css}`),
    script: (entry) => {
      const chunk = chunks[`src/${entry}`]
      return chunk && `/${chunk.file}`
    },
  }
}
