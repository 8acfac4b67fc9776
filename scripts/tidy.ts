/**
 * The repository polices itself: floors, lengths, banned calls, docs in step.
 *
 * Run by `npm test`. Prints every finding with its place and what to do; exits 1 if there is one.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Finding {
  readonly file: string
  readonly line: number
  readonly text: string
}

/** A package may import only from floors below its own; web also may not import a server. */
export const floors: Readonly<Record<string, number>> = {
  values: 0,
  feel: 1,
  policy: 2,
  kernel: 3,
  server: 4,
  cli: 4,
  web: 5,
}

/** Web talks to the server over HTTP, so of the floors below it may use only the pure ones. */
const webMayUse = ['values', 'feel', 'policy']

const fileLinesMax = 400
const lineLengthMax = 100

const isTest = (file: string) => /\.test\.tsx?$|^packages\/[^/]+\/test\/|^e2e\//.test(file)

/** Imports of a TypeScript file with the line each stands on. */
export function importsOf(text: string): { from: string; line: number }[] {
  const found: { from: string; line: number }[] = []
  const statement = /(?:^|\n)\s*(?:import|export)\b[^'"\n]*?(?:\n[^'"]*?)?from\s*['"]([^'"]+)['"]/
  const dynamic = /import\(\s*['"]([^'"]+)['"]\s*\)/
  const bare = /(?:^|\n)import\s*['"]([^'"]+)['"]/
  const pattern = new RegExp([statement, dynamic, bare].map((one) => one.source).join('|'), 'g')
  for (const match of text.matchAll(pattern)) {
    const line = text.slice(0, match.index + match[0].length).split('\n').length
    found.push({ from: (match[1] ?? match[2] ?? match[3]) as string, line })
  }
  return found
}

/** Whether an import keeps to the floors; the reason when it does not. */
export function badImport(file: string, from: string): string | null {
  const own = /^packages\/([^/]+)\//.exec(file)?.[1]
  if (own === undefined) return null
  const scoped = /^@huoshui\/([^/]+)(\/.*)?$/.exec(from)
  if (scoped) {
    const other = scoped[1] as string
    if (scoped[2]) return `reaches into @huoshui/${other}; import from its index`
    if (other === own) return 'imports its own package by name; use a relative path'
    const below = (floors[other] ?? 9) < (floors[own] ?? 0)
    if (!below)
      return `floor ${floors[own]} (${own}) may not import floor ${floors[other]} (${other})`
    if (own === 'web' && !webMayUse.includes(other)) return `web may not import ${other}`
    return null
  }
  if (!from.startsWith('.')) return pureImport(file, own, from)
  const target = relative('.', resolve(dirname(file), from)).replaceAll('\\', '/')
  if (/^policies\//.test(target)) return 'code does not import policies by name'
  if (!target.startsWith(`packages/${own}/`) && !isTest(file)) {
    return 'a relative import leaves its package; import the package by name'
  }
  return null
}

/** Floors 0–2 and web are pure: they run in a browser and touch no file, network or process. */
function pureImport(file: string, own: string, from: string): string | null {
  const pure = (floors[own] ?? 9) <= 2 || own === 'web'
  if (!pure || isTest(file) || !file.includes('/src/')) return null
  if (from.startsWith('node:')) return `${own} is pure and may not use ${from}`
  return null
}

const bans: readonly {
  pattern: RegExp
  where: (file: string) => boolean
  text: string
}[] = [
  {
    pattern: /\bnew Date\b|\bDate\.(?:now|parse|UTC)\b/,
    where: (file) => !isTest(file) && !/\/clock\.ts$/.test(file),
    text: 'only clock.ts may ask what time it is',
  },
  {
    pattern: /\bparseFloat\(|\.toFixed\(\d+\)\s*\*|Math\.round\(/,
    where: (file) => /^packages\/(?:values|policy)\/src\//.test(file) && !isTest(file),
    text: 'no floats where money may be: use values',
  },
  {
    pattern: /\beval\(|new Function\(/,
    // A bench generates loops to measure the limit; nothing of it is ever served.
    where: (file) =>
      !isTest(file) && !file.startsWith('bench/') && file !== 'packages/feel/src/js/generate.ts',
    text: 'code is made from text in packages/feel/src/js/generate.ts alone',
  },
  {
    pattern: /\.(?:skip|only|todo)\(/,
    where: isTest,
    text: 'a test is run or deleted, never switched off',
  },
  {
    pattern: /\b(?:TODO|FIXME|XXX)\b/,
    where: (file) => !file.startsWith('scripts/'),
    text: 'unfinished business belongs to the tracker, not to the code',
  },
  {
    pattern: /\d{4}〕\d+号/,
    where: (file) => /^packages\/[^/]+\/src\//.test(file) && !isTest(file),
    text: 'no policy is named in code',
  },
]

function checkFile(file: string, text: string): Finding[] {
  const findings: Finding[] = []
  const say = (line: number, message: string) => findings.push({ file, line, text: message })
  const lines = text.split('\n')
  if (lines.length - 1 > fileLinesMax && !isTest(file)) {
    say(fileLinesMax, `${lines.length - 1} lines; at most ${fileLinesMax}: one file, one idea`)
  }
  lines.forEach((line, i) => {
    // Messages and markup are kept whole, so that they can be found by searching for them.
    const whole = /(['"`])(?:(?!\1).){40,}|https?:|html`|^\s*<|<\/\w+>/u.test(line)
    const message = whole && !/^\s*(?:\*|\/\/|\/\*)/.test(line)
    if ([...line].length > lineLengthMax && !message && !isTest(file)) {
      say(i + 1, `${[...line].length} characters; at most ${lineLengthMax}`)
    }
    for (const ban of bans) if (ban.where(file) && ban.pattern.test(line)) say(i + 1, ban.text)
  })
  for (const { from, line } of importsOf(text)) {
    const bad = badImport(file, from)
    if (bad) say(line, bad)
  }
  return findings
}

/** Source files that nothing imports and no command starts. */
function deadFiles(files: readonly string[], read: (file: string) => string): Finding[] {
  const used = new Set<string>()
  for (const file of files) {
    for (const { from } of importsOf(read(file))) {
      if (from.startsWith('.')) used.add(relative('.', resolve(dirname(file), from)))
    }
  }
  // What a bundler starts from is named in its configuration.
  const configs = files
    .filter((file) => file.endsWith('.config.ts'))
    .map(read)
    .join('\n')
  const entry = (file: string) => configs.includes(`'${file.replace(/^packages\/[^/]+\//, '')}'`)
  const started = /\/src\/(?:index|main)\.tsx?$|\.test\.tsx?$|\/test\/|\.config\.ts$|\.d\.ts$/
  return files
    .filter(
      (file) =>
        file.startsWith('packages/') && !started.test(file) && !used.has(file) && !entry(file),
    )
    .map((file) => ({ file, line: 1, text: 'nothing imports this file' }))
}

/** Documents that must name every diagnostic, command and package there is. */
function docsInStep(read: (file: string) => string): Finding[] {
  const findings: Finding[] = []
  const checks = 'packages/policy/src/checks'
  const manual = 'docs/policy-format.md'
  if (existsSync(checks) && existsSync(manual)) {
    const text = read(manual)
    for (const name of readdirSync(checks)) {
      const code = /^(P\d{3})-.*(?<!\.test)\.ts$/.exec(name)?.[1]
      if (code && !text.includes(code)) {
        findings.push({ file: manual, line: 1, text: `${code} (${name}) is not explained` })
      }
      if (code && !existsSync(join(checks, name.replace(/\.ts$/, '.test.ts')))) {
        findings.push({ file: `${checks}/${name}`, line: 1, text: 'a diagnostic without a test' })
      }
    }
  }
  const decisions = existsSync('DECISIONS.md') ? read('DECISIONS.md') : ''
  for (const pkg of [
    'package.json',
    ...readdirSync('packages').map((p) => `packages/${p}/package.json`),
  ]) {
    if (!existsSync(pkg)) continue
    const { dependencies = {}, devDependencies = {} } = JSON.parse(read(pkg)) as Record<
      string,
      object
    >
    for (const name of [...Object.keys(dependencies), ...Object.keys(devDependencies)]) {
      if (name.startsWith('@huoshui/') || name.startsWith('@types/')) continue
      if (!decisions.includes(`\`${name}\``)) {
        findings.push({ file: pkg, line: 1, text: `\`${name}\` has no line in DECISIONS.md` })
      }
    }
  }
  return findings
}

function main(): void {
  process.chdir(fileURLToPath(new URL('..', import.meta.url)))
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  })
  const files = listed.split('\n').filter((file) => /\.tsx?$/.test(file) && existsSync(file))
  const read = (file: string) => readFileSync(file, 'utf8')
  const findings = [
    ...files.flatMap((file) => checkFile(file, read(file))),
    ...deadFiles(files, read),
    ...docsInStep(read),
  ]
  for (const { file, line, text } of findings) console.error(`${file}:${line}  ${text}`)
  console.log(`tidy: ${files.length} files, ${findings.length} findings`)
  process.exitCode = findings.length > 0 ? 1 : 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
