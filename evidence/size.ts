// Prints the size of the deployed contract and fails above what EIP-170 allows.
import { buildProduction } from "../scripts/production.ts"

const LIMIT = 24_576

const { artifact } = await buildProduction()
const { deployedBytecode } = await artifact("RentalEscrow")
const size = (deployedBytecode.length - 2) / 2

console.log(`RentalEscrow: ${size} bytes of ${LIMIT}, ${LIMIT - size} left`)
if (size > LIMIT) process.exitCode = 1
