import { describe, expect, it } from 'vitest'
import { addressFault } from './address.ts'
import { addressGuard } from './private-address.ts'

describe('addresses that may be reached', () => {
  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.100.100.200',
    '168.63.129.16',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fc00::1',
    'fd00:ec2::254',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::a00:1',
    '2002:a00:1::1',
    '2001::1',
    '2001:db8::1',
    'ff02::1',
    'localhost',
    '',
  ])('refuses %s', (address) => {
    expect(addressGuard()(address)).toBe(false)
  })

  it.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '100.63.0.1', '1.1.1.1', '2400:3200::1'])(
    'lets %s through',
    (address) => {
      expect(addressGuard()(address)).toBe(true)
    },
  )

  it('lets through what the operator allows, and no more', () => {
    const guard = addressGuard(['10.8.0.0/16', 'fd00::/8'])
    expect([guard('10.8.255.1'), guard('fd12::1')]).toEqual([true, true])
    expect([guard('10.9.0.1'), guard('::1')]).toEqual([false, false])
    for (const range of ['10.8.0.0', '10.8.0.0/33', 'here/8', '::/129']) {
      expect(() => addressGuard([range])).toThrow(RangeError)
    }
  })
})

describe('forms of addresses', () => {
  it.each(['a@example.com', "o'hara+x@mail.example.com"])('takes the mailbox %s', (address) => {
    expect(addressFault('mail', address)).toBe(null)
  })

  it.each([
    '',
    'a',
    'a@b@c.com',
    'a@example.com, b@example.com',
    'a@example.com\r\nBcc: b@example.com',
    'A <a@example.com>',
    'a@.com',
    'a..b@example.com',
  ])('refuses the mailbox %j', (address) => {
    expect(addressFault('mail', address)?.zh).toContain('邮箱')
  })

  it.each(['https://example.com/hook?x=1', 'http://example.com:8080/'])('takes %s', (address) => {
    expect(addressFault('webhook', address)).toBe(null)
  })

  it.each([
    'example.com',
    'ftp://example.com/',
    'file:///etc/hosts',
    'https://user:word@example.com/',
    'https://example.com/#part',
    `https://example.com/${'x'.repeat(1000)}`,
  ])('refuses %s', (address) => {
    expect(addressFault('webhook', address)?.zh).toContain('网址')
  })
})
