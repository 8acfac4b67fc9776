import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openFolder } from './folder.ts'
import { FolderInUse } from './lock-file.ts'

/** Opens the folder in another process, and says each number when its transaction is committed. */
function writer(folder: string) {
  const module = fileURLToPath(new URL('./folder.ts', import.meta.url))
  const program = `
    const { openFolder } = await import(${JSON.stringify(module)})
    const db = await openFolder({ folder: ${JSON.stringify(folder)} })
    await db.query('create table t (n integer)')
    for (let n = 1; ; n++) {
      await db.transaction((tx) => tx.query('insert into t values ($1)', [n]))
      console.log(n)
    }`
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program])
}

test('a writer that is killed loses nothing it was told, and lets others in', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huoshui-'))
  const child = writer(folder)
  const exit = once(child, 'exit')
  let told = 0
  for await (const line of createInterface({ input: child.stdout })) {
    told = Number(line)
    if (told === 20) {
      await expect(openFolder({ folder })).rejects.toThrow(FolderInUse)
      child.kill('SIGKILL')
    }
  }
  await exit
  expect(told).toBeGreaterThanOrEqual(20)

  const db = await openFolder({ folder })
  const [row] = await db.query<{ n: bigint; last: number }>(
    'select count(*) as n, max(n) as last from t',
  )
  expect(Number(row?.n)).toBe(row?.last)
  expect(row?.last).toBeGreaterThanOrEqual(told)
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})
