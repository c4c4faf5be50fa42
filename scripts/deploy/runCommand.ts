// Ends a command of the deployment with exit code 0, or with one clear message and exit code 1.
import type { Clean } from "./connect.ts"

/** Runs a command. The message of a failure contains no endpoint and no stack. */
export async function runCommand(command: (onClean: (clean: Clean) => void) => Promise<void>): Promise<void> {
  let clean: Clean = (text) => text
  try {
    await command((given) => {
      clean = given
    })
  } catch (error) {
    console.error(clean(`\n${messageOf(error)}`))
    process.exitCode = 1
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // Hardhat's error explains better than viem's, which wraps it, what is wrong with an endpoint or a key.
  if (error.name === "UnknownRpcError" && error.cause instanceof Error) return messageOf(error.cause)
  const cause = error.cause instanceof Error ? `\n  because: ${error.cause.message.split("\n")[0]}` : ""
  return `${error.name}: ${error.message}${cause}`
}
