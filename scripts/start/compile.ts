import hre from "hardhat"

/** Compiles what has changed: silently when nothing has, after one word to `announce` when something has. */
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
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true, files: ["test/mocks/Token.sol"] })
}
