import fc from "fast-check"
import { type Address, getAddress, type Hex } from "viem"

const { SIGNATURES_RUNS = "10000", SIGNATURES_SEED = "20777" } = process.env
export const RUNS = Number(SIGNATURES_RUNS)
export const SEED = Number(SIGNATURES_SEED)

export const bytes = (size: number): fc.Arbitrary<Hex> =>
  fc.uint8Array({ minLength: size, maxLength: size }).map((value): Hex => `0x${Buffer.from(value).toString("hex")}`)
export const address: fc.Arbitrary<Address> = bytes(20).map((value) => getAddress(value))
export const uint = (bits: bigint): fc.Arbitrary<bigint> => fc.bigInt({ min: 0n, max: 2n ** bits - 1n })
