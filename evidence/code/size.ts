// npm run check -- size: prints the size of the deployed contract, and fails if EIP-170 does not allow it.
import { buildProduction } from "../../scripts/production.ts"
import { grouped } from "../../scripts/support/numbers.ts"

const LIMIT = 24_576

const { artifact } = await buildProduction()
const { deployedBytecode } = await artifact("RentalEscrow")
const size = (deployedBytecode.length - 2) / 2

console.log(`RentalEscrow: ${grouped(size)} of ${grouped(LIMIT)} bytes, ${grouped(LIMIT - size)} left`)
if (size > LIMIT) process.exitCode = 1
