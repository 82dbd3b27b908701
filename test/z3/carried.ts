/**
 * What a request carries: each key as a term over the fields of its caller, present or not as the caller's kind has it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-11)
 */
import type { Caller, Constants, Held, Planted } from './asked';
import { all, any, equals, glue, isIn, LANGUAGES, not, quote, truth, type Term } from './terms';

export class Carried {
  protected readonly declared = new Map<string, Term>();
  protected readonly facts: Term[] = [];

  constructor(
    protected readonly world: Constants,
    protected readonly caller: Caller,
    protected readonly planted: Planted | undefined,
  ) {}

  protected get isPrincipal(): boolean {
    return this.caller.kind !== 'anonymous' && this.caller.kind !== 'service';
  }

  protected declare(name: string, sort: string): Term {
    this.declared.set(name, sort);
    return name;
  }

  protected field(name: keyof typeof LANGUAGES & string, as: string = name): Term {
    if (!this.declared.has(as)) {
      this.declare(as, 'String');
      this.facts.push(isIn(as, LANGUAGES[name]!));
    }
    return as;
  }

  protected choice(name: string): Term {
    return this.declare(name, 'Bool');
  }

  protected always(text: Term): Held {
    return { present: 'true', values: [{ there: 'true', text }] };
  }

  protected perhaps(name: string, text: Term, when: Term = this.choice(`has_${name}`)): Held {
    return { present: when, values: [{ there: when, text }] };
  }

  protected readonly absent: Held = { present: 'false', values: [] };

  protected held(key: string): Held {
    const { kind, service } = this.caller;
    const principal = this.isPrincipal;
    const constant = (text: string): Held => this.always(quote(text));
    const unsettled = (): Held => (this.world.serviceHas.includes(key) ? constant(`service:${service}`) : this.absent);
    const tag = /^aws:principaltag\/(.*)$/.exec(key);
    if (tag) return principal && kind !== 'root' ? this.perhaps(`tag_${tag[1]!.replace(/\W/g, '_')}`, this.field('text', `tag_${tag[1]!.replace(/\W/g, '_')}`)) : this.absent;
    switch (key) {
      case 'aws:principalarn':
        return principal ? this.always(this.arn()) : kind === 'service' ? unsettled() : this.absent;
      case 'aws:principalaccount':
        return principal ? this.always(this.field('account')) : kind === 'service' ? unsettled() : constant('anonymous');
      case 'kms:calleraccount':
        return this.world.kind === 'queue' || kind === 'anonymous' ? this.absent : principal ? this.always(this.field('account')) : unsettled();
      case 'aws:principaltype':
        return kind === 'service' ? unsettled() : constant(principal && this.planted === 'everybody is an assumed role' ? 'AssumedRole' : { role: 'AssumedRole', user: 'User', root: 'Account', federated: 'FederatedUser', anonymous: 'Anonymous' }[kind]);
      case 'aws:userid':
        return kind === 'service' ? unsettled() : kind === 'anonymous' ? constant('anonymous') : this.always(this.userId());
      case 'aws:username':
        return kind === 'user' || (kind === 'role' && this.planted === 'a role has a user name') ? this.always(this.field('name')) : this.absent;
      case 'aws:principalisawsservice':
        return kind === 'anonymous' ? this.absent : constant(String(kind === 'service'));
      case 'aws:principalorgid':
        return principal ? this.organization('own', (id) => id) : this.absent;
      case 'aws:principalorgpaths':
        return principal ? this.organization('own', (id) => glue(this.planted === 'the organization is free of its path' ? this.field('organization', 'other_organization') : id, '"/"', this.field('path_rest'))) : this.absent;
      case 'aws:sourceorgid':
        return kind === 'service' ? this.organization('source', (id) => id) : this.absent;
      case 'aws:sourceorgpaths':
        return kind === 'service' ? this.organization('source', (id) => glue(id, '"/"', this.field('path_rest'))) : this.absent;
      case 'aws:sourcearn':
        return kind === 'service' ? this.perhaps('source_arn', this.sourceArn()) : this.absent;
      case 'aws:sourceaccount':
        return kind === 'service' ? this.perhaps('source_account_key', this.planted === 'the source account is free of the source ARN' ? this.field('source_account', 'other_account') : this.field('source_account')) : this.absent;
      case 'aws:principalservicename':
        return kind === 'service' ? constant(service!) : this.absent;
      case 'aws:principalservicenameslist': {
        if (kind !== 'service') return this.absent;
        const family = service!.split('.')[0];
        const others = this.world.family.map((name) => (name === 'global' ? `${family}.amazonaws.com` : name === 'regional' ? `${family}.${this.world.region}.amazonaws.com` : name)).filter((name) => name.split('.')[0] === family);
        return { present: 'true', values: [...new Set([service!, ...others])].map((name) => ({ there: 'true', text: quote(name) })) };
      }
      case 'aws:securetransport':
        return kind === 'service' ? constant('true') : this.always(`(ite ${this.choice('over_tls')} "true" "false")`);
      case 'aws:viaawsservice':
        return principal ? this.always(`(ite ${this.choice('forwarded')} "true" "false")`) : constant('false');
      case 'kms:viaservice':
        return principal && this.world.kind === 'key' ? this.perhaps('via', glue(this.field('via'), quote(`.${this.world.region}.amazonaws.com`)), this.choice('forwarded')) : this.absent;
      case 'aws:calledvia': {
        if (!principal) return this.absent;
        const last = glue(this.field('via', 'via_last'), '".amazonaws.com"');
        return { present: this.choice('forwarded'), values: [{ there: 'forwarded', text: last }, { there: all(['forwarded', this.choice('twice')]), text: glue(this.field('via', 'via_first'), '".amazonaws.com"') }] };
      }
      case 'aws:requestedregion':
        return constant(this.world.region);
      case 'aws:resourceaccount':
        return constant(this.world.owner);
      case 'aws:sourcevpce':
      case 'aws:sourcevpc':
        return kind === 'service' ? this.absent : this.perhaps(key.slice(4), this.field('text', key.slice(4)), this.endpoint());
      case 'aws:multifactorauthpresent':
        return principal ? { present: this.factorTold(), values: [{ there: this.factorTold(), text: `(ite ${this.choice('factor')} "true" "false")` }] } : this.absent;
    }
    // Of no request to either service.
    return this.absent;
  }

