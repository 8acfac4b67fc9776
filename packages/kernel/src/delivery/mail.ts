/** Mail: one plain letter a message, Chinese then English, over SMTP. */
import type { Text } from '@huoshui/values'
import { createTransport } from 'nodemailer'
import { mailDateOf } from '../clock.ts'
import { isMailbox } from './address.ts'
import { type MessageBody, topicNames } from './sentences.ts'
import type { Outgoing, SendResult, Transport } from './transport.ts'
import { troubles } from './trouble.ts'

export interface MailOptions {
  readonly host: string
  readonly port: number
  /**
   * `implicit`: TLS from the first byte (465). `starttls`: nothing is said before TLS (587).
   * `none`: for a relay on the same machine only.
   */
  readonly tls: 'implicit' | 'starttls' | 'none'
  /** Certificates in PEM that the server's is checked against, instead of the public ones. */
  readonly ca?: string
  readonly user?: string
  readonly password?: string
  /** The sender's mailbox; its domain is that of the Message-IDs. */
  readonly from: string
  /** The sender's name; 活水 unless said. */
  readonly name?: string
  /** How many connections at once; 3 unless said. */
  readonly connections?: number
  /** How long one letter may take, in milliseconds; 60 000 unless said. */
  readonly timeoutMs?: number
}

/**
 * Sends messages as mail.
 *
 * @throws TypeError when `from` is not a mailbox
 */
export function mailTransport(options: MailOptions): Transport {
  const { host, port, tls, ca, user, password, from, timeoutMs = 60_000 } = options
  if (!isMailbox(from)) throw new TypeError('`from` must be one mailbox, such as a@example.com')
  const domain = from.slice(from.lastIndexOf('@') + 1)
  const mailer = createTransport({
    pool: true,
    maxConnections: options.connections ?? 3,
    // What was not sent is tried again by `deliver`, which counts.
    maxRequeues: 0,
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    tls: { minVersion: 'TLSv1.2', ...(ca ? { ca } : {}) },
    ...(user ? { auth: { user, pass: password ?? '' } } : {}),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    logger: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(message) {
      if (!isMailbox(message.address)) return troubles.unfit()
      const limit = AbortSignal.timeout(timeoutMs)
      try {
        await mailer.sendMail({
          ...letterOf(message),
          from: { name: options.name ?? '活水', address: from },
          to: { name: '', address: message.address },
          messageId: `<${message.id}@${domain}>`,
          date: mailDateOf(message.at),
          // No answering machine should answer.
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal: limit,
        })
        return { ok: true }
      } catch (error) {
        return limit.aborted ? troubles.timedOut() : refusedBy(error)
      }
    },
    close: () => mailer.close(),
  }
}

/** A 5xx to the recipient or the letter is the server's last word; all else may pass. */
function refusedBy(error: unknown): SendResult {
  const { code, responseCode } = error as { code?: string; responseCode?: number }
  const last = code === 'EENVELOPE' || code === 'EMESSAGE'
  if (last && responseCode !== undefined && responseCode >= 500) {
    return troubles.mailRefused(responseCode)
  }
  return troubles.mailFailed(error)
}

/** A message as a letter: the subject says what it is about, the text says it twice. */
function letterOf(message: Outgoing): { readonly subject: string; readonly text: string } {
  const { topic, number, text } = JSON.parse(message.body) as MessageBody
  const name: Text = topicNames[topic]
  const footer: Text = {
    zh: `编号 ${message.id}。这封信由系统发出，不用回复；不想再收，在系统里退订。`,
    en: `Id ${message.id}. Sent by the system, no answer is read; end the subscription to stop it.`,
  }
  return {
    subject: `${name.zh}：${number} ${name.en}: ${number}`,
    text: `${text.zh}\n\n${text.en}\n\n-- \n${footer.zh}\n${footer.en}\n`,
  }
}
