/** Policies as the data have them, not as the files do. */
import { installedSlugs, type Kernel } from '@huoshui/kernel'
import { nearest } from '@huoshui/values'
import { misuse } from './exit.ts'

/** Refuses a slug of which no version was ever installed. */
export async function policyInstalled(db: Kernel['db'], slug: string): Promise<void> {
  const all = await installedSlugs(db)
  if (all.includes(slug)) return
  throw misuse((t) => t.running.noPolicy(slug, nearest(slug, all)))
}
