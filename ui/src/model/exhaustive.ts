/** Marks the branch that no value reaches; a new variant makes the call not compile. */
export function unreachable(value: never): never {
  throw new Error(`No such variant: ${JSON.stringify(value)}`);
}
