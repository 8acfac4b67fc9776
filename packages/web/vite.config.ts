import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Pages are made by the server; what is built here are the styles and three scripts. */
export default defineConfig({
  root: at('.'),
  base: '/',
  plugins: [react()],
  build: {
    manifest: true,
    target: 'es2022',
    // An inlined script or picture would need a hole in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [at('src/page.ts'), at('src/try-page.tsx'), at('src/policy-page.tsx')],
    },
  },
})
