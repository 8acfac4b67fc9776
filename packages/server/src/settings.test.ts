import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { html } from './html.ts'
import { choosePort } from './port.ts'
import { readSettings } from './settings.ts'

describe('settings', () => {
  it('have defaults', () => {
    expect(readSettings([], {})).toEqual({ policies: null, port: null, host: '127.0.0.1' })
  })

  it('take a directory and a port', () => {
    const env = { PORT: '8080', HOST: '0.0.0.0' }
    const wanted = { policies: 'x', port: 8080, host: '0.0.0.0' }
    expect(readSettings(['--policies', 'x'], env)).toEqual(wanted)
    expect(readSettings(['--policies=x'], env)).toEqual(wanted)
  })

  it('say what to write instead of a mistake', () => {
    expect(readSettings(['--policies'], {})).toHaveProperty('mistake')
    expect(readSettings(['--what'], {})).toHaveProperty('mistake')
    expect(readSettings([], { PORT: 'http' })).toHaveProperty('mistake')
  })
})

describe('the port', () => {
  it('is refused when the one asked for is taken', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const { port } = taken.address() as { port: number }
    expect(await choosePort(port, '127.0.0.1')).toBeNull()
    await new Promise((resolve) => taken.close(resolve))
    expect(await choosePort(port, '127.0.0.1')).toBe(port)
  })
})

describe('templates', () => {
  it('escape everything that is not HTML already', () => {
    const made = html`<p title="${'"a"'}">${'<b>'}${html`<i>${1}</i>`}${[null, false, 'x']}</p>`
    expect(made.html).toBe('<p title="&quot;a&quot;">&lt;b&gt;<i>1</i>x</p>')
  })
})
