/** What the command line and the environment ask for. */

export interface Settings {
  readonly policies: string | null
  /** The port that was asked for; null takes 3000 or the next that is free. */
  readonly port: number | null
  readonly host: string
}

/** Reads settings; a mistake is returned as a sentence that says what to write instead. */
export function readSettings(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Settings | { readonly mistake: string } {
  let policies: string | null = null
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string
    if (arg === '--policies') {
      const value = args[++i]
      if (!value) return { mistake: '--policies 后面要写目录，如 --policies ./policies' }
      policies = value
    } else if (arg.startsWith('--policies=')) policies = arg.slice('--policies='.length)
    else return { mistake: `不认识“${arg}”。可以写：npm start -- --policies 目录` }
  }
  const text = env.PORT?.trim() ?? ''
  const port = text === '' ? null : Number(text)
  if (port !== null && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    return { mistake: `PORT 是“${text}”，应是 0 到 65535 的整数，如 PORT=3000 npm start` }
  }
  return { policies, port, host: env.HOST?.trim() || '127.0.0.1' }
}
