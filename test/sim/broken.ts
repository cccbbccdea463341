/** Something the simulation promised did not hold. */
export class Broken extends Error {
  override readonly name = 'Broken'
}

export function expect(holds: boolean, otherwise: string | (() => string)): asserts holds {
  if (!holds) throw new Broken(typeof otherwise === 'string' ? otherwise : otherwise())
}
