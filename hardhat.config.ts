import { mkdir } from "node:fs/promises"
import { createRequire } from "node:module"
import { availableParallelism } from "node:os"
import { join } from "node:path"

import hardhatToolboxMochaEthers from "@nomicfoundation/hardhat-toolbox-mocha-ethers"
import hardhatViem from "@nomicfoundation/hardhat-viem"
import { config as readEnvironment } from "dotenv"
import { configVariable, defineConfig, overrideTask } from "hardhat/config"
import type { HttpNetworkUserConfig } from "hardhat/types/config"
import type { HardhatPlugin } from "hardhat/types/plugins"
import { type LockOptions, lock } from "proper-lockfile"

import { timing } from "./scripts/test/durations.ts"

// Keys and endpoints of live chains: see .env.example. A line left empty says nothing, so that the keystore is asked.
const { parsed = {} } = readEnvironment({ quiet: true, processEnv: {} })
for (const [name, value] of Object.entries(parsed)) if (value) process.env[name] ??= value

// The compiler comes from npm with everything else: nothing is downloaded at build time.
const solc = {
  version: "0.8.37",
  path: createRequire(import.meta.url).resolve("solc/soljson.js"),
}
// Polygon's execution layer; the compiler's own default is newer.
const evmVersion = "prague"

/**
 * What the escrow itself is built with, in tests as in production: its structs need the IR pipeline, its size the
 * optimizer, with as many runs as fit into the 24 576 bytes that a contract may have. The steps are the compiler's own
 * default of earlier releases, which inlines more than today's: 400 to 900 gas less per call.
 */
export const optimized = {
  ...solc,
  settings: {
    evmVersion,
    viaIR: true,
    optimizer: {
      enabled: true,
      runs: 4_000,
      details: {
        yul: true,
        yulDetails: {
          stackAllocation: true,
          optimizerSteps:
            "dhfoDgvulfnTUtnIf[xa[r]EscLMcCTUtTOntnfDIulLculVcul [j]Tpeulxa[rul]xa[r]cLgvifCTUca[r]LSsTFOtfDnca[r]Iulc]" +
            "jmul[jul] VcTOcul jmul:fDnTOcmu",
        },
      },
    },
  },
}

/** The escrow's owner in production: OpenZeppelin's, built like the escrow. */
export const timelock = "@openzeppelin/contracts/governance/TimelockController.sol"

/** The Permit2 of every chain, built as its publisher builds it, so that its code is that of the chains. */
export const permit2 = "@uniswap/v4-periphery/lib/permit2/src/Permit2.sol"
const permit2Build = {
  version: "0.8.17",
  path: createRequire(import.meta.url).resolve("solc-0.8.17/soljson.js"),
  settings: {
    viaIR: true,
    optimizer: { enabled: true, runs: 1_000_000 },
    metadata: { bytecodeHash: "none" },
  },
} as const

/** Tests and mocks know the escrow by its interface and run once: the plain pipeline builds them ten times faster. */
const plain = { ...solc, settings: { evmVersion } }

/** What runs a million times, handlers of invariants and the slowest properties: worth an optimizer, though not the slow pipeline. */
const light = { ...solc, settings: { evmVersion, optimizer: { enabled: true, runs: 1_000 } } }

/**
 * Drops one warning that says nothing here: code 2394, at every use of transient storage. The guard that it is about
 * clears its slot at the end of each call, which is what the warning asks for.
 */
export const withoutTransientWarning: HardhatPlugin = {
  id: "without-transient-warning",
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        getCompilationJobErrors: async (context, job, output, next) =>
          (await next(context, job, output)).filter(({ errorCode }) => errorCode !== "2394"),
      }),
    }),
  },
}

/** Compiles on every core. Hardhat leaves one of them idle, which on a machine with two doubles the time of a build. */
const compilingOnEveryCore: HardhatPlugin = {
  id: "compiling-on-every-core",
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        build: async (context, files, options, next) =>
          next(context, files, { concurrency: availableParallelism(), ...options }),
      }),
    }),
  },
}

