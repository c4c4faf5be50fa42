// Written by `npm run generate`. Do not edit.

/** A contract's code as it is on a chain: the end of its creation code, with words of the deployment's own. */
export type RuntimeCode = {
  /** Bytes. */
  readonly length: number
  /** Where the 32 bytes of each immutable begin. They are zeros in the creation code. */
  readonly words: readonly number[]
}

/** The code of RentalEscrow on a chain. */
export const escrowRuntimeCode: RuntimeCode = { length: 24571, words: [4569, 4610, 23908, 23955, 24034, 24072, 24159] }

/** The code of RentalMandate on a chain. */
export const mandateRuntimeCode: RuntimeCode = { length: 9346, words: [244, 753, 795, 2468, 2551, 2977, 3354, 3470, 6257, 8605, 8652, 8731, 8769, 8856] }

/** The code of RentalRouter on a chain. */
export const routerRuntimeCode: RuntimeCode = { length: 12286, words: [144, 1058, 1538, 1651, 1942, 2763, 2805, 3636, 4017, 6257, 7277, 7766, 8010, 8156, 8294, 9306, 10021, 11039, 11086, 11165, 11203, 11267] }
