// Makes publishable packages of the two that stand alone, values and feel: JavaScript, types, a
// licence and a README. Proves it: they are packed, installed into an empty folder, type-checked
// there, and every example of the README is run by plain Node. `--out <folder>` keeps the result.
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const tsc = join(root, 'node_modules', '.bin', 'tsc')

const PACKAGES = [
  {
    folder: 'values',
    description: 'Exact decimals, money, legal days and deadlines',
    about: 'Exact decimals of 34 digits, money in whole fen, legal days, spans and deadlines.',
  },
  { folder: 'feel', description: 'FEEL of DMN 1.5, whole and exact, in Node and browsers' },
]

function run(command, args, cwd) {
  const done = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (done.status === 0) return done.stdout
  throw new Error(`${command} ${args.join(' ')} failed\n${done.stdout}${done.stderr}`)
}

const json = (path) => JSON.parse(readFileSync(path, 'utf8'))
const write = (path, value) => writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`)

/** Compiles one package into `out/dist`, seeing packages before it as they will be published. */
function compile(name, source, out, others) {
  const config = join(out, 'tsconfig.json')
  write(config, {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      allowImportingTsExtensions: false,
      rewriteRelativeImportExtensions: true,
      declaration: true,
      rootDir: join(source, 'src'),
      outDir: join(out, 'dist'),
      types: [],
      paths: Object.fromEntries(others.map((o) => [o.name, [join(o.out, 'dist', 'index.d.ts')]])),
    },
    include: [],
    files: [join(source, 'src', 'index.ts')],
  })
  run(tsc, ['-p', config], out)
  rmSync(config)
  const dist = join(out, 'dist')
  for (const file of readdirSync(dist, { recursive: true }).filter((f) => f.endsWith('.d.ts'))) {
    const text = readFileSync(join(dist, file), 'utf8')
    writeFileSync(join(dist, file), text.replace(/((?:from|import\()\s*'\.[^']*)\.ts'/g, "$1.js'"))
  }
  if (!existsSync(join(dist, 'index.js'))) throw new Error(`${name} has no index.js`)
}

/** One package ready to be published: its name, its folder and its tarball. */
function build({ folder, description, about }, work, others) {
  const source = join(root, 'packages', folder)
  const out = join(work, folder)
  mkdirSync(out, { recursive: true })
  const { name, version, license, type, dependencies } = json(join(source, 'package.json'))
  const engines = json(join(root, 'package.json')).engines
  compile(name, source, out, others)
  write(join(out, 'package.json'), {
    name,
    version,
    description,
    license,
    type,
    engines,
    sideEffects: false,
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    files: ['dist', 'README.md', 'LICENSE'],
    dependencies,
  })
  cpSync(join(root, 'LICENSE'), join(out, 'LICENSE'))
  const readme = join(source, 'README.md')
  if (existsSync(readme)) cpSync(readme, join(out, 'README.md'))
  else writeFileSync(join(out, 'README.md'), `# ${name}\n\n${about}\n`)
  const [packed] = JSON.parse(run('npm', ['pack', '--json'], out))
  console.log(`${packed.filename}: ${packed.files.length} files, ${packed.size} bytes`)
  return { name, out, tarball: join(out, packed.filename) }
}

/** Installs the tarballs into an empty folder and runs the examples of the README there. */
function prove(built, work) {
  const empty = join(work, 'empty')
  mkdirSync(empty)
  write(join(empty, 'package.json'), { name: 'empty', private: true, type: 'module' })
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  run('npm', ['install', ...options, ...built.map((b) => b.tarball)], empty)
  const readme = readFileSync(join(root, 'packages', 'feel', 'README.md'), 'utf8')
  const examples = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map((match) => match[1])
  for (const [i, code] of examples.entries()) {
    writeFileSync(join(empty, 'example.mjs'), code)
    const said = run('node', ['example.mjs'], empty).trimEnd()
    const expected = [...code.matchAll(/console\.log\(.*\/\/ (.*)/g)].map((match) => match[1])
    if (said !== expected.join('\n')) throw new Error(`example ${i + 1} says\n${said}`)
  }
  const uses = built.map((b, i) => `import * as p${i} from '${b.name}'\nexport const u${i} = p${i}`)
  writeFileSync(join(empty, 'uses.ts'), `${uses.join('\n')}\n`)
  const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022']
  run(tsc, [...flags, '--lib', 'es2023', '--types', '', 'uses.ts'], empty)
  console.log(`installed into an empty folder: ${examples.length} examples say what they should`)
}

const at = process.argv.indexOf('--out')
const kept = at < 0 ? null : resolve(process.argv[at + 1] ?? 'out')
const work = mkdtempSync(join(tmpdir(), 'huoshui-pack-'))
try {
  const built = []
  for (const each of PACKAGES) built.push(build(each, work, built))
  prove(built, work)
  if (kept !== null) {
    for (const { out } of built) cpSync(out, join(kept, basename(out)), { recursive: true })
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
