/** `.sqs-kms-policy.json`: reading it, checking it, and the findings that it accepts. */
export * from './readConfiguration';
export { checkConfiguration, type ConfigurationCheck } from './checkConfiguration';
export { suppress, suppressionFor, suppressionOf, type NewSuppression } from './suppressions';
