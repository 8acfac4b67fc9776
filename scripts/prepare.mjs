// Makes the ready-made data folder of the embedded database, so that a first start takes seconds.
// Run by `npm ci`; when it can't be made now, the first start makes it.
import { register } from 'tsx/esm/api'

try {
  register()
  const { readyImage } = await import('../packages/kernel/src/db/image.ts')
  await readyImage()
  console.log('The embedded database is ready to begin with.')
} catch (error) {
  console.log(`The embedded database will be made at the first start (${error?.message ?? error}).`)
}
