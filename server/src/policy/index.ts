/** The model everybody speaks. */
export * from './model';
export * from './truth';
export { derivable, derive, nothingDerived } from './derived';
export { Memory, type Answered } from './memory';
export { deriveFromText, formOf, numberOf, statementForm, type Shape } from './shape';
export { anyValue, isEffectUnknown, valuesOf } from './values';
export { readPolicy, readList } from './readPolicy';
export { areApart, deployedArn, HOLE_END, HOLE_START, OWN_ACCOUNT, OWN_PARTITION, readValue, hasHole, hasUnits, hasVariable, holesOf, holesWithin, typeOf, unitOf, withText, withUnits, withoutUnits, withWildcards } from './value';
export { parseArn, type Arn, type ArnSegment } from './arn';
export { like, likeArn, matches, type MatchMode, type VariableLookup } from './pattern';
export { overlaps } from './overlap';
export { kindOf, type KindHints, type KindVerdict } from './kind';
export { DEPLOYMENT, type Expressions, type Own, type OwnResource } from './own';
export { ownerOf, type Owner } from './owner';
export { extentOf, type Extent } from './extent';
export { minifiedSize, type PolicySize } from './size';
