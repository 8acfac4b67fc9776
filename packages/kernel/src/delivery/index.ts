/** Telling people: subscriptions, the outbox, and its delivery by mail and by webhook. */

export {
  type DeliveryContext,
  type DeliveryOptions,
  type DeliveryReport,
  deliver,
} from './deliver.ts'
export { type MailOptions, mailTransport } from './mail.ts'
export {
  clearMessages,
  retryMessages,
  type TroubledMessage,
  troubledMessages,
} from './outbox.ts'
export { type MessageBody, type Topic, topicNames } from './sentences.ts'
export { verifyWebhook, type WebhookCheck } from './signature.ts'
export {
  type Holder,
  renewSecret,
  type Subscribing,
  type Subscription,
  type SubscriptionRequest,
  subscribe,
  subscriptionsOf,
  unsubscribe,
} from './subscribe.ts'
export type { Channel, SendResult, Transport, Transports } from './transport.ts'
export { type WebhookOptions, webhookTransport } from './webhook.ts'
