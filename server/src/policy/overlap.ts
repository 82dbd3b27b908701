/** Whether a text exists that two patterns match. */

const STAR = 42;
const ONE = 63;
const COLON = 58;

/**
 * `*` and `?` of `pattern` stand for any characters; those of `shape` for any but a colon, as between the colons of an ARN. Takes the product of the
 * lengths.
 */
export function overlaps(pattern: string, shape: string): boolean {
  // Places in the shape that can be reached with what was read of the pattern.
  let reached = new Set([0]);
  const pastStars = (places: Set<number>): Set<number> => {
    for (const place of places) if (shape.charCodeAt(place) === STAR) places.add(place + 1);
    return places;
  };
  reached = pastStars(reached);
  for (let at = 0; at < pattern.length && reached.size > 0; at++) {
    const code = pattern.charCodeAt(at);
    const next = new Set<number>();
    if (code === STAR) {
      for (let place = Math.min(...reached); place <= shape.length; place++) next.add(place);
    } else {
      for (const place of reached) {
        if (place >= shape.length) continue;
        const wanted = shape.charCodeAt(place);
        const wild = wanted === STAR || wanted === ONE;
        if (wild ? code !== COLON : code === ONE || code === wanted) next.add(wanted === STAR ? place : place + 1);
      }
    }
    reached = pastStars(next);
  }
  return reached.has(shape.length);
}
