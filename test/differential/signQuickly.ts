import { words } from "./words.ts"

// secp256k1, whose generator has an even y.
const GENERATOR_X = 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n
const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/** A valid signature with the nonce 1: it gives the key away and needs no curve arithmetic. Hex without prefix. */
export function signQuickly(key: `0x${string}`, digest: string): string {
  const s = (BigInt(`0x${digest}`) + GENERATOR_X * BigInt(key)) % CURVE_ORDER
  return s <= CURVE_ORDER / 2n ? `${words(GENERATOR_X, s)}1b` : `${words(GENERATOR_X, CURVE_ORDER - s)}1c`
}
