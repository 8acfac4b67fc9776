// Runs the DMN conformance cases that stand beside a full checkout against packages/feel. Every
// case must pass, or have its reason below; packages/feel/TCK.md records what came of it.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const kit = join(root, '..', 'shared', 'tck')
const record = join(root, 'packages', 'feel', 'TCK.md')

// `folder case` → why it may fail: what the standard leaves open, in one sentence. A folder alone
// stands for all its cases.
const REASONS = new Map([
  [
    '0076-feel-external-java',
    'The standard leaves functions of other languages to each engine (DMN 1.5 §10.3.2.13.3). ' +
      'They are read, and a call is null with a reason: an expression runs no code but FEEL.',
  ],
])

if (!existsSync(join(kit, 'run.mjs'))) {
  console.log('tck: the conformance cases are not beside this checkout; nothing was run')
  process.exit(0)
}

const reasonOf = ({ folder, id }) => REASONS.get(`${folder} ${id}`) ?? REASONS.get(folder)

/** The result of every case, by the interpreter and by generated JavaScript. */
function runKit() {
  // The kit installs its own packages, so it runs in a copy that can be written to.
  const work = mkdtempSync(join(tmpdir(), 'huoshui-tck-'))
  try {
    cpSync(kit, work, { recursive: true })
    const run = (command, args, env = process.env) =>
      spawnSync(command, args, { cwd: work, env, encoding: 'utf8', maxBuffer: 1 << 28 })
    const installed = run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'])
    if (installed.status !== 0) throw new Error(`npm install failed\n${installed.stderr}`)
    const adaptor = join(root, 'packages', 'feel', 'tck-adaptor.mjs')
    return ['interpreter', 'javascript'].map((engine) => {
      const out = join(work, `${engine}.json`)
      const args = ['run.mjs', '--adaptor', adaptor, '--json', out]
      console.log(`\n▶ ${engine}`)
      const result = run('node', args, { ...process.env, FEEL_ENGINE: engine })
      process.stdout.write(result.stdout)
      process.stderr.write(result.stderr)
      if (!existsSync(out)) throw new Error('the runner left no results')
      return JSON.parse(readFileSync(out, 'utf8'))
    })
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** The lines of a table: cases, cases passed and folders of each level, and of all. */
function totals(results) {
  const levels = [...new Set(results.map((r) => r.level))].sort()
  const rows = [...levels.map((level) => [level, (r) => r.level === level]), ['all', () => true]]
  return rows.map(([name, within]) => {
    const chosen = results.filter(within)
    const passed = chosen.filter((r) => r.status === 'pass').length
    const folders = new Set(chosen.map((r) => `${r.level}/${r.folder}`)).size
    return `| ${name} | ${folders} | ${chosen.length} | ${passed} |`
  })
}

function page(results, failed) {
  const lines = [
    '# DMN conformance of packages/feel',
    '',
    'Written by `npm run tck -- --update`. `npm run tck` runs every case twice, by the interpreter',
    'and by generated JavaScript. It fails when the two differ, and when a case fails that has no',
    'reason in `scripts/tck.mjs`.',
    '',
    '| level | folders | cases | passed |',
    '| --- | --- | --- | --- |',
    ...totals(results),
    '',
    failed.length === 0 ? 'Every case passes.' : 'Cases that do not pass:',
    ...(failed.length === 0 ? [] : ['']),
    ...failed.map((r) => `- ${r.folder} ${r.id}: ${reasonOf(r) ?? 'no reason is given'}`),
  ]
  return `${lines.join('\n')}\n`
}

const [results, generated] = runKit()
const differing = results.filter((r, i) => r.status !== generated[i]?.status)
const failed = results.filter((r) => r.status !== 'pass')
const bare = failed.filter((r) => reasonOf(r) === undefined)
const now = page(results, failed)
if (process.argv.includes('--update')) writeFileSync(record, now)
const recorded = existsSync(record) ? readFileSync(record, 'utf8') : ''
for (const r of bare) console.error(`fails without a reason: ${r.folder} ${r.id}: ${r.why.trim()}`)
if (recorded !== now) console.error('TCK.md is out of step: npm run tck -- --update')
for (const r of differing) console.error(`differs in JavaScript: ${r.folder} ${r.id}`)
console.log(
  `tck: ${failed.length} cases do not pass, ${bare.length} of them without a reason; ` +
    `${differing.length} differ between the interpreter and JavaScript`,
)
process.exitCode = bare.length > 0 || differing.length > 0 ? 1 : 0
