// npm run check -- size: prints the size of each deployed contract, and fails if EIP-170 does not allow it.
import { grouped } from "../../scripts/support/numbers.ts"
import { contracts } from "../solidity/contracts.ts"

const LIMIT = 24_576

for (const { name, build } of contracts) {
  const { deployedBytecode } = await (await build()).artifact(name)
  const size = (deployedBytecode.length - 2) / 2
  console.log(`${name}: ${grouped(size)} of ${grouped(LIMIT)} bytes, ${grouped(LIMIT - size)} left`)
  if (size > LIMIT) process.exitCode = 1
}
