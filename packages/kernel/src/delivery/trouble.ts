/** Why a message could not be sent, in words that name no address and repeat no answer. */
import type { SendResult } from './transport.ts'

const failed = (final: boolean, zh: string, en: string): SendResult & { readonly ok: false } => ({
  ok: false,
  final,
  trouble: { zh, en },
})

/** The code of an error of the network, such as ECONNREFUSED; never its message. */
const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && /^[A-Z_0-9]{1,40}$/.test(code) ? code : 'ERROR'
}

export const troubles = {
  answered: (status: number) =>
    failed(
      false,
      `接收地址答复 ${status}，不是 2xx。由接收方检查程序，系统会再发。`,
      `The receiver answered ${status} and not 2xx. Its operator should look; we send it again.`,
    ),
  gone: () =>
    failed(
      true,
      '接收地址答复 410：不再接收。由订阅人退订，或者换一个地址订阅。',
      'The receiver answered 410: it wants no more. End the subscription, or give another address.',
    ),
  timedOut: () =>
    failed(
      false,
      '对方没有在时限内答复。系统会再发，重复的按编号丢弃。',
      'No answer in time. We send it again; a receiver drops repeats by the id.',
    ),
  notAllowed: () =>
    failed(
      true,
      '接收地址在内部网络里，系统不向那里发送。换公网地址，或由管理员放行这个网段后重发。',
      'The address is in a private network, which we do not send to. Use a public one, or have an administrator allow that range and send again.',
    ),
  unfit: () =>
    failed(
      true,
      '接收地址不能用。退订后写一个完整的地址再订阅。',
      'The address can’t be used. End the subscription and give a whole address.',
    ),
  unreachable: (error: unknown) =>
    failed(
      false,
      `没有连上接收地址（${codeOf(error)}）。检查地址和网络，系统会再发。`,
      `The address could not be reached (${codeOf(error)}). Check it; we send it again.`,
    ),
  mailRefused: (status: number) =>
    failed(
      true,
      `邮件服务器不接收这封邮件（${status}）。核对收件地址后重发。`,
      `The mail server does not take this mail (${status}). Check the address and send again.`,
    ),
  mailFailed: (error: unknown) =>
    failed(
      false,
      `邮件没有发出（${codeOf(error)}）。由管理员检查邮件服务器的设置，系统会再发。`,
      `The mail was not sent (${codeOf(error)}). An administrator should check the mail settings; we send it again.`,
    ),
  noSecret: () =>
    failed(
      false,
      '这个订阅没有签名用的密钥。由订阅人换发一个密钥，系统会再发。',
      'This subscription has no secret to sign with. Renew it; we send the message again.',
    ),
  ended: () =>
    failed(true, '已经退订，不再发送。', 'The subscription has ended; the message is not sent.'),
} as const
