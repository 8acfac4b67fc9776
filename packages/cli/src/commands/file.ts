/** `huoshui file`: stores a file by its digest, for acts that name one. */

import { readFileSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import { storeFile } from '@huoshui/kernel'
import { type Command, type Context, print, printJson } from '../context.ts'
import { dataOptions, withData } from '../data.ts'
import { exit } from '../exit.ts'
import { readable } from '../load.ts'

const endings: Readonly<Record<string, string>> = {
  '.pdf': 'application/pdf',
  '.json': 'application/json',
  '.csv': 'text/csv',
  '.txt': 'text/plain',
  '.md': 'text/markdown',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

function run(context: Context): Promise<number> {
  const { io, t, given } = context
  const path = given.rest[0] as string
  readable(io.cwd, path)
  return withData(context, async ({ kernel }) => {
    const bytes = readFileSync(resolve(io.cwd, path))
    const asked = given.values.type
    const mediaType =
      typeof asked === 'string' ? asked : (endings[extname(path).toLowerCase()] ?? '')
    const digest = await storeFile(kernel.db, { name: basename(path), mediaType, bytes })
    if (context.json) printJson(context, { path, digest, mediaType })
    else print(context, t.running.filed(path, digest))
    return exit.fine
  })
}

export const fileData: Command = {
  options: { ...dataOptions, type: { type: 'string' } },
  words: [1, 1],
  run,
}
