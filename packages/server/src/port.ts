/** Finding a port to listen on. */
import { createServer } from 'node:net'

const first = 3000
const tries = 100

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })
}

/** The port asked for, or 3000 or the next that is free; null when it can't be had. */
export async function choosePort(asked: number | null, host: string): Promise<number | null> {
  if (asked !== null) return asked === 0 || (await isFree(asked, host)) ? asked : null
  for (let port = first; port < first + tries; port++) if (await isFree(port, host)) return port
  return null
}
