/** Condition keys whose name has a part of the user's own. The data spells it `${TagKey}`, `${EncryptionContextKey}` or, for global keys, `tag-key`. */

/** `aws:PrincipalTag/` for `aws:PrincipalTag/tag-key`; undefined for a key without a variable part. */
export function familyOf(dataName: string): string | undefined {
  return /^(.*[/:])(?:\$\{\w+\}|tag-key)$/.exec(dataName)?.[1];
}
