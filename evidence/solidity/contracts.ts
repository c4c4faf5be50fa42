// The contracts that are deployed. Every program here that looks at contracts takes them from this list.
import { globSync } from "node:fs"

import { buildPeriphery, buildProduction, type Production } from "../../scripts/production.ts"
import { root } from "../../scripts/support/root.ts"

/** A contract that is deployed. */
export interface Contract {
  readonly name: string
  /** Its source file. */
  readonly entry: string
  readonly build: () => Promise<Production>
  /** Where the production build is, below `cache`. */
  readonly cache: string
  /** Where its record is, below deployments/build. */
  readonly record: string
  /** Functions that may loop: over what their caller passed, or what its signer signed. */
  readonly loops: readonly string[]
  /** Its storage, apart from constants and immutables, if it may have no more than a fixed set. */
  readonly storage?: readonly string[]
}

/** Contracts whose changes are judged by the same tests. */
export interface Part {
  readonly name: "core" | "periphery"
  readonly contracts: readonly Contract[]
  /** Whether a file of contracts/ belongs to it. */
  readonly owns: (file: string) => boolean
  /** The Solidity tests that run its contracts. */
  readonly solidity: readonly string[]
  /** The TypeScript tests of its contracts, for the few changes that the Solidity tests do not detect. */
  readonly typescript: readonly string[]
  /** A function that tests call early. */
  readonly trial: string
}

const PERIPHERY = "contracts/periphery/"
const PERIPHERY_TESTS = /(^|\/)(router|mandate)\/|(^|\/)(purchases|mandates)\./

const tests = globSync("test/**/*.t.sol", { cwd: root }).sort()

const core: Part = {
  name: "core",
  contracts: [
    {
      name: "RentalEscrow",
      entry: "contracts/RentalEscrow.sol",
      build: buildProduction,
      cache: "production",
      record: "",
      loops: ["settleMany", "_payMany"],
    },
  ],
  owns: (file) => isOwn(file) && !file.startsWith(PERIPHERY),
  solidity: tests.filter((file) => !PERIPHERY_TESTS.test(file)),
  typescript: [
    "test/differential/differential.test.ts",
    "test/matrix/timeline.test.ts",
    "test/matrix/authority.test.ts",
    "test/matrix/liveness.test.ts",
  ],
  trial: "deposit",
}

export const periphery: Part = {
  name: "periphery",
  contracts: [
    {
      name: "RentalRouter",
      entry: `${PERIPHERY}RentalRouter.sol`,
      build: () => buildPeriphery("RentalRouter"),
      cache: "periphery/RentalRouter",
      record: "router/",
      loops: ["rent", "_tokenOf", "_quote", "hashPurchase"],
      storage: [],
    },
    {
      name: "RentalMandate",
      entry: `${PERIPHERY}RentalMandate.sol`,
      build: () => buildPeriphery("RentalMandate"),
      cache: "periphery/RentalMandate",
      record: "mandate/",
      loops: [],
      storage: ["epoch", "_accounts"],
    },
  ],
  owns: (file) => isOwn(file) && file.startsWith(PERIPHERY),
  solidity: tests.filter((file) => PERIPHERY_TESTS.test(file)),
  typescript: ["test/signatures/purchases.test.ts", "test/signatures/mandates.test.ts"],
  trial: "execute",
}

export const parts: readonly Part[] = [core, periphery]
export const contracts: readonly Contract[] = parts.flatMap((part) => part.contracts)

/** Whether a source is one of this repository's contracts with code. */
export function isOwn(file: string): boolean {
  return file.startsWith("contracts/") && !file.startsWith("contracts/interfaces/")
}
