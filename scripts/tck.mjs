// Runs the DMN conformance cases that stand beside a full checkout against packages/feel, and holds
// the result to what is recorded in packages/feel/TCK.md: a case that passed once keeps passing.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const kit = join(root, '..', 'shared', 'tck')
const record = join(root, 'packages', 'feel', 'TCK.md')

if (!existsSync(join(kit, 'run.mjs'))) {
  console.log('tck: the conformance cases are not beside this checkout; nothing was run')
  process.exit(0)
}

/** `[fail] folder case`: the case without its expression and values, which stay in the kit. */
function nameOf(line) {
  return line.split(': ')[0]
}

// The kit installs its own packages, so it runs in a copy that can be written to.
const work = mkdtempSync(join(tmpdir(), 'huoshui-tck-'))
try {
  cpSync(kit, work, { recursive: true })
  const run = (command, args) =>
    spawnSync(command, args, { cwd: work, encoding: 'utf8', maxBuffer: 1 << 28 })
  const installed = run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'])
  if (installed.status !== 0) throw new Error(`npm install failed\n${installed.stderr}`)
  const adaptor = join(root, 'packages', 'feel', 'tck-adaptor.mjs')
  const result = run('node', ['run.mjs', '--adaptor', adaptor, '--fails', 'fails.txt'])
  process.stdout.write(result.stdout)
  process.stderr.write(result.stderr)
  const fails = existsSync(join(work, 'fails.txt'))
    ? readFileSync(join(work, 'fails.txt'), 'utf8').split('\n').filter(Boolean).map(nameOf)
    : null
  if (fails === null) throw new Error('the runner left no list of failing cases')
  if (process.argv.includes('--update')) {
    const head = [
      '# DMN conformance of packages/feel',
      '',
      'Written by `npm run tck -- --update`; `npm run tck` fails when a case not listed here fails.',
      '',
      `Cases that do not pass yet: ${fails.length}.`,
      '',
    ]
    writeFileSync(record, [...head, '```text', ...fails.sort(), '```', ''].join('\n'))
  }
  const known = new Set(existsSync(record) ? readFileSync(record, 'utf8').split('\n') : [])
  const fresh = fails.filter((line) => !known.has(line))
  for (const line of fresh) console.error(`newly failing: ${line}`)
  console.log(`tck: ${fails.length} cases do not pass, ${fresh.length} of them not recorded`)
  process.exitCode = fresh.length > 0 ? 1 : 0
} finally {
  rmSync(work, { recursive: true, force: true })
}
