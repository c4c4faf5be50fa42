// npm run check -- size: prints the size of each deployed contract, and fails if EIP-170 does not allow it.
import { artifacts } from "hardhat"

import { buildProduction } from "../../scripts/production.ts"
import { grouped } from "../../scripts/support/numbers.ts"

const LIMIT = 24_576

/** Beside the escrow; the default build gives them the settings of production. */
const PERIPHERY = ["RentalRouter", "RentalMandate"]

report("RentalEscrow", await (await buildProduction()).artifact("RentalEscrow"))
for (const name of PERIPHERY) report(name, await artifacts.readArtifact(name))

function report(name: string, { deployedBytecode }: { readonly deployedBytecode: string }): void {
  const size = (deployedBytecode.length - 2) / 2
  console.log(`${name}: ${grouped(size)} of ${grouped(LIMIT)} bytes, ${grouped(LIMIT - size)} left`)
  if (size > LIMIT) process.exitCode = 1
}