  protected factorTold(): Term {
    return this.caller.kind === 'role' || this.caller.kind === 'federated' ? 'true' : this.choice('factor_told');
  }

  protected endpoint(): Term {
    const through = this.choice('endpoint');
    return this.isPrincipal ? all([through, not(this.choice('forwarded'))]) : through;
  }

  protected arn(): Term {
    const { kind } = this.caller;
    const { partition } = this.world;
    const account = this.field('account');
    if (kind === 'root') return glue(quote(`arn:${partition}:iam::`), account, '":root"');
    if (kind === 'federated') return glue(quote(`arn:${partition}:sts::`), account, '":federated-user/"', this.field('name'));
    return glue(quote(`arn:${partition}:iam::`), account, quote(`:${kind}/`), this.field('path'), this.field('name'));
  }

  protected userId(): Term {
    const { kind } = this.caller;
    if (kind === 'root') return this.field('account');
    if (kind === 'federated') return glue(this.field('account'), '":"', this.field('name'));
    return kind === 'user' ? this.field('user_id') : glue(this.field('role_id'), '":"', this.field('session'));
  }

  protected sourceArn(): Term {
    const { partition } = this.world;
    return glue(quote(`arn:${partition}:`), this.field('source_service'), '":"', this.field('source_region'), '":"', ...(this.caller.source === 'account' ? [this.field('source_account')] : []), '":"', this.field('source_rest'));
  }

  /** The own account's organization is a constant; others are in any, or in none. */
  protected organization(whose: 'own' | 'source', view: (id: Term) => Term): Held {
    const id = this.field('organization');
    const account = whose === 'own' ? this.field('account') : this.field('source_account');
    const isOwn = equals(account, this.world.owner);
    const member = this.choice(`in_organization`);
    if (this.world.organization === undefined) {
      if (whose === 'own') this.facts.push(`(=> ${isOwn} (not ${member}))`);
    } else {
      if (whose === 'own') this.facts.push(`(=> ${isOwn} ${member})`);
      this.facts.push(any([not(member), not(isOwn), equals(id, this.world.organization)]));
    }
    return { present: member, values: [{ there: member, text: view(id) }] };
  }

  protected scalarHeld(key: string): Term {
    const { kind } = this.caller;
    if (key === 'aws:currenttime' || key === 'aws:epochtime') return 'true';
    if (key === 'aws:multifactorauthage') return this.isPrincipal ? all([this.factorTold(), this.choice('factor')]) : 'false';
    if (kind === 'service') return truth(this.world.serviceHas.includes('aws:sourceip'));
    return not(this.endpoint());
  }
}
