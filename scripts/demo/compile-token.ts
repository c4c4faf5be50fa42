import { fileURLToPath } from "node:url"
import hre from "hardhat"

/** The escrow comes compiled with the SDK. */
const token = fileURLToPath(new URL("../../test/mocks/Token.sol", import.meta.url))

/** Compiles the demo's token if it has changed: silently if not, after one call of `announce` if so. */
export async function compile(announce: () => void): Promise<void> {
  let announced = false
  hre.hooks.registerHandlers("solidity", {
    async invokeSolc(context, compiler, input, config, next) {
      if (!announced) announce()
      announced = true
      return next(context, compiler, input, config)
    },
    // Warnings belong to `npm run check`; an error still stops the build, and is printed.
    async getCompilationJobErrors(context, job, output, next) {
      return (await next(context, job, output)).filter(({ severity }) => severity === "error")
    },
  })
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true, files: [token] })
}
