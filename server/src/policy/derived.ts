/**
 * What other folders work out of a policy or a statement, once. It is kept with the object and dies with it. (A WeakMap for each would do
 * the same; collecting their garbage took a quarter of a check.)
 */
export interface Derived {
  /** The object that it was worked out of: a copy made by spreading carries another's. */
  of: unknown;
  readonly values: unknown[];
}

export interface Derivable {
  readonly derived: Derived;
}

/** The object with a place of its own for what is derived from it. */
export function derivable<T extends object>(object: T & Derivable): T & Derivable {
  object.derived.of = object;
  return object;
}

export function nothingDerived(): Derived {
  return { of: undefined, values: [] };
}

let places = 0;

/** A function that is computed once for each object; it must give neither undefined nor anything that changes. */
export function derive<Subject extends Derivable, T>(make: (subject: Subject) => T): (subject: Subject) => T {
  const place = places++;
  return (subject) => {
    const { of, values } = subject.derived;
    if (of !== subject) return make(subject);
    return (values[place] ??= make(subject)) as T;
  };
}
