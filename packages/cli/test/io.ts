/** What a command line needs of its surroundings, for tests, and what it says there. */
import { day } from '@huoshui/values'
import type { Io } from '../src/io.ts'
import { main } from '../src/main.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Surroundings in a folder, on a fixed day, that keep what is printed. */
export function surroundings(home: string, more: Partial<Io> = {}) {
  const said = { out: '', err: '' }
  const io: Io = {
    out: (text) => {
      said.out += text
    },
    err: (text) => {
      said.err += text
    },
    isTTY: false,
    cwd: home,
    env: {},
    today: () => day('2024-02-01'),
    ...more,
  }
  return { io, said }
}

/** Runs a command line there; its words are parted by one blank. */
export async function runIn(home: string, line: string, more: Partial<Io> = {}): Promise<Ran> {
  const { io, said } = surroundings(home, more)
  const code = await main(line.split(' ').filter(Boolean), io)
  return { code, ...said }
}
