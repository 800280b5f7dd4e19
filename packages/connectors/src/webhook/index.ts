/** Messages to anybody who has an address for them, as Standard Webhooks has it. */
export { type WebhookOptions, webhookDelivery } from './deliver.ts'
