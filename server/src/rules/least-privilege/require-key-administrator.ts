import { recipeRule } from '../leastPrivilege';

export const rule = recipeRule({
  id: 'require-key-administrator',
  kinds: ['key'],
  levels: { recommended: 'off', strict: 'warning' },
  recipes: ['AllowKeyAdminPermissions'],
  summary: 'No statement names administrators of the key.',
  message: 'No role is allowed to administer this key. Name the administrators, so that the account’s IAM policies need not.',
});
