import { createRequire } from "node:module"

import hardhatToolboxMochaEthers from "@nomicfoundation/hardhat-toolbox-mocha-ethers"
import hardhatViem from "@nomicfoundation/hardhat-viem"
import { defineConfig } from "hardhat/config"

// The compiler comes from npm with everything else: nothing is downloaded at build time.
const solc = {
  version: "0.8.37",
  path: createRequire(import.meta.url).resolve("solc/soljson.js"),
}
const settings = {
  // Polygon's execution layer; the compiler's own default is newer.
  evmVersion: "prague",
  viaIR: true,
  optimizer: { enabled: true, runs: 200 },
}

/** A chain inside the process that answers as Polygon PoS does. */
const polygonLike = {
  type: "edr-simulated",
  chainType: "generic",
  chainId: 137,
  hardfork: "osaka",
} as const

export default defineConfig({
  plugins: [hardhatToolboxMochaEthers, hardhatViem],
  solidity: {
    profiles: {
      default: { ...solc, settings },
      production: {
        ...solc,
        isolated: false,
        settings: { ...settings, optimizer: { enabled: true, runs: 2_000 } },
      },
    },
  },
  // Mock tokens and hostile parties are built like the contracts, so that TypeScript tests can deploy them too.
  paths: { sources: ["contracts", "test/mocks"], tests: { mocha: "test", solidity: "test" } },
  networks: { polygonLike },
})
