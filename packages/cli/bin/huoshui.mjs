#!/usr/bin/env node
// Starts the command line: TypeScript is run as it is, so there is nothing to build.
import { register } from 'tsx/esm/api'

register()
const { start } = await import('../src/main.ts')
await start()
