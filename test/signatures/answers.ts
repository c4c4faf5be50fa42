import type { Hex } from "viem"

/** Code that answers every call with ERC-1271's magic value. */
export const MAGIC: Hex = "0x631626ba7e60e01b5f5260205ff3"

/** Code that answers every call in one other way. */
export const ANSWERS: Readonly<Record<string, Hex>> = {
  nothing: "0x00",
  "a revert": "0x5f5ffd",
  "another word": "0x5f195f5260205ff3",
  one: "0x60015f5260205ff3",
  "the magic value at the wrong end": "0x631626ba7e5f5260205ff3",
  "the magic value with more behind it": "0x631626ba7e60e01b6001175f5260205ff3",
  "the magic value in a revert": "0x631626ba7e60e01b5f5260205ffd",
  "the magic value after a change of state": "0x60015f55631626ba7e60e01b5f5260205ff3",
  "four bytes only": "0x631626ba7e60e01b5f5260045ff3",
  "a hundred kilobytes": "0x620190005ff3",
  "the loss of all its gas": "0xfe",
}
