/**
 * Which addresses a webhook may reach. Whoever subscribes chooses the address, so without this the
 * server could be made to talk to what only it can see: itself, its network, its cloud's metadata.
 */
import { BlockList, isIP } from 'node:net'

/** IPv4 that is not the public internet (IANA special-purpose registry), and one of a cloud. */
const reserved4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  // Shared by carriers; some clouds keep their metadata in it.
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Link-local: the usual place of a cloud's metadata.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // A public number that a cloud answers on from inside only.
  ['168.63.129.16', 32],
]

/** Of IPv6 only 2000::/3 is public; within it, what carries or stands for something else. */
const reserved6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  // Addresses of IPv4 hide in these.
  ['2002::', 16],
  ['3fff::', 20],
]

function listOf(ranges: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6') {
  const list = new BlockList()
  for (const [net, bits] of ranges) list.addSubnet(net, bits, family)
  return list
}

const private4 = listOf(reserved4, 'ipv4')
const private6 = listOf(reserved6, 'ipv6')
const public6 = listOf([['2000::', 3]], 'ipv6')

/**
 * Tells whether an IP address may be sent to.
 *
 * @param allowed ranges that the operator lets through all the same, such as `10.8.0.0/16`
 * @throws RangeError for a range that is none
 */
export function addressGuard(allowed: readonly string[] = []): (address: string) => boolean {
  const own = new BlockList()
  for (const range of allowed) {
    const [net = '', bits = ''] = range.split('/')
    const family = isIP(net)
    if (family === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128)) {
      throw new RangeError(`not a range of addresses: ${range}`)
    }
    own.addSubnet(net, Number(bits), family === 4 ? 'ipv4' : 'ipv6')
  }
  return (address) => {
    switch (isIP(address)) {
      case 4:
        return own.check(address, 'ipv4') || !private4.check(address, 'ipv4')
      case 6: {
        if (own.check(address, 'ipv6')) return true
        return public6.check(address, 'ipv6') && !private6.check(address, 'ipv6')
      }
      default:
        return false
    }
  }
}
