import { recipeRule } from '../leastPrivilege';

export const rule = recipeRule({
  id: 'require-consumer-key-access',
  kinds: ['key'],
  levels: { recommended: 'off', strict: 'warning' },
  recipes: ['AllowConsumersToReceiveFromTheQueue'],
  summary: 'No consumer may decrypt with the key.',
  message: 'No consumer may decrypt messages with this key. Allow its role kms:Decrypt.',
});
