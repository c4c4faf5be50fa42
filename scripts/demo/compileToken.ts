import { join } from "node:path"

import hre from "hardhat"

import { root } from "../support/root.ts"

/** The only contract to compile: the SDK carries the compiled escrow. */
const token = join(root, "test/mocks/Token.sol")

/** Compiles the demo's token if it has changed, and calls `announce` before. */
export async function compileToken(announce: () => void): Promise<void> {
  let announced = false
  hre.hooks.registerHandlers("solidity", {
    async invokeSolc(context, compiler, input, config, next) {
      if (!announced) announce()
      announced = true
      return next(context, compiler, input, config)
    },
    // `npm run check` reports warnings. An error is printed and stops the build.
    async getCompilationJobErrors(context, job, output, next) {
      return (await next(context, job, output)).filter(({ severity }) => severity === "error")
    },
  })
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true, files: [token] })
}
