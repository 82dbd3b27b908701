/** How a template writes what CloudFormation fills in. */
import { DEPLOYMENT, type Expressions } from '../policy';
import type { PlainValue } from '../syntax';
import { typeOfReference, type ResourceTypes } from './references';

const PSEUDO: Readonly<Record<keyof typeof DEPLOYMENT, string>> = { account: 'AWS::AccountId', region: 'AWS::Region', partition: 'AWS::Partition' };

export function expressionsOf(resources: ResourceTypes): Expressions {
  return {
    write: (text): PlainValue => {
      for (const key of ['account', 'region', 'partition'] as const) if (text === DEPLOYMENT[key]) return { Ref: PSEUDO[key] };
      const written = text.replace(/\$\{:(account|region|partition)\}/g, (_, key: keyof typeof DEPLOYMENT) => `\${${PSEUDO[key]}}`);
      return written === text ? text : { 'Fn::Sub': written.replace(/\$\{(?!AWS::)/g, '${!') };
    },
    deployed: [...resources.keys()].flatMap((name) => {
      const type = typeOfReference(name, resources);
      const arn = type?.is === 'arn' ? type : typeOfReference(`${name}.Arn`, resources);
      return arn?.is === 'arn' ? [{ name, type: arn }] : [];
    }),
  };
}
