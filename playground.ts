/**
 * A place to try things: write in the function, then run `npm run play`.
 *
 * Nothing is tested or shipped from here, so nothing can break. To begin with:
 *
 *   const { tree } = feel.parse('min(3万元 * 40%, 1万元)', { goal: 'expression', mode: 'policy' })
 *   console.log(feel.formatValue(feel.evaluate(tree, { lookup: () => undefined })))
 */
import * as feel from '@huoshui/feel'
import * as policy from '@huoshui/policy'
import * as values from '@huoshui/values'

function play(): void {}

play()

// Exported so that an import you don't need yet is no error.
export { feel, policy, values }
