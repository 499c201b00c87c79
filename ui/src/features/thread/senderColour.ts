/** People in a group keep one of eight colours for ever. */
export function senderColour(id: number): number {
  return (Math.abs(Math.imul(id, 0x9e3779b1)) % 8) + 1;
}
