import { recipeRule } from '../leastPrivilege';

export const rule = recipeRule({
  id: 'require-key-metadata-reader',
  kinds: ['key'],
  levels: { recommended: 'off', strict: 'information' },
  recipes: ['AllowReadAccessToKeyMetaData'],
  summary: 'The account has no read-only access to the key’s metadata.',
  message: 'Auditors and IAM Access Analyzer cannot read what this key is for. Give the account Describe, Get and List.',
});
