// Runs the server from its TypeScript sources: there is nothing to compile beforehand.
import { register } from 'tsx/esm/api'

register()
const { main } = await import('../src/main.ts')
await main(process.argv.slice(2))
