/** Forms of addresses: one mailbox, or one http(s) URL. */
import type { Text } from '@huoshui/values'
import type { Channel } from './transport.ts'

const addressMost = 1000
/** One plain mailbox: nothing with which a second recipient or a header could be slipped in. */
const mailbox = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])$/

/** The URL of a webhook, or null when it can't be one. */
export function webhookUrl(address: string): URL | null {
  if (address.length > addressMost || !URL.canParse(address)) return null
  const url = new URL(address)
  const web = url.protocol === 'https:' || url.protocol === 'http:'
  // What stands before an @ would be a password, and the log is no place for one.
  return web && url.username === '' && url.password === '' && url.hash === '' ? url : null
}

export const isMailbox = (address: string): boolean =>
  mailbox.test(address) && !address.includes('..')

/** What is wrong with an address, and what to write instead; null when nothing is. */
export function addressFault(channel: Channel, address: string): Text | null {
  switch (channel) {
    case 'mail':
      if (isMailbox(address)) return null
      return {
        zh: '写一个邮箱地址，如 name@example.com。',
        en: 'Give one mail address, such as name@example.com.',
      }
    case 'webhook':
      if (webhookUrl(address)) return null
      return {
        zh: '写一个 https:// 或 http:// 开头的完整网址，里面不带用户名和密码。',
        en: 'Give a whole URL that begins with https:// or http://, without a user or a password.',
      }
  }
}