/** Builds one at a time: two that write to the same folders fail, although there is nothing to compile. */
const buildAlone = overrideTask("build")
  .setInlineAction(async (args, { config }, runSuper) => {
    const { cache } = config.paths
    await mkdir(cache, { recursive: true })
    const take = (retries: LockOptions["retries"]) =>
      lock(join(cache, "build"), { realpath: false, stale: 30_000, retries })
    const unlock = await take({ retries: 0 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ELOCKED") throw error
      console.error("Another build is running. This one waits for it, and for 30 seconds if it was killed.")
      return take({ forever: true, minTimeout: 100, maxTimeout: 500 })
    })
    try {
      return await runSuper(args)
    } finally {
      await unlock()
    }
  })
  .build()

/** How deep random tests go: see `npm run test:deep`. */
function figure(name: string, standard: number): number {
  const given = process.env[name] || String(standard)
  if (!/^[1-9]\d*$/.test(given)) throw new Error(`${name} is ${given}: expected a whole number above 0.`)
  return Number(given)
}

/** Where `npm test -- --record` reads how long each file took. */
const durations = process.env["TEST_DURATIONS"]

/** A chain inside the process that answers as Polygon PoS does. */
const polygonLike = {
  type: "edr-simulated",
  chainType: "generic",
  chainId: 137,
  hardfork: "osaka",
} as const

/** A chain behind an endpoint; its variables come from the environment or from Hardhat's keystore, when they are used. */
const live = (url: string): HttpNetworkUserConfig => ({
  type: "http",
  chainType: "generic",
  url: configVariable(url),
  accounts: [configVariable("DEPLOYER_PRIVATE_KEY")],
})

export default defineConfig({
  plugins: [hardhatToolboxMochaEthers, hardhatViem, withoutTransientWarning, compilingOnEveryCore],
  tasks: [buildAlone],
  solidity: {
    profiles: {
      default: {
        compilers: [plain],
        overrides: {
          "contracts/RentalEscrow.sol": optimized,
          "contracts/periphery/RentalMandate.sol": optimized,
          "contracts/periphery/RentalRouter.sol": optimized,
          [timelock]: optimized,
          [permit2]: permit2Build,
          "test/fuzz/batches.t.sol": light,
          "test/fuzz/disputes.t.sol": light,
          "test/fuzz/mandates.t.sol": light,
          "test/invariant/invariants.t.sol": light,
          "test/invariant/mandates.t.sol": light,
          "test/invariant/purchases.t.sol": light,
        },
      },
      production: { ...optimized, isolated: false },
    },
    npmFilesToBuild: [timelock, permit2],
  },
  // Mock tokens and hostile parties are built like the contracts, so that TypeScript tests can deploy them too.
  paths: { sources: ["contracts", "sdk/testing/contracts", "test/mocks"], tests: { mocha: "test", solidity: "test" } },
  // Its output declares namespaces, which the strict compiler would refuse.
  typechain: { tsNocheck: true },
  networks: {
    polygonLike,
    polygon: live("POLYGON_RPC_URL"),
    amoy: live("AMOY_RPC_URL"),
    local: { type: "http", chainType: "generic", url: process.env["LOCAL_RPC_URL"] || "http://127.0.0.1:8545" },
  },
  verify: { etherscan: { apiKey: configVariable("ETHERSCAN_API_KEY") } },
  test: {
    // No test may depend on how fast the machine is: this ends only what hangs.
    mocha: { timeout: 900_000, ...(durations ? { rootHooks: timing(durations) } : {}) },
    solidity: {
      fuzz: { runs: figure("FUZZ_RUNS", 512), seed: process.env["FUZZ_SEED"] ?? "0x6770" },
      // Fourteen campaigns: 100 000 calls. Their arguments are seeds, of which no dictionary knows better ones.
      invariant: {
        runs: figure("INVARIANT_RUNS", 29),
        depth: figure("INVARIANT_DEPTH", 250),
        failOnRevert: true,
        dictionaryWeight: 0,
        includeStorage: false,
        includePushBytes: false,
        shrinkRunLimit: 50,
      },
      fsPermissions: { dangerouslyReadWriteDirectory: ["cache"] },
    },
  },
})
