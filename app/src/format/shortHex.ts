/** An address, hash or id as people compare it: 6 characters and the last 4. */
export function shortHex(value: string): string {
  return value.length > 12 ? `${value.slice(0, 6)}…${value.slice(-4)}` : value
}
